"""What a worker does all day, each as a function that takes a visitor and gives the answers it got."""

import itertools
import re
from collections.abc import Callable
from datetime import date

from bench.visitor import Answer, Visitor, expect, links_in

Task = Callable[[Visitor], list[Answer]]
# of the same cell, see the demonstration's accounts
WORKER, SUPERVISOR = "amina", "latifa"
FILE = re.compile(r"^/cases/[0-9a-f-]{36}$")
START = re.compile(r"^/intake/cells/[0-9a-f-]{36}/start$")

NOTE = {"kind": "office", "contact": "made", "text": "لقاء فالمكتب، والموعد الجاي من بعد نهار السوق."}
NOTICE = {"seen_alone": "yes", "notice_read": "y", "is_child": "YES", "language": "DAR", "agreement": "given"}
STEPS = {
    "person": {"first_name_ar": "فاطمة", "surname_ar": "آيت الحاج", "commune": "05.081.01.03"},
    "situation": {"companion": "alone", "is_safe_now": "YES"},
    "concerns": {"primary": "NEGL", "risk": "medium", "risk_why": "وضعية صعبة بلا خطر آني."},
}


class Day:
    """The addresses that the worker's own pages name, found once after signing in."""

    def __init__(self, visitor: Visitor) -> None:
        home, files = visitor.get("/"), visitor.get("/files")
        expect(home, 200, "/")
        expect(files, 200, "/files")
        listed = [link for link in links_in(files.text) if FILE.match(link)]
        self.files = list(dict.fromkeys(listed))
        self.next_file = itertools.cycle(self.files)
        self.start = next(link for link in links_in(home.text) if START.match(link))

    def home(self, visitor: Visitor) -> list[Answer]:
        return opened(visitor, "/")

    def file_list(self, visitor: Visitor) -> list[Answer]:
        return opened(visitor, "/files")

    def filtered_list(self, visitor: Visitor) -> list[Answer]:
        return opened(visitor, "/files?risk=high&mark=late&sort=contact")

    def file(self, visitor: Visitor) -> list[Answer]:
        return opened(visitor, next(self.next_file))

    def note(self, visitor: Visitor) -> list[Answer]:
        day = date.today().strftime("%d/%m/%Y")  # noqa: DTZ011 the worker's own calendar
        return visitor.fill_in(f"{next(self.next_file)}/notes/new", NOTE | {"happened_on": day})

    def interview(self, visitor: Visitor) -> list[Answer]:
        """The five steps, from the notice to the open file."""
        answers = visitor.fill_in(self.start, NOTICE)
        draft = answers[-1].location.removesuffix("/person")
        for step, said in STEPS.items():
            answers += visitor.fill_in(f"{draft}/{step}", said)
        return answers + visitor.fill_in(f"{draft}/summary", {}, send_to=f"{draft}/finish")

    def board(self, visitor: Visitor) -> list[Answer]:
        return opened(visitor, "/board")

    @property
    def supervisors_tasks(self) -> dict[str, Task]:
        """The lists of a whole cell."""
        return {"board": self.board, "cell's files": self.file_list}

    @property
    def tasks(self) -> dict[str, Task]:
        return {
            "home": self.home,
            "list": self.file_list,
            "filtered list": self.filtered_list,
            "file": self.file,
            "note": self.note,
            "interview": self.interview,
        }


def opened(visitor: Visitor, path: str) -> list[Answer]:
    answer = visitor.get(path)
    expect(answer, 200, path)
    return [answer]
