"""What people can fill in: at the counter, and about an offer."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from cityshop.core.clock import BRUSSELS, local
from cityshop.core.money import read_cents
from cityshop.core.words import n_, with_words
from cityshop.offers.listing import OfferDraft
from cityshop.offers.models import OfferKind
from cityshop.offers.rules import END_OF_DAY, OfferFacts
from cityshop.offers.services import Order
from cityshop.offers.words import KINDS, weekday
from cityshop.web.forms import (
    ChoiceField,
    LineField,
    ParagraphField,
    PublicForm,
    Required,
    SignedInForm,
    visible_characters,
)
from cityshop.web.i18n import translated

MOST_STOCK = 100_000
MOST_PERCENT = 100
MOST_PAID_FOR_ONE_FREE = 20
EARLIEST_YEAR, LATEST_YEAR = 2020, 2100
START_OF_DAY = "00:00"
NO_DAY = n_("Fill in a day, such as 2026-12-24.")
NO_AMOUNT = n_("Fill in an amount in euro, such as 12,50.")
_AN_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
TOO_LARGE = n_("This is more than the most we take for one purchase, € 100.000. Look at it once more.")


class PinForm(PublicForm):
    pin = LineField(n_("PIN"), [Required(n_("Type the PIN of this counter."))], most=20)


class CodeForm(PublicForm):
    code = LineField(n_("Code"), [Required(n_("Type the code under the square."))], most=300)


class RedeemForm(PublicForm):
    code = HiddenField(validators=[Required(n_("Type the code under the square.")), visible_characters])
    key = HiddenField(validators=[Required(n_("Check the voucher once more.")), visible_characters])
    amount = LineField(n_("Purchase"), most=12)

    def validate_amount(self, field: Field) -> None:
        typed = (field.data or "").replace("€", "").strip()
        if typed.startswith(("-", "\N{MINUS SIGN}")):
            raise ValidationError(translated(n_("A purchase cannot be less than nothing.")))
        if typed and read_cents(typed) is None:
            raise ValidationError(translated(TOO_LARGE if _AN_AMOUNT.fullmatch(typed) else NO_AMOUNT))

    def order(self) -> Order:
        """What was filled in."""
        return Order(self.code.data or "", self.key.data or "", read_cents(self.amount.data or ""))


class DayField(DateField):
    """A day as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(translated(NO_DAY)) from error

    def pre_validate(self, form: Any) -> None:
        if self.data and not EARLIEST_YEAR <= self.data.year <= LATEST_YEAR:
            raise ValidationError(translated(NO_DAY))


class WholeNumberField(IntegerField):
    """A count, typed as text: no arrows that change it unseen."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(translated(n_("Fill in a whole number."))) from error


class WeekdaysField(SelectMultipleField):
    """Days of the week; none means every day."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *facts: Any, **options: Any) -> None:
        super().__init__(*facts, **options)
        self.type = "SelectMultipleField"  # drawn as the choices that it is


