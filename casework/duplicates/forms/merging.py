"""Making one file of two, decided answer by answer."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice

from casework.cases.forms import reason
from casework.cases.models import Case, Member
from casework.core.fields import RowField, as_id
from casework.core.forms import ChoiceField, ChoicesField, OnceForm, needed
from casework.duplicates.identity import answer_of, differing, is_said
from casework.people.forms import IdentityForm

TAKE = "take_"


class MergeForm(OnceForm):
    """`take_…`: one for each question that the two files answer differently (see merge_form)."""

    seen = HiddenField()  # the stamp of both files as they are shown
    kept_id = RowField(
        _l("Which file stays?"),
        [needed()],
        description=_l("The reference of the other one leads to it from then on."),
    )
    going_on = ChoicesField(
        _l("Who else goes on working on the file?"),
        coerce=as_id,
        description=_l("Those of the file that stays go on anyway."),
    )
    why = reason(
        _l("Why are they the same person's?"),
        _l("What you compared, and who confirmed it. Kept with the log."),
    )

    @property
    def questions(self) -> Iterator[Any]:
        return (field for field in self if field.short_name.startswith(TAKE))

    def taken_from(self, case: Case) -> list[str]:
        """The questions whose answer is this file's."""
        chosen = [field for field in self.questions if field.data == case.id]
        return [field.short_name.removeprefix(TAKE) for field in chosen]


def merge_form(case: Case, other: Case, stamp: str) -> Any:
    """The older file is proposed to stay, and of each answer its own, unless it has none."""
    both = sorted((case, other), key=lambda file: (not file.is_live, file.opened_on, file.id))
    words = IdentityForm(formdata=None)
    fields = {
        TAKE + question: side_by_side(question, both, words)
        for question in differing(case.person, other.person)
    }
    form = type("MergeForm", (MergeForm,), fields)(seen=stamp, kept_id=both[0].id)
    form.kept_id.choices = [SelectChoice(str(file.id), file.reference) for file in both]
    form.going_on.choices = [
        SelectChoice(str(member.user_id), member.user.name, render_kw={"data-hint": file.reference})
        for file, member in in_one_team(case, other)
    ]
    return form


def side_by_side(question: str, both: list[Case], words: IdentityForm) -> ChoiceField:
    choices = [
        SelectChoice(
            str(file.id), answer_of(file.person, question, words), render_kw={"data-hint": file.reference}
        )
        for file in both
    ]
    proposed = next(file for file in both if is_said(file.person, question))
    return ChoiceField(
        words[question].label.text, [needed()], choices=choices, coerce=as_id, default=proposed.id
    )


def in_one_team(case: Case, other: Case) -> Iterator[tuple[Case, Member]]:
    """Who works on one of the files only, and is barred from neither."""
    barred = case.barred_ids | other.barred_ids
    for file, beside in ((case, other), (other, case)):
        for member in file.current_members:
            if member.user_id not in beside.member_ids | barred:
                yield file, member
