"""What is in the kit of a shop's offer, on which sheets it is printed, and where each piece leads."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class OfferPiece(StrEnum):
    """What carries a short link of its own, so that everybody sees which of them people follow."""

    POSTER = "poster"
    TENT = "tent"
    STICKER = "sticker"
    CARD = "card"
    SOCIAL_NL = "social-nl"
    SOCIAL_FR = "social-fr"
    SOCIAL_DE = "social-de"


class OfferSheet(StrEnum):
    """What comes out of the printer. All are A4, but for the sticker that goes to a print shop."""

    POSTER = "poster"
    TENT = "tent"
    STICKERS = "stickers"
    STICKER_CUT = "sticker-cut"
    CARDS = "cards"


class Wording(StrEnum):
    """In which languages a sheet speaks: one, or two below one another."""

    NL = "nl"
    FR = "fr"
    DE = "de"
    NL_FR = "nl-fr"
    NL_DE = "nl-de"

    @property
    def languages(self) -> Sequence[str]:
        return self.value.split("-")


ON_SHEET: Mapping[OfferSheet, OfferPiece] = {
    OfferSheet.POSTER: OfferPiece.POSTER,
    OfferSheet.TENT: OfferPiece.TENT,
    OfferSheet.STICKERS: OfferPiece.STICKER,
    OfferSheet.STICKER_CUT: OfferPiece.STICKER,
    OfferSheet.CARDS: OfferPiece.CARD,
}
# How many stand on one sheet of paper.
PER_SHEET: Mapping[OfferSheet, int] = {
    OfferSheet.POSTER: 1,
    OfferSheet.TENT: 1,
    OfferSheet.STICKERS: 4,
    OfferSheet.STICKER_CUT: 1,
    OfferSheet.CARDS: 2,
}
_SPOKEN = {OfferPiece.SOCIAL_FR: "/fr", OfferPiece.SOCIAL_DE: "/de"}


def about_offer(offer_id: int, piece: OfferPiece) -> str:
    """How a piece's link is known."""
    return f"offer {offer_id} {piece}"


def offer_target(city: str, slug: str, piece: OfferPiece) -> str:
    """Where a piece leads: the page of the offer, in the language of the piece where it has one."""
    return f"{_SPOKEN.get(piece, '')}/{city}/offers/{slug}"


def read_offer_sheet(asked: str) -> OfferSheet:
    """The sheet that was asked for, or the poster."""
    return OfferSheet(asked) if asked in list(OfferSheet) else OfferSheet.POSTER


def read_wording(asked: str, otherwise: str) -> Wording:
    """The languages that were asked for, or the reader's where it is printed, or Dutch."""
    return next((Wording(word) for word in (asked, otherwise) if word in list(Wording)), Wording.NL)


class Reader(StrEnum):
    """For whom the page about the till is printed."""

    RESIDENTS = "residents"
    SHOPS = "shops"


def read_reader(asked: str) -> Reader:
    """For whom it was asked, or for residents."""
    return Reader(asked) if asked in list(Reader) else Reader.RESIDENTS
