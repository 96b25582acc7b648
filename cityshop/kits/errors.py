"""What kits refuse."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class KitWaits(Refusal):
    message = n_(
        "Town hall reads what changed on this offer. Its kit is here again as soon as town hall agrees."
    )
