"""What town hall fills in about vacant premises."""

from typing import Any

from flask import request
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from cityshop.core.words import n_
from cityshop.places.forms import DayField, WholeNumberField, known_point, known_postal_code
from cityshop.places.rules import point_from
from cityshop.vacancies.lists import MOST_SQUARE_METRES
from cityshop.vacancies.models import Vacancy, VacancyStatus
from cityshop.vacancies.services import VacancyDraft
from cityshop.vacancies.words import STATUS
from cityshop.web.forms import ChoiceField, LineField, ParagraphField, Required, SignedInForm
from cityshop.web.i18n import translated


def maybe_point(form: Any, field: Field) -> None:
    """Two numbers that lie in Belgium, or nothing."""
    if field.data:
        known_point(form, field)


class VacancyForm(SignedInForm):
    street = LineField(n_("Street"), [Required(n_("Fill in the street."))])
    number = LineField(n_("Number"), [Required(n_("Fill in the number."))], most=20)
    postal_code = LineField(
        n_("Postal code"), [Required(n_("Fill in the postal code.")), known_postal_code], most=10
    )
    status = ChoiceField(n_("State"), words=STATUS.items())
    square_metres = WholeNumberField(n_("Square metres"), largest=MOST_SQUARE_METRES)
    since = DayField(n_("Since"))
    point = LineField(n_("Point on the map"), [maybe_point], most=60)
    contact = ParagraphField(n_("Contact"), most=400)
    note = ParagraphField(n_("Note"), most=1_000)
    is_shown = BooleanField(n_("May be shown to the public"))

    @classmethod
    def about(cls, vacancy: Vacancy) -> "VacancyForm":
        """The form with what is known now."""
        plain = ("street", "number", "postal_code", "status", "since", "contact", "note", "is_shown")
        has_point = vacancy.latitude is not None and vacancy.longitude is not None
        return cls(
            **{name: getattr(vacancy, name) for name in plain},
            square_metres=str(vacancy.square_metres or ""),
            point=f"{vacancy.latitude:.6f}, {vacancy.longitude:.6f}" if has_point else "",
        )

    def draft(self) -> VacancyDraft:
        point = point_from(self.point.text) if self.point.text else None
        return VacancyDraft(
            street=self.street.text,
            number=self.number.text,
            postal_code=self.postal_code.text,
            status=VacancyStatus(self.status.data),
            square_metres=self.square_metres.number,
            since=self.since.data,
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            contact=self.contact.text,
            note=self.note.text,
            is_shown=self.is_shown.data,
        )


class FileField(Field):
    """A file as it was sent; its data are bytes, none where nothing was chosen."""

    widget = FileInput()
    data: bytes

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = request.files.get(self.name)
        self.data = sent.read() if sent is not None and sent.filename else b""


def _something(form: Any, field: FileField) -> None:
    if not field.data:
        raise StopValidation(translated(n_("Choose a file with a list in it.")))


class ImportForm(SignedInForm):
    file = FileField(n_("List as CSV"), [_something])
