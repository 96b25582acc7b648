"""Vouchers on paper in words."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.offers.models import VoucherState

STATES: Mapping[str, str] = {
    VoucherState.ISSUED: n_("Not used yet"),
    VoucherState.REDEEMED: n_("Used"),
    VoucherState.VOID: n_("Cancelled"),
    VoucherState.LAPSED: n_("Over"),
}
HOW = n_("Give this voucher at the till. The shop scans the square or types the code.")
