"""What shopkeepers and town hall fill in about shops and counters."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.validators import ValidationError

from cityshop.accounts.forms import EmailField, SecretField
from cityshop.cities.models import City
from cityshop.core.codes import new_digits
from cityshop.core.errors import Refusal
from cityshop.core.words import n_
from cityshop.merchants import rules
from cityshop.merchants.models import Shop
from cityshop.merchants.services import Registration, ShopDraft
from cityshop.web.forms import ChoiceField, LineField, ParagraphField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated

CHOOSE = ("", n_("Choose"))


class Keeps:
    """What was typed must pass a rule; its refusal is the sentence."""

    def __init__(self, rule: Callable[[str], object]) -> None:
        self._rule = rule

    def __call__(self, form: Any, field: Any) -> None:
        try:
            self._rule(field.data or "")
        except Refusal as refusal:
            raise ValidationError(translated(refusal.message, **refusal.facts)) from refusal


class _ShopFields:
    """The questions about a new shop."""

    name = LineField(n_("Name of the shop"), [Required(n_("Fill in the name of your shop."))], most=80)
    enterprise_number = LineField(
        n_("Enterprise number"),
        [Required(n_("Fill in your enterprise number.")), Keeps(rules.enterprise_number)],
        most=30,
    )
    category = ChoiceField(
        n_("What you sell"),
        [Required(n_("Choose what you sell."))],
        words=[CHOOSE, *rules.CATEGORIES.items()],
    )
    city = ChoiceField(n_("City"), [Required(n_("Choose the city of your shop."))], words=[CHOOSE])
    street = LineField(
        n_("Street and number"), [Required(n_("Fill in the street and the number of your shop."))], most=120
    )
    postal_code = LineField(n_("Postal code"), [Required(n_("Fill in the postal code."))], most=10)
    keeper_name = LineField(n_("Your name"), [Required(n_("Fill in your name."))], most=80)

    def offer(self, cities: Sequence[City]) -> None:
        """Fill the list of cities."""
        self.city.offer([CHOOSE, *((city.slug, city.name) for city in cities)])

    def registration(self) -> Registration:
        return Registration(
            name=self.name.text,
            enterprise_number=rules.enterprise_number(self.enterprise_number.text),
            category=self.category.data,
            street=self.street.text,
            postal_code=self.postal_code.text,
            keeper_name=self.keeper_name.text,
        )


class RegisterForm(_ShopFields, PublicForm):
    """For whoever has no account yet."""

    email = EmailField()
    password = SecretField(n_("Password"), n_("Choose a password."))


class AnotherShopForm(_ShopFields, SignedInForm):
    """For whoever is signed in."""


class ShopForm(SignedInForm):
    name = LineField(n_("Name of the shop"), [Required(n_("Fill in the name of your shop."))], most=80)
    keeper_name = LineField(n_("Name of the shopkeeper"), [Required(n_("Fill in your name."))], most=80)
    street = LineField(
        n_("Street and number"), [Required(n_("Fill in the street and the number of your shop."))], most=120
    )
    introduction_nl = ParagraphField(n_("About the shop, in Dutch"), most=400)
    introduction_fr = ParagraphField(n_("About the shop, in French"), most=400)
    phone = LineField(n_("Telephone"), [Keeps(rules.phone)], most=30)
    website = LineField(n_("Website"), [Keeps(rules.website)], most=rules.LONGEST_ADDRESS)

    @classmethod
    def about(cls, shop: Shop) -> "ShopForm":
        """The form with what the shop is now."""
        return cls(
            name=shop.name,
            keeper_name=shop.keeper_name,
            street=shop.street,
            introduction_nl=shop.introduction.get("nl", ""),
            introduction_fr=shop.introduction.get("fr", ""),
            phone=shop.phone,
            website=shop.website,
        )

    def draft(self) -> ShopDraft:
        return ShopDraft(
            name=self.name.text,
            keeper_name=self.keeper_name.text,
            street=self.street.text,
            phone=self.phone.text,
            website=rules.website(self.website.text),
            introduction={"nl": self.introduction_nl.text, "fr": self.introduction_fr.text},
        )


class PlaceForm(SignedInForm):
    place = LineField(n_("Its page in the guide"), most=300)

    @property
    def word(self) -> str:
        """The place's word in the address, whether the whole address was typed or the word alone."""
        path = self.place.text.partition("?")[0].partition("#")[0]
        return path.rstrip("/").rpartition("/")[2]


class RefuseForm(SignedInForm):
    reason = ParagraphField(
        n_("Why"), [Required(n_("Say why, so that the shopkeeper knows what to do."))], most=400
    )


class PinForm(SignedInForm):
    pin = LineField(n_("PIN"), [Keeps(lambda typed: typed and rules.pin(typed))], most=12)

    def chosen_pin(self) -> str:
        """The PIN that was typed, else one that nobody chose."""
        return self.pin.text or _fresh_pin()


class NameForm(SignedInForm):
    name = LineField(
        n_("Name of the counter"), [Required(n_("Name it, such as: till by the door."))], most=60
    )


class CounterForm(NameForm, PinForm):
    """A new counter."""


class ScanningForm(SignedInForm):
    scans_at_once = BooleanField(n_("Redeem at once what is scanned, without the button"))


def _fresh_pin() -> str:
    while True:
        fresh = new_digits(rules.GENERATED_PIN_DIGITS)
        if rules.is_good_pin(fresh):
            return fresh
