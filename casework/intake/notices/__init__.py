"""What is read aloud before any question, in two languages and two forms of address each.

A draft: the directorate has still to validate the wording.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.core.i18n import language


@dataclass(frozen=True)
class Notice:
    key: str
    label: LazyString

    @property
    def language(self) -> str:
        return self.key.split("-")[0]

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def sentences(self) -> list[str]:
        return read(self.key)


@cache
def read(key: str) -> list[str]:
    return (Path(__file__).parent / f"{key}.txt").read_text(encoding="utf-8").splitlines()


NOTICES = {
    notice.key: notice
    for notice in (
        Notice("ar-feminine", _l("Arabic, to a woman or a girl")),
        Notice("ar-masculine", _l("Arabic, to a man or a boy")),
        Notice("fr-formal", _l("French, formal")),
        Notice("fr-familiar", _l("French, to a child")),
    )
}


def notice_asked(key: str | None) -> Notice:
    """The one asked for; otherwise the usual one in the language of the page."""
    usual = "fr-formal" if language() == "fr" else "ar-feminine"
    return NOTICES.get(key or "", NOTICES[usual])
