"""What town hall can fill in about an import."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from cityshop.core.words import n_
from cityshop.imports.headings import FIELDS, Columns, has_place
from cityshop.imports.models import Decision
from cityshop.places.words import KIND
from cityshop.web.forms import ChoiceField, SignedInForm
from cityshop.web.i18n import translated


class UploadField(Field):
    """A file. Its data is what it holds, `file_name` how its sender calls it."""

    widget = FileInput()
    data: bytes | None
    file_name = ""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.flags.required = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        sent = request.files.get(self.name)
        if sent is not None and sent.filename:
            self.data, self.file_name = sent.read(), sent.filename

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            raise StopValidation(translated(n_("Choose a file.")))


class UploadForm(SignedInForm):
    file = UploadField(n_("File"))


class DecisionForm(SignedInForm):
    """What to do with doubles: one choice per row, or one for all."""

    def decisions(self) -> dict[int, Decision]:
        """The choices by the id of their row; what is none is left out."""
        sent = request.form.items()
        rows = {name.removeprefix("row-"): value for name, value in sent if name.startswith("row-")}
        return {
            int(number): Decision(value)
            for number, value in rows.items()
            if number.isascii() and number.isdecimal() and value in list(Decision)
        }

    @property
    def for_all(self) -> Decision | None:
        """The choice for every double, if that button was pressed."""
        value = request.form.get("all", "")
        return Decision(value) if value in list(Decision) else None


class ColumnsForm(SignedInForm):
    """Which column holds what; made for one file by `columns_form`."""

    usual_kind = ChoiceField(n_("Rows that name no kind are a"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Name and spot are needed, and nothing is chosen twice."""
        if not super().validate(extra_validators):
            return False
        columns = self.columns()
        chosen = [field.data for field in self.of_columns if field.data]
        twice = next((name for name in chosen if chosen.count(name) > 1), None)
        if twice:
            sentence = n_("You chose “%(name)s” for two columns. Choose it once.")
            self.form_errors.append(translated(sentence, name=translated(FIELDS[twice][0])))
        if "name" not in columns:
            self.form_errors.append(translated(n_("Say which column holds the name.")))
        if not has_place(columns):
            self.form_errors.append(translated(n_("Say which columns hold latitude and longitude.")))
        if "kind" not in columns and not self.usual_kind.data:
            self.form_errors.append(translated(n_("Say which column holds the kind, or what the rows are.")))
        return not self.form_errors

    @property
    def of_columns(self) -> list[Field]:
        """The choices, in the order of the file's columns."""
        return [field for field in self if field.name.startswith("column_")]

    def columns(self) -> dict[str, int]:
        """For every field that was chosen the number of its column."""
        return {field.data: number for number, field in enumerate(self.of_columns) if field.data in FIELDS}


def columns_form(head: Sequence[str], columns: Columns, *, usual_kind: str) -> ColumnsForm:
    """The form for a file with these columns, filled in with what they seem to hold."""
    choices = [("", n_("Leave this column out")), *((name, words) for name, (words, _) in FIELDS.items())]
    fields = {f"column_{number}": ChoiceField(name, words=choices) for number, name in enumerate(head)}
    form_of_file = type("ColumnsOfFile", (ColumnsForm,), fields)
    guessed = {f"column_{number}": name for name, number in columns.items()}
    form: ColumnsForm = form_of_file(usual_kind=usual_kind, **guessed)
    form.usual_kind.offer([("", n_("Not said: refuse them")), *KIND.items()])
    return form
