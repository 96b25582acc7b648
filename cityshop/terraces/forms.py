"""What town hall can fill in about a terrace and about a list of permits."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from cityshop.campaigns.models import Campaign
from cityshop.core.words import n_
from cityshop.places.drafts import clean
from cityshop.places.forms import (
    MOST_SEATS,
    MOST_SQUARE_METRES,
    DayField,
    WholeNumberField,
    known_hour,
    known_point,
)
from cityshop.places.models import Place, Terrace
from cityshop.places.rules import clock_from, point_from
from cityshop.terraces.permits import SentList
from cityshop.terraces.services import TerraceFacts
from cityshop.web.forms import ChoiceField, LineField, Required, SignedInForm
from cityshop.web.i18n import own_text, translated

LONGEST_FILE_NAME = 120
NUMBERS = ("seats", "square_metres", "extension_seats", "extension_square_metres")
PLAIN = (
    "is_covered", "is_heated", "sunny_from", "sunny_to", "permit_from", "permit_to", "closing_hour",
    "extension_from", "extension_to", "season",
)  # fmt: skip


def point_if_any(form: Any, field: Field) -> None:
    """A point in Belgium, or nothing."""
    if field.data:
        known_point(form, field)


class TerraceForm(SignedInForm):
    seats = WholeNumberField(n_("Seats"), largest=MOST_SEATS)
    square_metres = WholeNumberField(n_("Square metres"), largest=MOST_SQUARE_METRES)
    closing_hour = LineField(n_("Terrace closes at"), [known_hour], most=10)
    is_covered = BooleanField(n_("Covered"))
    is_heated = BooleanField(n_("Heated"))
    permit_from = DayField(n_("Permit from"))
    permit_to = DayField(n_("Permit until"))
    extension_seats = WholeNumberField(n_("Extra seats"), largest=MOST_SEATS)
    extension_square_metres = WholeNumberField(n_("Extra square metres"), largest=MOST_SQUARE_METRES)
    extension_from = DayField(n_("Permit of the extension from"))
    extension_to = DayField(n_("Permit of the extension until"))
    season = ChoiceField(n_("Belongs to"))
    sunny_from = LineField(n_("Sun from"), [known_hour], most=10)
    sunny_to = LineField(n_("Sun until"), [known_hour], most=10)
    point = LineField(n_("Point of the terrace"), [point_if_any], most=60)

    @classmethod
    def about(cls, place: Place, seasons: Iterable[Campaign]) -> "TerraceForm":
        """The form with what the terrace is now; empty for a place that has none yet."""
        form = cls(**_now(place.terrace)) if place.terrace else cls()
        return form.with_seasons(seasons)

    def with_seasons(self, seasons: Iterable[Campaign]) -> "TerraceForm":
        """The same form, with the campaigns that an extension can belong to."""
        self.season.offer(season_choices(seasons))
        return self

    def validate_permit_to(self, field: Field) -> None:
        """A permit ends after it begins."""
        _in_order(self.permit_from, field, n_("The permit ends before it begins."))

    def validate_extension_to(self, field: Field) -> None:
        """An extension ends, and not before it begins."""
        said = (self.extension_seats, self.extension_square_metres, self.extension_from)
        if field.data is None and not field.errors and any(one.data for one in said):
            raise StopValidation(translated(n_("Say until when the extension is allowed.")))
        _in_order(self.extension_from, field, n_("The permit ends before it begins."))

    def validate_sunny_to(self, field: Field) -> None:
        """The sun goes after it comes."""
        start, end = clock_from(self.sunny_from.text), clock_from(self.sunny_to.text)
        if start and end and end <= start:
            raise StopValidation(translated(n_("The sun goes before it comes.")))

    def facts(self) -> TerraceFacts:
        """What was filled in; a season belongs to an extension only."""
        point = point_from(self.point.text) if self.point.text else None
        return TerraceFacts(
            seats=self.seats.number,
            square_metres=self.square_metres.number,
            closing_hour=clock_from(self.closing_hour.text) or "",
            is_covered=self.is_covered.data,
            is_heated=self.is_heated.data,
            permit_from=self.permit_from.data,
            permit_to=self.permit_to.data,
            extension_seats=self.extension_seats.number,
            extension_square_metres=self.extension_square_metres.number,
            extension_from=self.extension_from.data,
            extension_to=self.extension_to.data,
            season=self.season.data if self.extension_to.data else "",
            sunny_from=clock_from(self.sunny_from.text) or "",
            sunny_to=clock_from(self.sunny_to.text) or "",
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
        )


class PermitListForm(SignedInForm):
    list_file = FileField(n_("The list"), [Required(n_("Choose the file with the list."))])
    season = ChoiceField(n_("Extensions in the list belong to"))

    def with_seasons(self, seasons: Iterable[Campaign]) -> "PermitListForm":
        """The same form, with the campaigns that extensions can belong to."""
        self.season.offer(season_choices(seasons))
        return self

    def sent(self) -> SentList:
        """The file and what was said of it; only after the form was found valid."""
        file = self.list_file.data
        return SentList(clean(file.filename)[:LONGEST_FILE_NAME], file.read(), self.season.data)


class CarryOutForm(SignedInForm):
    seen = LineField(n_("What you saw"))


def season_choices(seasons: Iterable[Campaign]) -> list[tuple[str, str]]:
    """No season, and each that there is."""
    return [("", n_("No campaign")), *((season.slug, own_text(season.title)) for season in seasons)]


def _in_order(first: Field, last: Field, sentence: str) -> None:
    if first.data and last.data and last.data < first.data:
        raise StopValidation(translated(sentence))


def _now(terrace: Terrace) -> dict[str, Any]:
    point = "" if terrace.latitude is None else f"{terrace.latitude:.6f}, {terrace.longitude:.6f}"
    numbers = {name: str(getattr(terrace, name) or "") for name in NUMBERS}
    return {"point": point, **numbers, **{name: getattr(terrace, name) for name in PLAIN}}
