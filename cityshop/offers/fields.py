"""Fields of the form of an offer: whole numbers, one of a few words, days of the week with their hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from wtforms import Field, IntegerField, SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput, TextInput

from cityshop.core.words import n_
from cityshop.offers.hours import DAYS_A_WEEK, END_OF_DAY, START_OF_DAY, Window, is_span, windows_of
from cityshop.offers.words import weekday
from cityshop.places import forms as place_forms
from cityshop.web.forms import ChoiceField, LineField
from cityshop.web.i18n import translated

EARLIEST_YEAR, LATEST_YEAR = 2020, 2100
MOST_ROWS = 4
NO_DAY = n_("Fill in a day, such as 2026-12-24.")
_NO_HOUR = n_("Fill in an hour, such as 10:00.")
_OPENS_TOO_LATE = n_("24:00 is the end of a day. To begin at midnight choose the day after, from 00:00.")
_NOT_AFTER = n_("The last hour must come after the first. Over midnight it may be 06:00 at the latest.")


class DayField(place_forms.DayField):
    """A day of this century, as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data and not EARLIEST_YEAR <= self.data.year <= LATEST_YEAR:
            self.data = None
            raise ValueError(translated(NO_DAY))


class WholeNumberField(IntegerField):
    """A count, typed as text: no arrows that change it unseen."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(translated(n_("Fill in a whole number."))) from error


class RadioField(ChoiceField):
    """One of a few words, all in sight."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()

    def pre_validate(self, form: Any) -> None:
        """What was not chosen at all is for the validators to name."""
        if self.data:
            super().pre_validate(form)


class WeekdaysField(SelectMultipleField):
    """Days of the week; none means every day."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **options: Any) -> None:
        choices = [SelectChoice(number, str(number)) for number in range(DAYS_A_WEEK)]
        super().__init__(label, coerce=int, choices=choices, **options)
        self.type = "SelectMultipleField"  # drawn as the choices that it is

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=weekday(choice.value, "EEE")) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(translated(n_("Choose from the list."))) from error


@dataclass(frozen=True)
class HoursRow:
    """Some days with their hours."""

    number: int
    days: Field
    opens: Field
    closes: Field

    @property
    def errors(self) -> list[str]:
        return [error for field in (self.days, self.opens, self.closes) for error in field.errors]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in that limits the offer."""
        return not (self.days.data or self.opens.data or self.closes.data)

    def check(self) -> bool:
        """Whether these are hours; says beside which it is not."""
        opens, closes = hour_of(self.opens.data, START_OF_DAY), hour_of(self.closes.data, END_OF_DAY)
        for field, hour in ((self.opens, opens), (self.closes, closes)):
            if hour is None:
                field.errors = [translated(_NO_HOUR)]
        if opens == END_OF_DAY:
            self.opens.errors = [translated(_OPENS_TOO_LATE)]
        elif opens and closes and not is_span(opens, closes):
            self.closes.errors = [translated(_NOT_AFTER)]
        return not self.errors

    def windows(self) -> list[Window]:
        """The windows of this row, two of them over midnight; only after it was found valid."""
        if self.is_empty:
            return []
        opens, closes = hour_of(self.opens.data, START_OF_DAY), hour_of(self.closes.data, END_OF_DAY)
        days = self.days.data or range(DAYS_A_WEEK)
        return windows_of(list(days), opens or START_OF_DAY, closes or END_OF_DAY)


def hour_of(typed: str | None, otherwise: str) -> str | None:
    """`10:00` of 10:00, 10.00, 10u30 or 10; `otherwise` of nothing; None when it is no hour."""
    text = (typed or "").strip().casefold().replace("u", ":").replace("h", ":").replace(".", ":")
    if not text:
        return otherwise
    if text in ("24", "24:", END_OF_DAY):
        return END_OF_DAY
    hours, _, minutes = text.partition(":")
    try:
        return f"{time(int(hours), int(minutes or 0)):%H:%M}"
    except ValueError:
        return None


def rows_filled_in(windows: Sequence[Window]) -> dict[str, Any]:
    """Windows as the rows of the form show them."""
    filled: dict[str, Any] = {}
    for number, window in enumerate(windows[:MOST_ROWS], 1):
        filled[days_name(number)] = window["days"]
        filled[f"opens{_ending(number)}"] = "" if window["from"] == START_OF_DAY else window["from"]
        filled[f"closes{_ending(number)}"] = "" if window["to"] == END_OF_DAY else window["to"]
    return filled


def add_rows(form: type) -> None:
    """Give a form its rows of days and hours: `days`, `opens`, `closes`, then `days_2` and so on."""
    for number in range(1, MOST_ROWS + 1):
        name = days_name(number)
        setattr(form, name, WeekdaysField(n_("Days"), name=f"{name}[]", id=name))
        setattr(form, f"opens{_ending(number)}", LineField(n_("From what hour"), most=5))
        setattr(form, f"closes{_ending(number)}", LineField(n_("Until what hour"), most=5))


def rows_of(form: Any) -> list[HoursRow]:
    """The rows of days and hours of a form."""
    return [
        HoursRow(number, form[days_name(number)], form[f"opens{end}"], form[f"closes{end}"])
        for number in range(1, MOST_ROWS + 1)
        for end in (_ending(number),)
    ]


def chosen(field: ChoiceField) -> Any:
    """What was chosen, where it is one of the choices."""
    is_one = any(is_chosen for _, _, is_chosen, *_ in field.iter_choices())
    return field.data if is_one else field.default


def days_name(number: int) -> str:
    return f"days{_ending(number)}"


def _ending(number: int) -> str:
    return "" if number == 1 else f"_{number}"
