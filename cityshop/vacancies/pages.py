"""Vacant premises as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.core.db import Session
from cityshop.vacancies import queries
from cityshop.vacancies.lists import WrongLine
from cityshop.vacancies.models import Vacancy, VacancyStatus
from cityshop.vacancies.queries import StreetCount
from cityshop.vacancies.words import LOOK, STATUS
from cityshop.web.i18n import day, number, translated
from cityshop.web.parts import Part


@dataclass(frozen=True)
class VacancyLine:
    """One of the list; `contact` and `note` are for town hall only."""

    id: int
    street: str
    address: str
    status_words: str
    look: str
    size: str
    since: str
    contact: str
    note: str
    is_shown: bool


@dataclass(frozen=True)
class StatusChoice:
    """One filter of the list: a status with how many premises are in it."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class VacancyPage:
    """Town hall's list."""

    lines: Sequence[VacancyLine]
    choices: Sequence[StatusChoice]
    streets: Sequence[StreetCount]
    are_shown: bool


def vacancy_page(session: Session, status: VacancyStatus | None) -> VacancyPage:
    """The list of the chosen city, in one status or in all."""
    return VacancyPage(
        lines=[vacancy_line(one) for one in queries.vacancies(session, status)],
        choices=_choices(queries.status_counts(session), status),
        streets=queries.street_counts(session),
        are_shown=queries.are_shown(session),
    )


def public_lines(session: Session) -> list[VacancyLine]:
    """What the public sees; raises VacanciesNotPublic."""
    return [vacancy_line(one) for one in queries.shown_vacancies(session)]


def vacancy_line(one: Vacancy) -> VacancyLine:
    """One of the premises, ready to show."""
    return VacancyLine(
        id=one.id,
        street=one.street,
        address=f"{one.street} {one.number}, {one.postal_code}",
        status_words=translated(STATUS[one.status]),
        look=LOOK[one.status],
        size=f"{number(one.square_metres)} m²" if one.square_metres else "",
        since=day(one.since) if one.since else "",
        contact=one.contact,
        note=one.note,
        is_shown=one.is_shown,
    )


def wrong_lines(lines: Sequence[WrongLine]) -> list[tuple[int, str]]:
    """Which lines of a file cannot be used, and why."""
    return [(line.number, translated(line.sentence)) for line in lines]


def guide_desk_part(session: Session, now: datetime) -> Part:
    """How many premises stand empty, and the way to the list."""
    counts = queries.status_counts(session)
    return Part("vacancies/_guide_desk.html", {"vacant": counts.get(VacancyStatus.VACANT, 0)})


def guide_part(session: Session, now: datetime) -> Part | None:
    """For residents, where the city shows its vacant premises."""
    return Part("vacancies/_guide.html") if queries.are_shown(session) else None


def _choices(counts: Mapping[str, int], chosen: VacancyStatus | None) -> list[StatusChoice]:
    return [
        StatusChoice(status, translated(words), counts.get(status, 0), status == chosen)
        for status, words in STATUS.items()
    ]
