"""Who won, as pages show them: the wall of ambassadors, and what a jury said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import url_for

from cityshop.core.db import Session
from cityshop.elections.models import Candidate
from cityshop.elections.pages import NO_PICTURE
from cityshop.juries.pages import CriterionLine, criterion_lines
from cityshop.juries.queries import PublishedSheet, Skipped
from cityshop.juries.rules import criteria_of
from cityshop.merchants.rules import CATEGORIES
from cityshop.programmes import laureates
from cityshop.programmes.laureates import Judged
from cityshop.programmes.models import Edition
from cityshop.programmes.seasons import Winner
from cityshop.results.words import decimal
from cityshop.web.i18n import own_text, translated
from cityshop.web.uploads import small_picture_address


@dataclass(frozen=True)
class WinnerCard:
    """An ambassador on the wall. `person` is the keeper, else the shop; `photo` is an address, or empty."""

    person: str
    shop: str
    trade: str
    city: str
    season: int
    picture: str
    url: str
    number: int
    held_until: datetime
    photo: str = ""
    photo_alt: str = ""


@dataclass(frozen=True)
class JudgedCard:
    """What the jury said of a local winner. `score` is from 0 to 10, rounded to two decimals, or empty."""

    card: WinnerCard
    score: str
    place: int | None
    sheets: Sequence[PublishedSheet]
    skipped: Sequence[Skipped]


@dataclass(frozen=True)
class VerdictPage:
    """The jury's verdict: the criteria, and every local winner with the laureate first."""

    criteria: Sequence[CriterionLine]
    judged: Sequence[JudgedCard]

    @property
    def chosen(self) -> list[JudgedCard]:
        """The laureate; several when they share it."""
        return [one for one in self.judged if one.place == 1]


def wall_of(winners: Iterable[Winner]) -> list[tuple[int, list[WinnerCard]]]:
    """The winners' wall: every season with its ambassadors, the latest first."""
    by_season = groupby(winners, key=lambda winner: winner.title.season)
    return [(season, [winner_card(one) for one in same]) for season, same in by_season]


def winner_card(winner: Winner) -> WinnerCard:
    """An ambassador, ready to hang on the wall; the card leads to where people voted for them."""
    candidate, contest, shop = winner.candidate, winner.contest, winner.shop
    url = url_for("city.home", city=winner.city.slug)
    if candidate is not None and contest is not None:
        city, stood = winner.city.slug, candidate.slug
        url = url_for("vote.candidate", city=city, contest=contest.slug, candidate=stood)
    return WinnerCard(
        person=shop.keeper_name or shop.name,
        shop=shop.name,
        trade=translated(CATEGORIES.get(shop.category, shop.category)),
        city=winner.city.name,
        season=winner.title.season,
        picture=(candidate.picture if candidate is not None else "") or shop.picture or NO_PICTURE,
        url=url,
        number=shop.id,
        held_until=winner.title.held_until,
        **_photo_of(candidate),
    )


def _photo_of(candidate: Candidate | None) -> dict[str, str]:
    """The photo with which somebody stood, if one was sent."""
    if candidate is None or not candidate.photo:
        return {}
    photo, alt = small_picture_address(candidate.photo), own_text(candidate.photo_alt)
    return {"photo": photo, "photo_alt": alt}


def verdict_page(session: Session, edition: Edition, now: datetime) -> VerdictPage | None:
    """The jury's verdict, once its scores are open."""
    found = laureates.verdict(session, edition, now=now)
    if found is None:
        return None
    jury, judged = found
    return VerdictPage(criterion_lines(criteria_of(jury)), [_judged_card(one) for one in judged])


def _judged_card(one: Judged) -> JudgedCard:
    score = decimal(one.finalist.score) if one.finalist.score is not None else ""
    card = winner_card(one.winner)
    return JudgedCard(card, score, one.place, one.finalist.sheets, one.finalist.skipped)
