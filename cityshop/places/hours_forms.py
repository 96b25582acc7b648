"""The week of a place and its special days, as shopkeepers and town hall fill them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field

from cityshop.core.words import n_
from cityshop.places.closures import ClosureDraft
from cityshop.places.forms import DayField
from cityshop.places.hours import MINUTES_A_DAY, Hours, Spans
from cityshop.places.osm_writing import written_minutes
from cityshop.places.rules import clock_from
from cityshop.places.week_grid import MOST_SLOTS, Typed, WeekGrid, fault_of, grid_of, hours_of_grid, spans_of
from cityshop.places.words import REASON, weekday_words
from cityshop.web.forms import ChoiceField, LineField, Required, SignedInForm
from cityshop.web.i18n import translated

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOLIDAY = "ph"
WORKING_DAYS = DAYS[1:5]
NO_HOUR = n_("%(day)s: write an hour such as 09:00 or 18:30.")
USUAL, CLOSED, OWN = "usual", "closed", "own"
HOLIDAY_CHOICES = (
    (USUAL, n_("Open as on any other day")),
    (CLOSED, n_("Closed")),
    (OWN, n_("Other hours")),
)


class ClockField(LineField):
    """An hour on the clock, or nothing; its `minutes` are counted from midnight.

    Typed as text: a browser shows a time field by its own language, which may be 04:00 PM.
    """

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, most=10, **options)

    @property
    def minutes(self) -> int | None:
        """What was filled in, none when it is no hour; 24:00 is midnight like 00:00."""
        hour = clock_from(self.text)
        return int(hour[:2]) % 24 * 60 + int(hour[3:]) if hour else None


@dataclass(frozen=True)
class DayFields:
    """What the editor shows of one day; `before`: key and name of the day it can be made equal to."""

    key: str
    name: str
    slots: Sequence[tuple[Field, Field]]
    closed: Field | None = None
    before: tuple[str, str] | None = None

    @property
    def errors(self) -> list[str]:
        return [error for slot in self.slots for field in slot for error in field.errors]


class _SlotsForm(SignedInForm):
    """Two times from and to for every `key`: `mo_opens_1`, `mo_closes_1`, `mo_opens_2`, `mo_closes_2`."""

    def slots(self, key: str) -> list[tuple[ClockField, ClockField]]:
        numbers = range(1, MOST_SLOTS + 1)
        return [(self[f"{key}_opens_{number}"], self[f"{key}_closes_{number}"]) for number in numbers]

    def spans(self, key: str) -> Spans:
        """The hours of one day, only after the form was found valid."""
        return spans_of(self._typed(key))

    def fill(self, key: str, spans: Spans) -> None:
        """Show these hours, and nothing in what is left over."""
        for number, slot in enumerate(self.slots(key)):
            span = spans[number : number + 1]
            for field, minutes in zip(slot, span[0] if span else (None, None), strict=True):
                field.data = "" if minutes is None else written_minutes(minutes % MINUTES_A_DAY)

    def check_slots(self, key: str, name: str) -> bool:
        """Whether these are hours; says what is wrong beside the first of them."""
        fields = [field for slot in self.slots(key) for field in slot]
        wrong = [field for field in fields if field.errors or (field.text and field.minutes is None)]
        sentence = NO_HOUR if wrong else fault_of(self._typed(key))
        for field in wrong or fields[:1]:
            field.errors = [translated(sentence, day=name)] if sentence else []
        return not sentence

    def _typed(self, key: str) -> Typed:
        return [(opens.minutes, closes.minutes) for opens, closes in self.slots(key)]


class HoursForm(_SlotsForm):
    """The week, and what happens on public holidays. Its fields are made below, one set for each day."""

    ph = ChoiceField(n_("On public holidays"), words=HOLIDAY_CHOICES, default=USUAL)
    copy = LineField("")

    @classmethod
    def about(cls, hours: Hours) -> "HoursForm":
        """The form with these hours, or empty when a week cannot show them."""
        form, grid = cls(), grid_of(hours)
        if grid is not None:
            form._show(grid)
        return form

    @property
    def days(self) -> list[DayFields]:
        """Monday to Sunday, as the editor shows them."""
        return [self._day(number, key) for number, key in enumerate(DAYS)]

    @property
    def holidays(self) -> DayFields:
        """The hours of public holidays, where they are other hours."""
        return DayFields(HOLIDAY, translated(n_("Public holidays")), self.slots(HOLIDAY))

    def is_copying(self) -> bool:
        """Whether a button was pressed that copies a day: the form is shown again, and nothing is saved."""
        return bool(self.copy.text)

    def copy_days(self) -> None:
        """Give other days the hours of one day, as `mo-tu`, `mo-days` or `mo-week` asks for."""
        source, _, target = self.copy.text.partition("-")
        targets = {"days": WORKING_DAYS, "week": DAYS[1:]}.get(target, (target,))
        if source in DAYS:
            for key in set(targets).intersection(DAYS):
                self._copy(source, key)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every day has hours or is closed, and not every day is closed."""
        is_valid = super().validate(extra_validators)
        are_hours = [self.check_slots(day.key, day.name) for day in self.days if not self._is_closed(day.key)]
        if not are_hours:
            self.form_errors.append(translated(n_("Every day is closed. Fill in at least one day.")))
        if self.ph.data == OWN:
            are_hours.append(self.check_slots(HOLIDAY, self.holidays.name))
        return bool(is_valid and are_hours and all(are_hours) and not self.form_errors)

    def hours(self) -> Hours:
        """The rules that were filled in, only after the form was found valid."""
        days = tuple(() if self._is_closed(key) else self.spans(key) for key in DAYS)
        holidays = {USUAL: None, CLOSED: ()}.get(self.ph.data, self.spans(HOLIDAY))
        return hours_of_grid(WeekGrid(days, holidays))

    def _day(self, number: int, key: str) -> DayFields:
        name = weekday_words(number)
        before = (DAYS[number - 1], weekday_words(number - 1)) if number else None
        return DayFields(key, name[:1].upper() + name[1:], self.slots(key), self[f"{key}_closed"], before)

    def _is_closed(self, key: str) -> bool:
        return bool(self[f"{key}_closed"].data)

    def _show(self, grid: WeekGrid) -> None:
        for key, spans in zip(DAYS, grid.days, strict=True):
            self[f"{key}_closed"].data = not spans
            self.fill(key, spans)
        if grid.holidays is not None:
            self.ph.data = OWN if grid.holidays else CLOSED
            self.fill(HOLIDAY, grid.holidays)

    def _copy(self, source: str, target: str) -> None:
        self[f"{target}_closed"].data = self._is_closed(source)
        for from_slot, to_slot in zip(self.slots(source), self.slots(target), strict=True):
            for from_field, to_field in zip(from_slot, to_slot, strict=True):
                to_field.data = from_field.data


