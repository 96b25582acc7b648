"""What shops and town hall fill in about an offer; why town hall sends one back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, Field, HiddenField, ValidationError
from wtforms.validators import NumberRange, Optional

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.core.clock import BRUSSELS, local
from cityshop.core.money import read_cents, type_cents
from cityshop.core.words import n_, with_words
from cityshop.merchants.rules import CATEGORIES
from cityshop.offers.drafts import OfferDraft
from cityshop.offers.fields import (
    DayField,
    HoursRow,
    RadioField,
    WholeNumberField,
    add_rows,
    chosen,
    rows_filled_in,
    rows_of,
)
from cityshop.offers.hours import as_written
from cityshop.offers.models import LimitPeriod, OfferKind, StockCounts
from cityshop.offers.rules import OfferFacts
from cityshop.offers.words import COUNTS, KINDS, PERIODS
from cityshop.web.forms import ChoiceField, LineField, ParagraphField, Required, SignedInForm
from cityshop.web.i18n import own_text, translated
from cityshop.web.picture_field import PictureField

MOST_STOCK = 100_000
MOST_PER_RESIDENT = 20
MOST_PERCENT = 100
MOST_PAID_FOR_ONE_FREE = 20
SEND, LOOK = "send", "look"
_FOLDED: Mapping[str, Sequence[str]] = {
    "photo": ("photo", "photo_alt_nl", "photo_alt_fr"),
    "days": ("starts_on", "ends_on"),
    "more": (
        *("stock_counts", "per_resident", "limit_period", "min_spend", "conditions_nl", "excludes_others"),
        *("is_online_only", "category", "title_fr", "product_fr", "conditions_fr"),
    ),
}
_EMPTY = (None, "", False)
A_SECOND = timedelta(seconds=1)
NO_AMOUNT = n_("Fill in an amount in euro, such as 12,50.")
_SENTENCES = {
    OfferKind.PERCENT: n_("Fill in a percentage between 1 and 100."),
    OfferKind.SECOND: n_("Fill in a percentage between 1 and 100."),
    OfferKind.BUNDLE: n_("Fill in how many people pay for to get one free, such as 2."),
}


class OfferForm(SignedInForm):
    """An offer in the order in which a shopkeeper thinks of it; what few need comes last."""

    kind = RadioField(n_("What do you give?"), [Required(n_("Choose what it is."))], words=KINDS)
    value = LineField(n_("Worth"), most=12)
    reference = LineField(n_("Lowest price of the last 30 days"), most=12)
    title_nl = LineField(
        n_("Title in Dutch"), [Required(n_("Say in a few words what people get, in Dutch."))], most=80
    )
    product_nl = ParagraphField(n_("About which product, in Dutch"), most=300)
    photo = PictureField(n_("Photo"))
    photo_alt_nl = LineField(n_("What the photo shows, in Dutch"), most=160)
    drops_photo = BooleanField(n_("Leave the photo out, show the drawing"))
    stock = WholeNumberField(
        n_("How many vouchers"),
        [Optional(), NumberRange(1, MOST_STOCK, n_("Fill in a number between 1 and 100000."))],
    )
    campaign_id = ChoiceField(n_("Campaign"), [Required(n_("Choose a campaign."))], coerce=int)
    starts_on = DayField(n_("First day"), [Optional()])
    ends_on = DayField(n_("Last day"), [Optional()])
    stock_counts = RadioField(
        n_("What counts?"), [Required(n_("Choose one."))], words=COUNTS, default=StockCounts.CLAIMED
    )
    per_resident = WholeNumberField(
        n_("How many for one person"),
        [Optional(), NumberRange(1, MOST_PER_RESIDENT, n_("Fill in a number between 1 and 20."))],
        default=1,
    )
    limit_period = RadioField(
        n_("Per what period?"), [Required(n_("Choose one."))], words=PERIODS, default=LimitPeriod.CAMPAIGN
    )
    min_spend = LineField(n_("Smallest purchase"), most=12)
    conditions_nl = ParagraphField(n_("Conditions in Dutch"), most=500)
    excludes_others = BooleanField(n_("Not together with other offers"))
    is_online_only = BooleanField(n_("Only redeem with reception"))
    category = ChoiceField(
        n_("Kind of goods"), words=[("", n_("As the shop")), *CATEGORIES.items()], default=""
    )
    title_fr = LineField(n_("Title in French"), most=80)
    product_fr = ParagraphField(n_("About which product, in French"), most=300)
    photo_alt_fr = LineField(n_("What the photo shows, in French"), most=160)
    conditions_fr = ParagraphField(n_("Conditions in French"), most=500)
    is_street_fair = BooleanField(n_("Part of a street fair of the traders’ association"))
    guard_reason = ParagraphField(n_("Why it may be so"), most=400)
    step = HiddenField(default=SEND)

    @property
    def rows(self) -> list[HoursRow]:
        """Days with their hours."""
        return rows_of(self)

    def is_open(self, fold: str) -> bool:
        """Whether something stands in a part of the form that is folded away at first."""
        fields = [self[name] for name in _FOLDED[fold]]
        if fold == "days" and any(row.errors or not row.is_empty for row in self.rows):
            return True
        return any(field.errors or field.data not in (*_EMPTY, field.default) for field in fields)

    def offer_campaigns(self, campaigns: Iterable[Campaign], *, kept: int = 0) -> None:
        """The discount campaigns to choose from, and the one that the offer is in already."""
        shown = (one for one in campaigns if one.kind == CampaignKind.DISCOUNT or one.id == kept)
        self.campaign_id.offer((str(campaign.id), own_text(campaign.title)) for campaign in shown)
        self.value.flags.required = True

    def choose_first_campaign(self) -> None:
        """The one that is on or comes first, where there is one."""
        self.campaign_id.data = next((int(one.value) for one in self.campaign_id.iter_choices()), None)

    def is_sent(self) -> bool:
        """Whether it was filled in well, and sent; not only to look how it would be."""
        return self.validate() and self.step.data != LOOK

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, and hours that follow each other."""
        is_valid: bool = super().validate(extra_validators)
        are_hours = [row.check() for row in self.rows]
        return is_valid and all(are_hours)

    def can_be_shown(self) -> bool:
        """Whether enough was filled in to see something of it: what it is, and for which campaign."""
        return chosen(self.kind) is not None and chosen(self.campaign_id) is not None

    def validate_value(self, field: Field) -> None:
        """A percentage, an amount or a number, by what it is."""
        if self.kind.data != OfferKind.GIFT and self.worth is None:
            raise ValidationError(translated(_SENTENCES.get(self.kind.data, NO_AMOUNT)))

    def validate_min_spend(self, field: Field) -> None:
        """An amount, if anything."""
        if field.data and read_cents(field.data) is None:
            raise ValidationError(translated(NO_AMOUNT))

    def validate_reference(self, field: Field) -> None:
        """An amount, if anything, and more than what goes off it."""
        self.validate_min_spend(field)
        cents = read_cents(field.data or "")
        if cents is None:
            return
        if cents == 0 or (self.kind.data == OfferKind.AMOUNT and cents <= (self.worth or 0)):
            raise ValidationError(translated(n_("This price must be more than what goes off.")))

    def validate_photo_alt_nl(self, field: Field) -> None:
        """Who does not see the photo hears what is on it."""
        if self.photo.data and not self.drops_photo.data and not field.data:
            sentence = n_("Say in Dutch what the photo shows, for who cannot see it.")
            raise ValidationError(translated(sentence))

    def validate_ends_on(self, field: Field) -> None:
        """Not before the first day."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(translated(n_("The last day comes before the first day.")))

    @property
    def worth(self) -> int | None:
        """Percents, cents, or how many are paid for one free; None when what was typed is none of these."""
        typed = (self.value.data or "").strip().removesuffix("%").strip()
        if self.kind.data == OfferKind.GIFT:
            return 0
        if self.kind.data == OfferKind.AMOUNT:
            return read_cents(typed) or None
        most = MOST_PAID_FOR_ONE_FREE if self.kind.data == OfferKind.BUNDLE else MOST_PERCENT
        is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST_PERCENT))
        return int(typed) if is_number and 1 <= int(typed) <= most else None

    def draft(self, before: OfferFacts | None = None) -> OfferDraft:
        """What was filled in; languages that this form does not show stay as they were."""
        photo = "" if self.drops_photo.data else self.photo.data or ""
        return OfferDraft(
            campaign_id=self.campaign_id.data,
            title=self._words("title", before),
            kind=self.kind.data,
            value=self.worth,
            product=self._words("product", before),
            photo=photo,
            photo_alt=self._words("photo_alt", before) if photo else {},
            category=chosen(self.category),
            reference_cents=read_cents(self.reference.data or "") or None,
            stock=self.stock.data,
            stock_counts=chosen(self.stock_counts),
            per_resident=self.per_resident.data or 1,
            limit_period=chosen(self.limit_period),
            min_spend_cents=read_cents(self.min_spend.data or "") or 0,
            conditions=self._words("conditions", before),
            is_combinable=not self.excludes_others.data,
            is_online_only=self.is_online_only.data,
            is_street_fair=self.is_street_fair.data,
            guard_reason=self.guard_reason.text,
            starts_at=_midnight(self.starts_on.data),
            ends_at=_midnight(self.ends_on.data, days=1),
            windows=[window for row in self.rows if not row.errors for window in row.windows()],
        )

    def _words(self, name: str, before: OfferFacts | None) -> dict[str, str]:
        kept = getattr(before, name) if before else {}
        return with_words(kept, {code: self[f"{name}_{code}"].text for code in ("nl", "fr")})


add_rows(OfferForm)


def filled_in(offer: OfferFacts) -> dict[str, Any]:
    """An offer as its form shows it."""
    words = {
        f"{name}_{code}": getattr(offer, name).get(code, "")
        for name in ("title", "product", "photo_alt", "conditions")
        for code in ("nl", "fr")
    }
    same = ("campaign_id", "kind", "photo", "stock", "stock_counts", "per_resident", "limit_period")
    kept = ("is_online_only", "is_street_fair", "guard_reason")
    return {
        **words,
        **{name: getattr(offer, name) for name in (*same, *kept)},
        **rows_filled_in(as_written(offer.windows)),
        "value": _euros(offer.value) if offer.kind == OfferKind.AMOUNT else str(offer.value or ""),
        "reference": _euros(offer.reference_cents or 0),
        "min_spend": _euros(offer.min_spend_cents),
        "category": offer.own_category,
        "excludes_others": not offer.is_combinable,
        "starts_on": local(offer.own_start).date() if offer.own_start else None,
        "ends_on": local(offer.own_end - A_SECOND).date() if offer.own_end else None,
    }


def filled_in_again(offer: OfferFacts) -> dict[str, Any]:
    """An earlier offer as the form of a new one: without its days, its photo, and what held at that time."""
    gone = {"campaign_id", "starts_on", "ends_on", "photo", "photo_alt_nl", "photo_alt_fr"}
    gone |= {"reference", "is_street_fair", "guard_reason"}
    return {name: value for name, value in filled_in(offer).items() if name not in gone}


def _euros(cents: int) -> str:
    return type_cents(cents) if cents else ""


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days), time(), BRUSSELS).astimezone(UTC)
