"""What town hall can fill in about routes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import request
from wtforms import BooleanField, Field, IntegerField
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from cityshop.campaigns.models import Campaign
from cityshop.core.words import n_
from cityshop.places.refused import Unusable
from cityshop.places.rules import point_from
from cityshop.routes.drafts import RouteDraft
from cityshop.routes.errors import FileTooLarge
from cityshop.routes.gpx import read_gpx
from cityshop.routes.imports import Taking
from cityshop.routes.kinds import RouteKind, StopKind
from cityshop.routes.models import Route, RouteStop
from cityshop.routes.services import RouteFacts
from cityshop.routes.stops import Move, StopFacts
from cityshop.routes.words import ROUTE_KIND, STOP_KIND
from cityshop.web.forms import (
    ChoiceField,
    LineField,
    ParagraphField,
    Required,
    SignedInForm,
)
from cityshop.web.i18n import own_text, translated
from cityshop.web.picture_field import PictureField

MOST_MEGABYTES = 25
MOST_BYTES = MOST_MEGABYTES * 1_000_000
MOST_GPX = 900_000
ALL_YEAR = ("", n_("All year"))
THE_LINE, THE_SHORT_CUT = "line", "short-cut"
PARTS = ((THE_LINE, n_("The whole route")), (THE_SHORT_CUT, n_("The short cut")))
UP, DOWN = "up", "down"


class SentFileField(Field):
    """A file that is read at once; its data are its bytes, empty where none was sent."""

    widget = FileInput()
    data: bytes
    file_name = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = b""
        sent = request.files.get(self.name)
        if sent is not None and sent.filename:
            self.file_name, self.data = sent.filename, sent.read(MOST_BYTES + 1)

    def pre_validate(self, form: Any) -> None:
        if len(self.data) > MOST_BYTES:
            raise StopValidation(translated(FileTooLarge.message, megabytes=MOST_MEGABYTES))


class RouteForm(SignedInForm):
    title_nl = LineField(n_("Title in Dutch"), [Required(n_("Give the route a title in Dutch."))], most=80)
    title_fr = LineField(n_("Title in French"), most=80)
    title_en = LineField(n_("Title in English"), most=80)
    title_de = LineField(n_("Title in German"), most=80)
    kind = ChoiceField(n_("Kind"), words=ROUTE_KIND.items(), default=RouteKind.CYCLE)
    campaign = ChoiceField(n_("Season"), words=[ALL_YEAR])
    text_nl = ParagraphField(n_("Text in Dutch"), most=1_200)
    text_fr = ParagraphField(n_("Text in French"), most=1_200)
    text_en = ParagraphField(n_("Text in English"), most=1_200)
    text_de = ParagraphField(n_("Text in German"), most=1_200)
    photo = PictureField(n_("Photo"))
    photo_alt_nl = LineField(n_("What the photo shows, in Dutch"), most=160)
    photo_alt_fr = LineField(n_("What the photo shows, in French"), most=160)
    drops_photo = BooleanField(n_("Leave the photo out"))

    @classmethod
    def about(cls, route: Route | None, campaigns: Sequence[Campaign]) -> "RouteForm":
        """The form with what the route is now."""
        return cls(formdata=None, **(_about_route(route) if route else {})).with_seasons(campaigns)

    @classmethod
    def sent(cls, campaigns: Sequence[Campaign]) -> "RouteForm":
        """The form with what was just sent."""
        return cls().with_seasons(campaigns)

    def with_seasons(self, campaigns: Sequence[Campaign]) -> "RouteForm":
        """The same form, to choose from these campaigns."""
        self.campaign.offer([ALL_YEAR, *((str(one.id), own_text(one.title)) for one in campaigns)])
        return self

    def validate_photo_alt_nl(self, field: Field) -> None:
        """A photo has words for who cannot see it."""
        if self.photo.data and not self.drops_photo.data and not field.data:
            sentence = n_("Say in Dutch what the photo shows, for who cannot see it.")
            raise StopValidation(translated(sentence))

    def facts(self) -> RouteFacts:
        """What was filled in."""
        keeps_photo = bool(self.photo.data) and not self.drops_photo.data
        alt = {"nl": self.photo_alt_nl.text, "fr": self.photo_alt_fr.text} if keeps_photo else {}
        return RouteFacts(
            title=_written(self, "title"),
            text=_written(self, "text"),
            kind=self.kind.data,
            campaign_id=int(self.campaign.data) if self.campaign.data else None,
            picture=self.photo.data if keeps_photo else "",
            picture_alt={language: words for language, words in alt.items() if words},
        )


class NotesForm(SignedInForm):
    """What may be said of any stop."""

    kind = ChoiceField(n_("Kind"), words=STOP_KIND.items(), default=StopKind.HOSPITALITY)
    note_nl = ParagraphField(n_("Note in Dutch"), most=400)
    note_fr = ParagraphField(n_("Note in French"), most=400)
    note_en = ParagraphField(n_("Note in English"), most=400)
    note_de = ParagraphField(n_("Note in German"), most=400)

    def facts(self, stop: RouteStop) -> StopFacts:
        """What was filled in; name and point are those of the place."""
        return StopFacts(
            name=stop.name,
            kind=self.kind.data,
            latitude=stop.latitude,
            longitude=stop.longitude,
            note=_written(self, "note"),
        )


class PointForm(NotesForm):
    """A stop that is no place of the guide."""

    name = LineField(n_("Name"), [Required(n_("Give the stop a name."))])
    point = LineField(n_("Point on the map"), [Required(n_("Say where the stop is."))], most=60)

    def validate_point(self, field: Field) -> None:
        """Two numbers that lie in Belgium, latitude first."""
        try:
            point_from(field.data or "")
        except Unusable as unusable:
            raise StopValidation(translated(unusable.reason.sentence)) from unusable

    def facts(self, stop: RouteStop | None = None) -> StopFacts:
        """What was filled in."""
        where = point_from(self.point.text)
        return StopFacts(
            name=self.name.text,
            kind=self.kind.data,
            latitude=where.latitude,
            longitude=where.longitude,
            note=_written(self, "note"),
        )


class MoveForm(SignedInForm):
    """Buttons to change the order; `seen` is the number the stop had on the page."""

    seen = IntegerField()
    by = ChoiceField("", words=[(UP, n_("Up")), (DOWN, n_("Down"))])

    def move(self) -> Move:
        """Where it was and where it goes."""
        return Move(seen=self.seen.data or 0, by=-1 if self.by.data == UP else 1)


class FileForm(SignedInForm):
    """A file to look at first."""

    file = SentFileField(n_("File"), [Required(n_("Choose a file."))])
    part = ChoiceField(n_("What is in the file"), words=PARTS, default=THE_LINE)


class TakeForm(SignedInForm):
    """What the dry run showed, sent again as it was read."""

    gpx = ParagraphField("", most=MOST_GPX)
    part = ChoiceField("", words=PARTS, default=THE_LINE)
    with_points = BooleanField(n_("Add its points as stops"))
    source_id = LineField("", most=40)
    kind = ChoiceField("", words=ROUTE_KIND.items(), default=RouteKind.CYCLE)
    numbers = LineField("", most=1_000)

    def draft(self) -> RouteDraft:
        """What was sent, read like any other file; raises FileRefused."""
        numbers = tuple(self.numbers.text.split())
        kind = RouteKind(self.kind.data)
        read = read_gpx(self.gpx.text.encode())
        return replace(read, source_id=self.source_id.text or None, kind=kind, numbers=numbers)

    def taking(self) -> Taking:
        """What of it to take."""
        return Taking(is_short_cut=self.part.data == THE_SHORT_CUT, with_points=self.with_points.data)


class ButtonForm(SignedInForm):
    """A button and nothing to fill in."""


def stop_form(stop: RouteStop) -> NotesForm:
    """The form for this stop, with what it is now or with what was just sent."""
    notes = {f"note_{language}": words for language, words in stop.note.items()}
    if stop.place_id is not None:
        return NotesForm(kind=stop.kind, **notes)
    point = f"{stop.latitude:.6f}, {stop.longitude:.6f}"
    return PointForm(kind=stop.kind, name=stop.name, point=point, **notes)


def _written(form: Any, name: str) -> Mapping[str, str]:
    """A text in the languages in which it was written."""
    texts = {language: form[f"{name}_{language}"].text for language in ("nl", "fr", "en", "de")}
    return {language: text for language, text in texts.items() if text}


def _about_route(route: Route) -> dict[str, Any]:
    return {
        **{f"title_{language}": words for language, words in route.title.items()},
        **{f"text_{language}": words for language, words in route.text.items()},
        **{f"photo_alt_{language}": words for language, words in route.picture_alt.items()},
        "kind": route.kind,
        "campaign": str(route.campaign_id or ""),
        "photo": route.picture,
    }
