"""Vacant premises, and whether a city shows them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class VacancyStatus(StrEnum):
    VACANT = "vacant"
    IN_TALKS = "in-talks"
    LET = "let"
    RENOVATION = "renovation"


class Vacancy(CityOwned, Base):
    """Premises without a shop. `contact` and `note` are for town hall only; degrees are WGS 84."""

    __tablename__ = "vacancy"
    __table_args__ = (
        UniqueConstraint("city_id", "postal_code", "street", "number"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_in_degrees"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_in_degrees"),
        CheckConstraint("square_metres > 0", name="square_metres_above_zero"),
        Index("ix_vacancy_listed", "city_id", "status", "street"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    street: Mapped[str]
    number: Mapped[str]
    postal_code: Mapped[str]
    status: Mapped[str] = mapped_column(default=VacancyStatus.VACANT)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    square_metres: Mapped[int | None] = mapped_column(default=None)
    since: Mapped[date | None] = mapped_column(default=None)
    contact: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    is_shown: Mapped[bool] = mapped_column(default=False, server_default=false())


class ShownVacancies(CityOwned, Base):
    """A city that shows its vacant premises has a row here."""

    __tablename__ = "shown_vacancies"
    is_public = True

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True)
    by_account: Mapped[int]
