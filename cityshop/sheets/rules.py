"""How vouchers stand on paper."""

from collections.abc import Mapping

FEWER, MORE = 8, 10
# How many on an A4, with the look of the sheet: two columns, four or five rows.
PER_PAGE: Mapping[int, str] = {FEWER: "eight", MORE: "ten"}
PRINTED_IN = ("nl", "fr", "de")
SMALL_PRINT = 220  # characters of terms that fit on a voucher of a page of ten; more need the room of eight


def read_per_page(asked: str) -> int:
    """How many a page were asked for, or the fewer: they have more room for terms."""
    return MORE if asked == str(MORE) else FEWER


def per_page_for(terms: int, asked: int) -> int:
    """How many a page leave room for so many characters of terms: nothing that is promised may be cut off."""
    return FEWER if terms > SMALL_PRINT else asked


def read_language(asked: str, otherwise: str) -> str:
    """The language that was asked for, or the reader's where it is printed, or Dutch."""
    return next((code for code in (asked, otherwise) if code in PRINTED_IN), PRINTED_IN[0])
