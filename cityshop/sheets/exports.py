"""A batch as a file, for who prints vouchers in another way."""

from cityshop.core.spreadsheets import csv_of
from cityshop.core.words import n_
from cityshop.offers import words
from cityshop.sheets.signed import SignedSheet
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


def as_csv(sheet: SignedSheet) -> str:
    """Every voucher of a batch with its code and what its QR code says, in the reader's language."""
    offer = sheet.offer
    about = (offer.shop_name, own_text(offer.title), words.worth(offer), words.period(offer))
    rows = (
        (number, words.grouped(one.code), sheet.address(one), *about, translated(STATES[one.state]))
        for number, one in sheet.vouchers.items()
    )
    return csv_of((translated(name) for name in COLUMNS), rows)