class OfferForm(SignedInForm):
    campaign_id = ChoiceField(n_("Campaign"), [Required(n_("Choose a campaign."))], coerce=int)
    title_nl = LineField(
        n_("Title in Dutch"), [Required(n_("Say in a few words what people get, in Dutch."))], most=80
    )
    title_fr = LineField(n_("Title in French"), most=80)
    kind = ChoiceField(n_("Kind"), [Required(n_("Choose what it is."))], words=KINDS)
    value = LineField(n_("Worth"), most=12)
    stock = WholeNumberField(
        n_("How many vouchers"),
        [Optional(), NumberRange(1, MOST_STOCK, n_("Fill in a number between 1 and 100000."))],
    )
    min_spend = LineField(n_("Smallest purchase"), most=12)
    starts_on = DayField(n_("First day"), [Optional()])
    ends_on = DayField(n_("Last day"), [Optional()])
    days = WeekdaysField(n_("Days"), coerce=int, name="days[]", id="days")
    opens = LineField(n_("From what hour"), most=5)
    closes = LineField(n_("Until what hour"), most=5)
    conditions_nl = ParagraphField(n_("Conditions in Dutch"), most=500)
    conditions_fr = ParagraphField(n_("Conditions in French"), most=500)

    def offer_choices(self, campaigns: Iterable[tuple[str, str]]) -> None:
        """The campaigns to choose from, and the days of the week in the reader's language."""
        self.campaign_id.offer(campaigns)
        self.value.flags.required = True
        self.days.choices = [SelectChoice(number, weekday(number)) for number in range(7)]

    def validate_value(self, field: Field) -> None:
        if self.kind.data != OfferKind.GIFT and self._value() is None:
            raise ValidationError(translated(_SENTENCES.get(self.kind.data, NO_AMOUNT)))

    def validate_min_spend(self, field: Field) -> None:
        if field.data and read_cents(field.data) is None:
            raise ValidationError(translated(NO_AMOUNT))

    def validate_opens(self, field: Field) -> None:
        if field.data and _hour(field.data) is None:
            raise ValidationError(translated(n_("Fill in an hour, such as 10:00.")))

    def validate_closes(self, field: Field) -> None:
        self.validate_opens(field)
        if (_hour(field.data) or END_OF_DAY) <= (_hour(self.opens.data) or START_OF_DAY):
            raise ValidationError(translated(n_("The last hour must come after the first.")))

    def draft(self, before: OfferFacts | None = None) -> OfferDraft:
        """What was filled in; languages that this form does not show stay as they were."""
        title, conditions = (before.title, before.conditions) if before else ({}, {})
        return OfferDraft(
            campaign_id=self.campaign_id.data,
            title=with_words(title, {"nl": self.title_nl.text, "fr": self.title_fr.text}),
            kind=self.kind.data,
            value=self._value(),
            conditions=with_words(conditions, {"nl": self.conditions_nl.text, "fr": self.conditions_fr.text}),
            stock=self.stock.data,
            min_spend_cents=read_cents(self.min_spend.data or "0") or 0,
            starts_at=_midnight(self.starts_on.data),
            ends_at=_midnight(self.ends_on.data, days=1),
            windows=self._windows(),
        )

    def _value(self) -> int | None:
        """Percents, cents, or how many are paid for one free; None when what was typed is none of these."""
        typed = (self.value.data or "").strip().removesuffix("%").strip()
        if self.kind.data == OfferKind.GIFT:
            return 0
        if self.kind.data == OfferKind.AMOUNT:
            return read_cents(typed) or None
        most = MOST_PERCENT if self.kind.data == OfferKind.PERCENT else MOST_PAID_FOR_ONE_FREE
        is_number = typed.isascii() and typed.isdecimal()
        return int(typed) if is_number and 1 <= int(typed) <= most else None

    def _windows(self) -> list[dict[str, Any]]:
        """One window for the chosen days; none when neither days nor hours limit the offer."""
        days, opens, closes = (
            self.days.data or list(range(7)),
            _hour(self.opens.data),
            _hour(self.closes.data),
        )
        if not (self.days.data or opens or closes):
            return []
        return [{"days": sorted(days), "from": opens or START_OF_DAY, "to": closes or END_OF_DAY}]


_SENTENCES = {
    OfferKind.PERCENT: n_("Fill in a percentage between 1 and 100."),
    OfferKind.BUNDLE: n_("Fill in how many people pay for to get one free, such as 2."),
}


def filled_in(offer: OfferFacts) -> dict[str, Any]:
    """An offer as its form shows it."""
    window = offer.windows[0] if offer.windows else {}
    return {
        "campaign_id": offer.campaign_id,
        "title_nl": offer.title.get("nl", ""),
        "title_fr": offer.title.get("fr", ""),
        "kind": offer.kind,
        "value": _euros(offer.value) if offer.kind == OfferKind.AMOUNT else str(offer.value or ""),
        "stock": offer.stock,
        "min_spend": _euros(offer.min_spend_cents),
        "starts_on": local(offer.own_start).date() if offer.own_start else None,
        "ends_on": local(offer.own_end - timedelta(seconds=1)).date() if offer.own_end else None,
        "days": window.get("days", []),
        "opens": window.get("from", ""),
        "closes": window.get("to", "").replace(END_OF_DAY, ""),
        "conditions_nl": offer.conditions.get("nl", ""),
        "conditions_fr": offer.conditions.get("fr", ""),
    }


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}" if cents else ""


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), BRUSSELS).astimezone(UTC)


def _hour(typed: str | None) -> str | None:
    """`10:00` of 10:00, 10.00 or 10; None when it is no hour."""
    parts = (typed or "").replace(".", ":").partition(":")
    try:
        return f"{time(int(parts[0]), int(parts[2] or 0)):%H:%M}"
    except ValueError:
        return None
