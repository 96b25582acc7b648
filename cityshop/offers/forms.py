"""What shops fill in at the counter."""

import re

from wtforms import Field, HiddenField, ValidationError

from cityshop.core.money import MOST_CENTS, read_cents
from cityshop.core.words import n_
from cityshop.offers.services import Order
from cityshop.web.forms import LineField, PublicForm, Required, visible_characters
from cityshop.web.i18n import euro, translated

NO_AMOUNT = n_("Fill in an amount in euro, such as 12,50.")
AN_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
TOO_LARGE = n_("This is more than the most we take for one purchase, %(most)s. Look at it once more.")


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
            is_amount = AN_AMOUNT.fullmatch(typed)
            raise ValidationError(translated(TOO_LARGE if is_amount else NO_AMOUNT, most=euro(MOST_CENTS)))

    def order(self) -> Order:
        """What was filled in."""
        return Order(self.code.data or "", self.key.data or "", read_cents(self.amount.data or ""))
