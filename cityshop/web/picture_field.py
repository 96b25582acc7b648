"""A photo in a form."""

import re
from typing import Any

from flask import request
from wtforms import Field
from wtforms.widgets import FileInput

from cityshop.core import clock
from cityshop.core.pictures import MOST_SENT_BYTES, PictureRefused, keep_picture
from cityshop.web.i18n import translated
from cityshop.web.session import short_write

_KEPT_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


class PictureField(Field):
    """A photo. It is kept as soon as it can be read, so its name travels on when the form needs another look.

    Its data is the name of the kept picture, or an empty text where none was sent.
    """

    widget = FileInput()
    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = ""
        sent = request.files.get(self.name)
        if sent is not None and sent.filename:
            self.data = self._kept(sent.read(MOST_SENT_BYTES + 1))
        elif _KEPT_NAME.fullmatch(name := request.form.get(f"{self.name}_kept", "")):
            self.data = name

    def _kept(self, sent: bytes) -> str:
        """In a transaction of its own: a refused form takes back what it wrote."""
        try:
            with short_write() as session:
                return keep_picture(session, sent, now=clock.utc_now())
        except PictureRefused as refusal:
            raise ValueError(translated(refusal.message)) from refusal
