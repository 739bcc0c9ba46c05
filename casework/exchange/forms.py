"""Sending a file of the directory, and confirming what it would do."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, ValidationError
from wtforms.validators import Length

from casework.core.forms import Form, OnceForm
from casework.exchange.problems import Unreadable
from casework.exchange.reading import Read, read_file


class UploadField(FileField):
    """The content of a file, which stays in memory."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        sent = request.files.get(self.name)
        self.data = sent.read() if sent and sent.filename else None


class UploadForm(OnceForm):
    file = UploadField(
        _l("File of the directory"),
        description=_l("HSDS as JSON, HSDS tables in a zip, or our list as an Excel workbook; 5 MB at most."),
        render_kw={"accept": ".json,.zip,.xlsx", "required": True},
    )
    read: Read

    def validate_file(self, field: UploadField) -> None:
        if field.data is None:
            raise ValidationError(_l("Choose a file."))
        try:
            self.read = read_file(field.data)
        except Unreadable as trouble:
            raise ValidationError(str(trouble)) from None


class ConfirmForm(Form):
    """Says which preview was read."""

    seen = HiddenField(validators=[Length(max=64)])
