"""Lines of a result as pages show them: a person under the awning of the shop, with large honest numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for

from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.pages import NO_PICTURE
from cityshop.juries.queries import JudgedFinalist
from cityshop.merchants.rules import CATEGORIES
from cityshop.results.models import Result
from cityshop.results.queries import AnyRow
from cityshop.results.words import LEVELS, decimal, score_in_words
from cityshop.web.i18n import own_text, translated
from cityshop.web.uploads import picture_address

WIDTH = 1_000  # of the longest bar


@dataclass(frozen=True)
class LineRow:
    """One candidate's place. `bar` is from 0 to 1000; numbers that may not be shown are None or empty.

    `photo` is an address, empty where the shop sent none: then `picture` is our drawing.
    """

    slug: str
    name: str
    shop: str
    trade: str
    street: str
    picture: str
    photo: str
    photo_alt: str
    number: int
    url: str
    place: int | None
    votes: int | None
    levels: Sequence[tuple[str, int]]
    brags: int | None
    jury: str
    score: str
    bar: int
    is_winner: bool
    tie: str
    is_standing: bool


@dataclass(frozen=True)
class VerdictRow:
    """What the jury thinks of one candidate: its score and every member's points and reason."""

    name: str
    shop: str
    score: str
    judged: JudgedFinalist


def line_rows(contest: Contest, result: Result, lines: Sequence[AnyRow]) -> list[LineRow]:
    """The lines of a result, ready to show."""
    best = max((_weight(line) for line in lines), default=Fraction(0))
    return [_line_row(contest, result, line, best) for line in lines]


def _line_row(contest: Contest, result: Result, line: AnyRow, best: Fraction) -> LineRow:
    return LineRow(
        slug=line.slug,
        name=line.keeper_name or line.shop,
        shop=line.shop,
        trade=translated(CATEGORIES.get(line.category, line.category)),
        street=line.street,
        picture=line.picture or NO_PICTURE,
        photo=picture_address(line.photo) if line.photo else "",
        photo_alt=own_text(line.photo_alt),
        number=line.shop_id,
        url=url_for("vote.candidate", contest=contest.slug, candidate=line.slug),
        place=line.place,
        votes=line.votes,
        levels=[(translated(LEVELS[level]), votes) for level, votes in sorted(line.by_level.items())],
        brags=line.brags,
        jury=decimal(Fraction(line.jury)) if line.jury else "",
        score=score_in_words(line.score, result.formula),
        bar=int(_weight(line) / best * WIDTH) if best else 0,
        is_winner=line.is_winner,
        tie=line.tie,
        is_standing=line.state != CandidateState.WITHDRAWN,
    )


def _weight(line: AnyRow) -> Fraction:
    return Fraction(line.score) if line.score and line.place is not None else Fraction(0)
