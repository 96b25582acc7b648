"""What is filled in about a programme, before anything is kept."""

from dataclasses import dataclass
from datetime import datetime

from cityshop.elections.rules import VoteRules


@dataclass(frozen=True)
class EditionDates:
    """When an edition does what; shops may come forward from `nominations_from`, before the vote opens."""

    opens_at: datetime
    closes_at: datetime
    nominations_from: datetime | None = None
    ceremony_at: datetime | None = None


@dataclass(frozen=True)
class EditionWords:
    """What an edition says, by language. `{city}` in the two texts of the vote becomes the city's name."""

    title: dict[str, str]
    message: dict[str, str]
    vote_title: dict[str, str]
    vote_introduction: dict[str, str]
    prize: dict[str, str]


@dataclass(frozen=True)
class EditionDraft:
    """What an organiser fills in."""

    words: EditionWords
    dates: EditionDates
    rules: VoteRules
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class NewEdition:
    """A season (a year) with what was filled in for it."""

    season: int
    draft: EditionDraft


@dataclass(frozen=True)
class FunderDraft:
    """A funder; `picture` is the name of a logo that was sent, or empty."""

    name: str
    website: str
    picture: str
    alt: dict[str, str]


@dataclass(frozen=True)
class PlaceDraft:
    """What a city adds to an edition, words by language."""

    usp: dict[str, str]
    prize: dict[str, str]
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class ProgrammeDraft:
    """A name, a message by language, and the ids of the cities that a new edition starts with."""

    name: str
    message: dict[str, str]
    city_ids: frozenset[int]
