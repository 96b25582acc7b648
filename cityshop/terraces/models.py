"""Permit lists that town hall read in."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class PermitList(CityOwned, Base):
    """One file of permits: what stands in it, row by row, and when it was carried out, if ever.

    `season` is the word of the campaign its extensions belong to; empty when they belong to none.
    """

    __tablename__ = "permit_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_digest: Mapped[str]
    rows: Mapped[list[dict[str, Any]]]
    uploaded_at: Mapped[datetime]
    season: Mapped[str] = mapped_column(default="")
    carried_out_at: Mapped[datetime | None] = mapped_column(default=None)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
