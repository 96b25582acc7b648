"""What is in a kit, and where each piece leads."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from cityshop.core.clock import local


class Piece(StrEnum):
    """What carries a short link of its own, so that town hall sees which of them people follow."""

    POSTER = "poster"
    STICKER = "sticker"
    SOCIAL_NL = "social-nl"
    SOCIAL_FR = "social-fr"


class Sheet(StrEnum):
    """What can be printed."""

    POSTER_A4 = "poster-a4"
    POSTER_A3 = "poster-a3"
    STICKERS_ROUND = "stickers-round"
    STICKERS_SQUARE = "stickers-square"


STICKERS_A_SHEET = 6


def about(candidate_id: int, piece: Piece) -> str:
    """How a piece's link is known."""
    return f"candidate {candidate_id} {piece}"


def read_sheet(asked: str) -> Sheet:
    """The sheet that was asked for, or the poster that every printer can print."""
    return Sheet(asked) if asked in list(Sheet) else Sheet.POSTER_A4


def last_day(closes_at: datetime) -> date:
    """The last day on which somebody can vote: a vote that closes at midnight was open the day before."""
    return local(closes_at - timedelta(seconds=1)).date()


def target(city: str, contest: str, word: str, piece: Piece) -> str:
    """Where a piece leads: the candidate's page, in the language of the piece."""
    page = f"/{city}/vote/{contest}/{word}"
    return f"/fr{page}" if piece is Piece.SOCIAL_FR else page
