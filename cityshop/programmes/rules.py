"""Decisions about editions: dates of another year, words for one city, what follows the programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cityshop.core.clock import BRUSSELS, local
from cityshop.elections.models import Contest
from cityshop.elections.rules import VoteRules
from cityshop.programmes.models import Edition, EditionCity

DAYS_A_YEAR = 365.2425
DAYS_A_WEEK = 7
CITY = "{city}"


@dataclass(frozen=True)
class VoteWords:
    """What a city's vote says, by language."""

    title: dict[str, str]
    introduction: dict[str, str]
    prize: dict[str, str]


def same_weekday(moment: datetime, *, years: int) -> datetime:
    """The moment so many years later, moved by whole weeks: the same weekday and hour on a Belgian wall."""
    weeks = round(years * DAYS_A_YEAR / DAYS_A_WEEK)
    on_the_wall = local(moment).replace(tzinfo=None) + timedelta(weeks=weeks)
    return on_the_wall.replace(tzinfo=BRUSSELS).astimezone(moment.tzinfo)


def words_for(edition: Edition, place: EditionCity, city: str) -> VoteWords:
    """What the edition wants the vote of this city to say; a prize of the city's own goes first."""
    return VoteWords(
        title=_named(edition.vote_title, city),
        introduction=_named(edition.vote_introduction, city),
        prize=dict(place.prize or edition.prize),
    )


def pushed(now: Mapping[str, str], *, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The new words where the city still says what the edition said, else nothing: a city's own words stay.

    A language that has gone is given as an empty text.
    """
    if dict(now) != dict(before):
        return {}
    return dict.fromkeys(before, "") | dict(after)


def renamed(text: Mapping[str, str], *, before: str, after: str) -> dict[str, str]:
    """The text with the name of another city in it."""
    return {language: words.replace(before, after) for language, words in text.items()}


def follows(contest: Contest, edition: Edition) -> bool:
    """Whether a vote has the dates and rules of its edition."""
    dates = (contest.opens_at, contest.closes_at) == (edition.opens_at, edition.closes_at)
    return dates and VoteRules.of(contest.rules) == VoteRules.of(edition.rules)


def season_of(contest: Contest) -> int:
    """The year in which a vote closes."""
    return local(contest.closes_at).year


def end_of_title(held_from: datetime) -> datetime:
    """A title is held for a year: until the same day of the next one, the day before on a leap day."""
    on_the_wall = local(held_from)
    day = 28 if (on_the_wall.month, on_the_wall.day) == (2, 29) else on_the_wall.day
    return on_the_wall.replace(year=on_the_wall.year + 1, day=day).astimezone(held_from.tzinfo)


def _named(text: Mapping[str, str], city: str) -> dict[str, str]:
    return {language: words.replace(CITY, city) for language, words in text.items()}
