"""Everything that changes the list of vacant premises."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.db import chosen_city, insert_once, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.vacancies.errors import VacancyAlreadyThere
from cityshop.vacancies.models import ShownVacancies, Vacancy, VacancyStatus

Key = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class VacancyDraft:
    """What town hall knows of premises; degrees are WGS 84, `contact` and `note` stay inside."""

    street: str
    number: str
    postal_code: str
    status: VacancyStatus = VacancyStatus.VACANT
    latitude: float | None = None
    longitude: float | None = None
    square_metres: int | None = None
    since: date | None = None
    contact: str = ""
    note: str = ""
    is_shown: bool = False

    @property
    def key(self) -> Key:
        """What makes premises one: the same door."""
        return self.postal_code, self.street.casefold(), self.number.casefold()


@dataclass(frozen=True)
class Imported:
    """What a list did."""

    added: int
    changed: int
    unchanged: int


def add_vacancy(session: Session, draft: VacancyDraft, *, account_id: int | None, now: datetime) -> Vacancy:
    """Put premises on the list of the chosen city. Raises VacancyAlreadyThere."""
    vacancy = Vacancy(**asdict(draft))
    _keep(session, vacancy, draft)
    _note(session, Happening.VACANCY_ADDED, vacancy, account_id, now)
    return vacancy


def change_vacancy(
    session: Session, vacancy: Vacancy, draft: VacancyDraft, *, account_id: int, now: datetime
) -> Vacancy:
    """Change what is known of them. Raises VacancyAlreadyThere when another line has this door."""
    _set(vacancy, draft)
    _keep(session, vacancy, draft)
    _note(session, Happening.VACANCY_CHANGED, vacancy, account_id, now)
    return vacancy


def remove_vacancy(session: Session, vacancy: Vacancy, *, account_id: int, now: datetime) -> None:
    """Take premises off the list, with their contact."""
    _note(session, Happening.VACANCY_REMOVED, vacancy, account_id, now)
    session.delete(vacancy)
    session.flush()


def import_vacancies(
    session: Session, drafts: Sequence[VacancyDraft], *, account_id: int, now: datetime
) -> Imported:
    """Take over a whole list: the same door is changed, another is added, nothing is removed."""
    known = _known(session)
    added = [draft for draft in drafts if draft.key not in known]
    session.add_all(Vacancy(**asdict(draft)) for draft in added)
    changed = sum(_set(known[draft.key], draft) for draft in drafts if draft.key in known)
    session.flush()
    done = Imported(len(added), changed, len(drafts) - len(added) - changed)
    note = f"{done.added} added, {done.changed} changed"
    record(session, Happening.VACANCIES_IMPORTED, "vacancies", account_id=account_id, now=now, note=note)
    return done


def show_vacancies(session: Session, *, account_id: int, now: datetime) -> None:
    """Put what may be shown on the public site."""
    row = {"city_id": chosen_city(session), "by_account": account_id}
    if insert_once(session, ShownVacancies, row, unique=("city_id",), returning="city_id") is not None:
        _renew(session)
        record(session, Happening.VACANCIES_SHOWN, "vacancies", account_id=account_id, now=now)


def hide_vacancies(session: Session, *, account_id: int, now: datetime) -> None:
    """Take everything off the public site."""
    mine = delete(ShownVacancies).where(ShownVacancies.city_id == chosen_city(session))
    if session.scalar(mine.returning(ShownVacancies.city_id)) is not None:
        _renew(session)
        record(session, Happening.VACANCIES_HIDDEN, "vacancies", account_id=account_id, now=now)


def note_export(session: Session, *, account_id: int, now: datetime) -> None:
    """Who took the list with its contacts out of the house."""
    record(session, Happening.VACANCIES_EXPORTED, "vacancies", account_id=account_id, now=now)


def _known(session: Session) -> Mapping[Key, Vacancy]:
    rows = session.scalars(select(Vacancy).order_by(Vacancy.id))
    return {(row.postal_code, row.street.casefold(), row.number.casefold()): row for row in rows}


def _set(vacancy: Vacancy, draft: VacancyDraft) -> bool:
    """Set what differs; whether anything did."""
    differs = {name: value for name, value in asdict(draft).items() if getattr(vacancy, name) != value}
    for name, value in differs.items():
        setattr(vacancy, name, value)
    return bool(differs)


def _keep(session: Session, vacancy: Vacancy, draft: VacancyDraft) -> None:
    try:
        with session.begin_nested():
            session.add(vacancy)
            session.flush()
    except IntegrityError as taken:
        raise VacancyAlreadyThere(street=draft.street, number=draft.number) from taken


def _renew(session: Session) -> None:
    city_id = chosen_city(session)
    if city_id is not None:
        renew_public_pages(session, city_id)


def _note(
    session: Session, happening: Happening, vacancy: Vacancy, account_id: int | None, now: datetime
) -> None:
    record(session, happening, f"vacancy {vacancy.id}", account_id=account_id, now=now)
