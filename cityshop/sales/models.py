"""The days of the sales in one city, where they are not those of the law."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class SalesPeriod(CityOwned, Base):
    """One season of one year. All days are included; `ban_from` may lie in the year before."""

    __tablename__ = "sales_period"
    __table_args__ = (
        UniqueConstraint("city_id", "year", "season"),
        CheckConstraint("ban_from <= ban_until", name="ban_in_order"),
        CheckConstraint("ban_until < sales_from", name="sales_after_the_ban"),
        CheckConstraint("sales_from <= sales_until", name="sales_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    season: Mapped[str]
    ban_from: Mapped[date]
    ban_until: Mapped[date]
    sales_from: Mapped[date]
    sales_until: Mapped[date]
