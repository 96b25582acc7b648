"""What town hall fills in when it decides on offers, and the rules of a campaign."""

from collections.abc import Iterable

from wtforms import BooleanField, Field, SelectMultipleField, ValidationError

from cityshop.campaigns.models import Campaign
from cityshop.core.money import read_cents, type_cents
from cityshop.core.words import n_
from cityshop.offers.deciding import RulesDraft
from cityshop.offers.fields import RadioField
from cityshop.offers.forms import AN_AMOUNT, NO_AMOUNT
from cityshop.offers.models import ClaimsBy, DiscountRules
from cityshop.web.forms import ChoiceField, LineField, ParagraphField, Required, SignedInForm
from cityshop.web.i18n import euro, own_text, translated

LARGEST_ID = 2**31 - 1
MOST_CAP_CENTS = 10_000_000_00
_CAP_TOO_LARGE = n_("This is more than the most that a budget can be, %(most)s. Look at it once more.")
CLAIMS_BY = (
    (ClaimsBy.DEVICE, n_("By phone: one press, nothing to fill in")),
    (ClaimsBy.MAILBOX, n_("By mailbox: an address, confirmed by a link in the mail")),
)


def known_id(typed: object) -> int:
    """A number that a row can have; raises ValueError."""
    number = int(str(typed))
    if not 0 < number <= LARGEST_ID:
        raise ValueError(typed)
    return number


class RefuseOfferForm(SignedInForm):
    reason = ParagraphField(
        n_("Why"), [Required(n_("Say why, so that the shopkeeper knows what to do."))], most=400
    )


class ManyForm(SignedInForm):
    """The offers that were ticked."""

    offers = SelectMultipleField(coerce=known_id, name="offers[]", validate_choice=False)

    @property
    def ids(self) -> list[int]:
        """Which offers; those that are no number are none."""
        return list(self.offers.data or ())


class RulesForm(SignedInForm):
    claims_by = RadioField(
        n_("How is a resident told apart?"), [Required(n_("Choose one."))], words=CLAIMS_BY
    )
    trusts_shops = BooleanField(n_("Show offers of shops at once"))
    asks_postal_code = BooleanField(n_("Ask the postal code of who takes a voucher"))
    cap = LineField(n_("Budget of the city"), most=16)
    edition_before_id = ChoiceField(n_("Edition before"), coerce=int, default=0)

    @classmethod
    def about(cls, rules: DiscountRules | None) -> "RulesForm":
        """The form with the rules that hold now, or with what was just sent."""
        if rules is None:
            return cls(claims_by=ClaimsBy.DEVICE)
        cap = "" if rules.cap_cents is None else type_cents(rules.cap_cents)
        return cls(
            claims_by=rules.claims_by,
            trusts_shops=rules.trusts_shops,
            asks_postal_code=rules.asks_postal_code,
            cap=cap,
            edition_before_id=rules.edition_before_id or 0,
        )

    def offer_editions(self, editions: Iterable[Campaign]) -> None:
        """The discount weekends that this one can be compared with."""
        known = [(str(campaign.id), own_text(campaign.title)) for campaign in editions]
        self.edition_before_id.offer([("0", n_("None")), *known])

    def validate_cap(self, field: Field) -> None:
        """An amount, if anything."""
        if not field.data or self._cap_cents() is not None:
            return
        if AN_AMOUNT.fullmatch(field.data.replace("€", "").strip()):
            raise ValidationError(translated(_CAP_TOO_LARGE, most=euro(MOST_CAP_CENTS)))
        raise ValidationError(translated(NO_AMOUNT))

    def draft(self) -> RulesDraft:
        """What was filled in."""
        return RulesDraft(
            claims_by=self.claims_by.data,
            trusts_shops=self.trusts_shops.data,
            asks_postal_code=self.asks_postal_code.data,
            cap_cents=self._cap_cents(),
            edition_before_id=self.edition_before_id.data or None,
        )

    def _cap_cents(self) -> int | None:
        return read_cents(self.cap.data or "", most=MOST_CAP_CENTS)
