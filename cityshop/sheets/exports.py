"""A batch as a file, for who prints vouchers in another way."""

from collections.abc import Sequence

from cityshop.core.spreadsheets import csv_of
from cityshop.core.words import n_
from cityshop.offers import words
from cityshop.offers.rules import OfferFacts
from cityshop.offers.tickets import voucher_address
from cityshop.sheets.queries import PaperVoucher
from cityshop.sheets.words import STATES
from cityshop.web.i18n import own_text, translated

COLUMNS = (
    n_("Number"),
    n_("Code"),
    n_("Address"),
    n_("Shop"),
    n_("Offer"),
    n_("Worth"),
    n_("Valid"),
    n_("State"),
)


def as_csv(offer: OfferFacts, vouchers: Sequence[PaperVoucher]) -> str:
    """Every voucher of a batch with its code and what its QR code says, in the reader's language."""
    about = (offer.shop_name, own_text(offer.title), words.worth(offer), words.period(offer))
    rows = (
        (
            one.number,
            words.grouped(one.code),
            voucher_address(one.code),
            *about,
            translated(STATES[one.state]),
        )
        for one in vouchers
    )
    return csv_of((translated(name) for name in COLUMNS), rows)
