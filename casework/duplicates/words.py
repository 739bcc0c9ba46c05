"""Why two files may be one person's, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.names.persons import Evidence

EVIDENCE: dict[Evidence, LazyString] = {
    Evidence.SAME_NAME: _l("same name"),
    Evidence.SAME_NAME_OTHER_SCRIPT: _l("same name in the other script"),
    Evidence.SIMILAR_NAME: _l("similar name"),
    Evidence.SAME_BIRTH_DATE: _l("same date of birth"),
    Evidence.NEAR_BIRTH: _l("births close to one another"),
    Evidence.SAME_BIRTH_YEAR: _l("same year of birth"),
    Evidence.SAME_COMMUNE: _l("same commune"),
    Evidence.SAME_PHONE: _l("same telephone number"),
    Evidence.SAME_CIN: _l("same identity card"),
    Evidence.SAME_FATHER: _l("father of the same name"),
    Evidence.SAME_MOTHER: _l("mother of the same name"),
}


def in_words(codes: list[str]) -> list[LazyString]:
    """Kept as codes; one that is no longer known is left out."""
    return [words for evidence, words in EVIDENCE.items() if evidence.value in codes]
