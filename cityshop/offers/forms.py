"""What shops fill in at the counter."""

from wtforms import Field, HiddenField, ValidationError

from cityshop.core.money import read_cents
from cityshop.core.words import n_
from cityshop.offers.services import Order
from cityshop.web.forms import LineField, PublicForm, Required, visible_characters
from cityshop.web.i18n import translated

NO_AMOUNT = n_("Fill in an amount in euro, such as 12,50.")


class PinForm(PublicForm):
    pin = LineField(n_("PIN"), [Required(n_("Type the PIN of this counter."))], most=20)


class CodeForm(PublicForm):
    code = LineField(n_("Code"), [Required(n_("Type the code under the square."))], most=300)


class RedeemForm(PublicForm):
    code = HiddenField(validators=[Required(n_("Type the code under the square.")), visible_characters])
    key = HiddenField(validators=[Required(n_("Check the voucher once more.")), visible_characters])
    amount = LineField(n_("Purchase"), most=12)

    def validate_amount(self, field: Field) -> None:
        if field.data and read_cents(field.data) is None:
            raise ValidationError(translated(NO_AMOUNT))

    def order(self) -> Order:
        """What was filled in."""
        return Order(self.code.data or "", self.key.data or "", read_cents(self.amount.data or ""))
