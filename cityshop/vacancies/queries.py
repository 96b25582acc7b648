"""Reads of vacant premises."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from cityshop.vacancies.errors import VacanciesNotPublic, VacancyUnknown
from cityshop.vacancies.models import ShownVacancies, Vacancy, VacancyStatus

LONGEST_LIST = 2_000


class StreetCount(NamedTuple):
    """How many premises of a street stand on the list, and how many of them are vacant now."""

    street: str
    total: int
    vacant: int


def vacancies(session: Session, status: VacancyStatus | None = None) -> Sequence[Vacancy]:
    """The list of the chosen city, by street and number."""
    wanted = select(Vacancy) if status is None else select(Vacancy).where(Vacancy.status == status)
    return session.scalars(wanted.order_by(*_BY_STREET).limit(LONGEST_LIST)).all()


def shown_vacancies(session: Session) -> Sequence[Vacancy]:
    """What the public sees of it; raises VacanciesNotPublic where the city shows nothing."""
    if not are_shown(session):
        raise VacanciesNotPublic
    wanted = select(Vacancy).where(Vacancy.is_shown.is_(True), Vacancy.status != VacancyStatus.LET)
    return session.scalars(wanted.order_by(*_BY_STREET).limit(LONGEST_LIST)).all()


def are_shown(session: Session) -> bool:
    """Whether the chosen city shows its vacant premises at all."""
    return session.scalar(select(ShownVacancies.city_id)) is not None


def vacancy_by_id(session: Session, vacancy_id: int) -> Vacancy:
    """One of the chosen city; raises VacancyUnknown."""
    vacancy = session.scalar(select(Vacancy).where(Vacancy.id == vacancy_id))
    if vacancy is None:
        raise VacancyUnknown
    return vacancy


def street_counts(session: Session) -> Sequence[StreetCount]:
    """Every street of the list, the one with most vacant premises first."""
    is_vacant = func.sum(case((Vacancy.status == VacancyStatus.VACANT, 1), else_=0))
    counted = select(Vacancy.street, func.count(Vacancy.id), is_vacant).group_by(Vacancy.street)
    rows = session.execute(counted.order_by(is_vacant.desc(), Vacancy.street).limit(LONGEST_LIST))
    return [StreetCount(*row) for row in rows]


def status_counts(session: Session) -> dict[str, int]:
    """How many premises are in each status."""
    counted = select(Vacancy.status, func.count(Vacancy.id)).group_by(Vacancy.status)
    return {row[0]: row[1] for row in session.execute(counted.order_by(Vacancy.status))}


_BY_STREET = (Vacancy.street, func.length(Vacancy.number), Vacancy.number, Vacancy.id)
