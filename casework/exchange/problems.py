"""What may be wrong in a file of the directory: where, in which field, and the sentence that says so."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l


class Problem(NamedTuple):
    """`where` is a row or a place in the file; the organisation that it belongs to is left out."""

    where: str
    field: str
    code: str

    @property
    def words(self) -> str:
        return str(WORDS[self.code])


class Unreadable(Exception):
    """The file as a whole cannot be read; `str()` is the sentence for the person who sent it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(WHOLE_FILE[self.code])


WORDS = {
    "missing": _l("This is needed, and is missing."),
    "null": _l("This is null: leave out what is not known."),
    "text": _l("A text is expected here."),
    "long": _l("This text is too long."),
    "number": _l("A number is expected here, not negative and not above a million."),
    "uuid": _l("This is no identifier of the expected form (UUID)."),
    "email": _l("This is no e-mail address."),
    "uri": _l("This is no web address that begins with http:// or https://."),
    "date": _l("This is no date."),
    "moment": _l("This is no date with its hour."),
    "time": _l("This is no time of day."),
    "choice": _l("This is none of the values that the standard allows here."),
    "list": _l("A list is expected here."),
    "object": _l("An object with named fields is expected here."),
    "future": _l("The day of the last check is in the future."),
    "duplicate": _l("This identifier stands twice in the file."),
    "orphan": _l("This row belongs to an identifier that is not in the file."),
    "ages": _l("The lowest age is above the highest."),
    "kind": _l("There is no such kind of organisation."),
    "service": _l("There is no such service in the list."),
    "commune": _l("There is no such commune in the list."),
    "merged": _l("Cells of this row are merged: separate them, and repeat the value in each row."),
    "formula": _l("This cell holds a formula: write its value instead."),
    "columns": _l("This row does not have as many columns as the first line."),
    "several": _l("Several cards of the directory may be meant: add the identifier to the file."),
    "cell": _l("The card of a cell is kept by the application and cannot be imported."),
    "level": _l("Only those who work with confidential places may import one."),
}
WHOLE_FILE = {
    "empty": _l("The file is empty."),
    "nothing": _l("The file holds no organisation."),
    "unknown": _l(
        "This is neither an HSDS file (JSON, or CSV tables in a zip) nor an Excel workbook (.xlsx)."
    ),
    "utf8": _l("The text of the file is not in UTF-8. Save it again as UTF-8."),
    "json": _l("The file begins like JSON, but cannot be read as JSON."),
    "deep": _l("The file is nested too deep to be read."),
    "zip": _l("The zip file is damaged or protected by a password."),
    "members": _l("The zip file holds too many files, or names that lead outside it."),
    "unpacked": _l("Unpacked, the zip file is too large: 32 MB at most."),
    "rows": _l("The file has too many rows: 20,000 organisations and 100,000 rows in a table at most."),
    "tables": _l("The zip file lacks the table organizations.csv of HSDS."),
    "header": _l("The first line of a table does not name its columns as HSDS does."),
    "workbook": _l("The workbook is damaged and cannot be read."),
    "headings": _l(
        "No row of the first sheet names the columns as our list does: download the list and fill it in."
    ),
}
