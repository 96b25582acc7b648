"""What partners and town hall can fill in about an event."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from cityshop.agenda.drafts import https_address
from cityshop.agenda.facts import EventFacts
from cityshop.agenda.models import Event, Partner
from cityshop.agenda.queries import AnyRow
from cityshop.agenda.repeats import MOST_DATES, MOST_WEEKS, Repeat, Rule, Times, whole_days
from cityshop.agenda.words import AUDIENCE, REPEAT
from cityshop.core.clock import local
from cityshop.core.words import LANGUAGES, n_, with_words
from cityshop.places.forms import DayField, WholeNumberField
from cityshop.places.models import folded
from cityshop.web.forms import (
    ChoiceField,
    LineField,
    MomentField,
    ParagraphField,
    PublicForm,
    Required,
    SignedInForm,
)
from cityshop.web.i18n import translated
from cityshop.web.picture_field import PictureField

LONGEST = timedelta(days=366)
A_MINUTE = timedelta(minutes=1)
NO_END = timedelta(hours=2)  # how long something stays in the list whose end nobody said


def safe_link(form: Any, field: Field) -> None:
    """An https address, if anything."""
    if field.data and not https_address(field.data):
        sentence = n_("Write the whole address, beginning with https://, such as https://example.be.")
        raise StopValidation(translated(sentence))


def _moment_needed(form: Any, field: Field) -> None:
    """A moment; what was no moment has its own sentence already."""
    if not field.data and not field.errors:
        raise StopValidation(translated(n_("Say when it begins.")))


class _EventFields:
    """The same questions for a partner and for town hall."""

    title_nl = LineField(n_("Title in Dutch"), [Required(n_("Give the event a title."))])
    starts_at = MomentField(n_("Begins"), [_moment_needed])
    ends_at = MomentField(n_("Ends"))
    is_all_day = BooleanField(n_("All day: the hours do not matter"))
    repeat = ChoiceField(n_("How often?"), words=REPEAT.items())
    weeks = WholeNumberField(n_("Every how many weeks?"), largest=MOST_WEEKS)
    until = DayField(n_("Until which day?"))
    times = WholeNumberField(n_("Or how many times?"), largest=MOST_DATES)
    place = LineField(n_("Place of the guide"), most=260)
    location = LineField(n_("Or an address"), most=200)
    audience = ChoiceField(n_("For whom?"), words=AUDIENCE.items())
    is_free = BooleanField(n_("Free of charge"))
    price = LineField(n_("Price"), most=60)
    link = LineField(n_("Link with more"), [safe_link], most=500)
    text_nl = ParagraphField(n_("Text in Dutch"), most=2_000)
    photo = PictureField(n_("Photo"))
    photo_alt = LineField(n_("What is on the photo?"), most=160)
    title_fr = LineField(n_("Title in French"))
    text_fr = ParagraphField(n_("Text in French"), most=2_000)
    title_en = LineField(n_("Title in English"))
    text_en = ParagraphField(n_("Text in English"), most=2_000)
    title_de = LineField(n_("Title in German"))
    text_de = ParagraphField(n_("Text in German"), most=2_000)

    _places: Mapping[str, int] = {}

    def know_places(self, rows: Iterable[AnyRow]) -> None:
        """What may stand in the field: name and street, or the name where that is enough."""
        by_name: dict[str, list[int]] = {}
        for row in rows:
            for words in {place_words(row), row.name}:
                by_name.setdefault(folded(words), []).append(row.id)
        self._places = {words: ids[0] for words, ids in by_name.items() if len(ids) == 1}

    def validate_ends_at(self, field: Field) -> None:
        """After it begins, and within a year."""
        start = self.starts_at.data
        if not (start and field.data):
            return
        if field.data < start:
            raise StopValidation(translated(n_("It ends before it begins.")))
        if field.data - start > LONGEST:
            raise StopValidation(translated(n_("One event lasts at most a year.")))

    def validate_repeat(self, field: Field) -> None:
        """A series has an end: a day, or a number of times."""
        if field.data == Repeat.ONCE:
            return
        if bool(self.until.data) == bool(self.times.data):
            raise StopValidation(
                translated(n_("Say how long it repeats: until a day, or a number of times."))
            )

    def validate_until(self, field: Field) -> None:
        """Not before it begins."""
        start = self.starts_at.data
        if field.data and start and field.data < local(start).date():
            raise StopValidation(translated(n_("The series ends before it begins.")))

    def validate_place(self, field: Field) -> None:
        """One that the guide has."""
        if field.data and folded(field.data) not in self._places:
            sentence = n_(
                "The guide has no place of this name. Choose one from the list, or write an address."
            )
            raise StopValidation(translated(sentence))

    def validate_location(self, field: Field) -> None:
        """It is somewhere."""
        if not field.data and not self.place.data:
            raise StopValidation(translated(n_("Say where it is: a place of the guide or an address.")))

    def validate_price(self, field: Field) -> None:
        """Free and a price do not go together."""
        if field.data and self.is_free.data:
            raise StopValidation(translated(n_("It is free, so it has no price. Choose one of both.")))

    def validate_photo_alt(self, field: Field) -> None:
        """Who does not see the photo hears what is on it."""
        if self.photo.data and not field.data:
            raise StopValidation(translated(n_("Say in a few words what is on the photo.")))

    def facts(self, event: Event | None = None) -> EventFacts:
        """What was filled in; only after the form was found valid."""
        title = {code: self[f"title_{code}"].text for code in LANGUAGES}  # type: ignore[index]
        text = {code: self[f"text_{code}"].text for code in LANGUAGES}  # type: ignore[index]
        alt = with_words(event.picture_alt if event else {}, {"nl": self.photo_alt.text})
        times, rule = self._times(), self._rule()
        return EventFacts(
            title=with_words({}, title),
            text=with_words({}, text),
            place_id=self._places.get(folded(self.place.text)) if self.place.text else None,
            location=self.location.text,
            audience=self.audience.data,
            is_free=self.is_free.data,
            price=self.price.text,
            link=self.link.text,
            picture=self.photo.data or "",
            picture_alt=alt if self.photo.data else {},
            has_end=bool(self.ends_at.data or self.is_all_day.data),
            is_all_day=self.is_all_day.data,
            times=times,
            rule=rule,
        )

    def _times(self) -> Times:
        start = self.starts_at.moment
        end: datetime | None = self.ends_at.data
        if self.is_all_day.data:
            return whole_days(local(start).date(), local(end or start).date())
        return Times(start, end or start + NO_END)

    def _rule(self) -> Rule:
        repeat = Repeat(self.repeat.data)
        if repeat is Repeat.ONCE:
            return Rule()
        return Rule(repeat, self.weeks.number or 1, self.until.data, self.times.number)


class PartnerEventForm(_EventFields, PublicForm):
    """What a partner fills in, by its link."""


class StaffEventForm(_EventFields, SignedInForm):
    """What town hall fills in."""

    partner = ChoiceField(n_("Partner"))

    def know_partners(self, partners: Iterable[Partner]) -> None:
        """Whose event it can be."""
        self.partner.offer(
            [("", n_("No partner: the town hall’s own")), *((one.slug, one.name) for one in partners)]
        )


def place_words(row: AnyRow) -> str:
    """A place as the field suggests it."""
    return f"{row.name}, {row.street}" if row.street else str(row.name)


def typed(facts: EventFacts, place: str) -> dict[str, Any]:
    """What the form shows of an event as it is."""
    rule, end = facts.rule, facts.times.ends_at
    texts = {f"title_{code}": facts.title.get(code, "") for code in LANGUAGES}
    texts |= {f"text_{code}": facts.text.get(code, "") for code in LANGUAGES}
    plain = {
        name: getattr(facts, name)
        for name in ("location", "audience", "is_free", "price", "link", "is_all_day")
    }
    return {
        **texts,
        **plain,
        "starts_at": facts.times.starts_at,
        "ends_at": (end - A_MINUTE if facts.is_all_day else end) if facts.has_end else None,
        "repeat": str(rule.repeat),
        "weeks": str(rule.weeks) if rule.repeat is Repeat.WEEKLY else "",
        "until": rule.until,
        "times": str(rule.times or ""),
        "place": place,
        "photo": facts.picture,
        "photo_alt": facts.picture_alt.get("nl", ""),
    }