class HoursTextForm(SignedInForm):
    hours_text = LineField(n_("Hours as text"), [Required(n_("Write the hours."))], most=500)


class ClosureForm(_SlotsForm):
    """Some days on which other hours hold, or none."""

    first_day = DayField(n_("First day"), [Required(n_("Say on which day it begins."))])
    last_day = DayField(n_("Last day"))
    hours = ChoiceField(
        n_("On these days"), words=((CLOSED, n_("Closed")), (OWN, n_("Other hours"))), default=CLOSED
    )
    reason = ChoiceField(n_("Reason"), words=(("", n_("Not said")), *REASON.items()))

    @property
    def day(self) -> DayFields:
        """The hours that hold, where there are any."""
        return DayFields("day", translated(n_("These days")), self.slots("day"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Days in their order, and hours that are hours."""
        is_valid = super().validate(extra_validators)
        are_hours = self.hours.data != OWN or self.check_slots("day", self.day.name)
        if self.first_day.data and self.last_day.data and self.last_day.data < self.first_day.data:
            self.last_day.errors = [translated(n_("The last day comes before the first."))]
        return bool(is_valid and are_hours and not self.last_day.errors)

    def draft(self) -> ClosureDraft:
        """What was filled in; without a last day it is about the first alone."""
        return ClosureDraft(
            first_day=self.first_day.day,
            last_day=self.last_day.data or self.first_day.day,
            intervals=self.spans("day") if self.hours.data == OWN else (),
            reason=self.reason.data,
        )


def _make_fields(form: type[SignedInForm], key: str) -> None:
    for number in range(1, MOST_SLOTS + 1):
        setattr(form, f"{key}_opens_{number}", ClockField(n_("open from")))
        setattr(form, f"{key}_closes_{number}", ClockField(n_("open until")))


for _key in DAYS:
    setattr(HoursForm, f"{_key}_closed", BooleanField(n_("Closed")))
    _make_fields(HoursForm, _key)
_make_fields(HoursForm, HOLIDAY)
_make_fields(ClosureForm, "day")
