"""What town hall can fill in about a place."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from wtforms import DateField, Field, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from cityshop.core.words import LANGUAGES, n_, with_words
from cityshop.places.drafts import PHONE, POSTAL_CODE, web_address
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import Place
from cityshop.places.refused import Unusable
from cityshop.places.rules import clock_from, point_from
from cityshop.places.services import PlaceFacts
from cityshop.places.words import (
    CATEGORY_CHOICES,
    DIET,
    KIND,
    OWNERSHIP_CHOICES,
    PAYMENT,
    STATE,
    WHEELCHAIR_CHOICES,
)
from cityshop.web.forms import ChoiceField, LineField, ParagraphField, Required, SignedInForm
from cityshop.web.i18n import translated

MOST_SEATS = 5_000
MOST_SQUARE_METRES = 20_000


def known_point(form: Any, field: Field) -> None:
    """Two numbers that lie in Belgium, latitude first."""
    try:
        point_from(field.data or "")
    except Unusable as unusable:
        raise StopValidation(translated(unusable.reason.sentence)) from unusable


def known_phone(form: Any, field: Field) -> None:
    """Digits, spaces and a plus, if anything."""
    if field.data and not PHONE.fullmatch(field.data):
        raise StopValidation(translated(n_("Write a phone number with digits, such as 056 55 01 12.")))


def known_postal_code(form: Any, field: Field) -> None:
    """Four digits, if anything."""
    if field.data and not POSTAL_CODE.fullmatch(field.data):
        raise StopValidation(translated(n_("A Belgian postal code has four digits, such as 8500.")))


def known_website(form: Any, field: Field) -> None:
    """An address that a browser opens as a page, if anything."""
    if field.data and not web_address(field.data):
        sentence = n_("Write the whole address of the website, such as https://example.be.")
        raise StopValidation(translated(sentence))


def known_hour(form: Any, field: Field) -> None:
    """An hour on the clock, if anything."""
    if field.data and clock_from(field.data) is None:
        raise StopValidation(translated(n_("Write an hour such as 23:00.")))


class WholeNumberField(LineField):
    """A whole number from 1, typed as text so that no wheel or comma changes it; its `number` may be none."""

    def __init__(self, label: str, *, largest: int, **options: Any) -> None:
        super().__init__(label, [self._within], most=20, **options)
        self._largest = largest

    @property
    def number(self) -> int | None:
        """What was filled in; only after the form was found valid."""
        return int(self.data) if self.data else None

    def _within(self, form: Any, field: Field) -> None:
        text = self.data or ""
        is_number = text.isascii() and text.isdecimal()
        if text and not (is_number and 1 <= int(text) <= self._largest):
            sentence = n_("Write a whole number from 1 to %(largest)s, or nothing.")
            raise StopValidation(translated(sentence, largest=self._largest))


class DayField(DateField):
    """A day, or none."""

    @property
    def day(self) -> date:
        """The day that was filled in; only after the form was found valid."""
        if self.data is None:
            raise ValueError(self.name)
        return self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent; what is no day gets a sentence of ours."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(translated(n_("Fill in a day, such as 2026-12-24."))) from error


class TicksField(SelectMultipleField):
    """Any number of a few words; none is an answer too."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, *, words: Iterable[tuple[str, str]], **options: Any) -> None:
        choices = [SelectChoice(value, said) for value, said in words]
        super().__init__(label, choices=choices, **options)
        self._values = [str(choice.value) for choice in choices]
        self.type = "SelectMultipleField"  # drawn as the choices that it is

    @property
    def chosen(self) -> list[str]:
        """What was ticked, in the order in which it stands there."""
        ticked: Collection[str] = self.data or ()
        return [value for value in self._values if value in ticked]

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise StopValidation(translated(n_("Choose from the list."))) from error


class PlaceForm(SignedInForm):
    name = LineField(n_("Name"), [Required(n_("Give the place a name."))])
    kind = ChoiceField(n_("Kind"), words=KIND.items())
    state = ChoiceField(n_("State"), words=STATE.items())
    street = LineField(n_("Street and number"))
    postal_code = LineField(n_("Postal code"), [known_postal_code], most=10)
    town = LineField(n_("Town"))
    point = LineField(n_("Point on the map"), [Required(n_("Say where the place is.")), known_point], most=60)
    phone = LineField(n_("Phone"), [known_phone], most=30)
    website = LineField(n_("Website"), [known_website], most=300)
    text_nl = ParagraphField(n_("Text in Dutch"), most=600)
    text_fr = ParagraphField(n_("Text in French"), most=600)
    hours_text = LineField(n_("Opening hours"), most=500)  # of a new place; later there is a week to fill in
    text_en = ParagraphField(n_("Text in English"), most=600)
    text_de = ParagraphField(n_("Text in German"), most=600)
    wheelchair = ChoiceField(n_("Wheelchair"), words=WHEELCHAIR_CHOICES)
    diets = TicksField(n_("On the menu"), words=DIET.items())
    payments = TicksField(n_("Paying"), words=PAYMENT.items())
    category = ChoiceField(n_("What the shop sells"), words=CATEGORY_CHOICES)
    ownership = ChoiceField(n_("Whose business it is"), words=OWNERSHIP_CHOICES)

    @classmethod
    def about(cls, place: Place) -> "PlaceForm":
        """The form with what the place is now."""
        plain = (
            "name", "kind", "state", "street", "postal_code", "town", "phone", "website", "wheelchair",
            "diets", "payments", "category", "ownership",
        )  # fmt: skip
        form = cls(
            **{name: getattr(place, name) for name in plain},
            point=f"{place.latitude:.6f}, {place.longitude:.6f}",
            **{f"text_{language}": place.text.get(language, "") for language in LANGUAGES},
        )
        del form.hours_text
        return form

    def facts(self, place: Place | None = None) -> PlaceFacts:
        """What was filled in."""
        point = point_from(self.point.text)
        text = {language: self[f"text_{language}"].text for language in LANGUAGES}
        return PlaceFacts(
            name=self.name.text,
            kind=self.kind.data,
            latitude=point.latitude,
            longitude=point.longitude,
            state=self.state.data,
            street=self.street.text,
            postal_code=self.postal_code.text,
            town=self.town.text,
            phone=self.phone.text,
            website=web_address(self.website.text),
            text=with_words(place.text if place else {}, text),
            hours_text=place.hours_text if place else self.hours_text.text,
            wheelchair=self.wheelchair.data,
            diets=self.diets.chosen,
            payments=self.payments.chosen,
            category=self.category.data if self.kind.data == PlaceKind.SHOP else "",
            ownership=self.ownership.data,
        )
