"""Paper codes in batches, and ballot boxes that two people count."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned

MOST_CODES = 5_000


class PaperBatch(CityOwned, Base):
    """Codes that were printed together and can be withdrawn together."""

    __tablename__ = "paper_batch"
    __table_args__ = (
        UniqueConstraint("contest_id", "label"),
        CheckConstraint(f"count BETWEEN 1 AND {MOST_CODES}", name="as_many_as_can_be_printed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    label: Mapped[str]
    count: Mapped[int]
    made_by: Mapped[int]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="", server_default="")


class PaperCode(Base):
    """One code, as the digest that also stands in the roll once somebody voted with it."""

    __tablename__ = "paper_code"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("paper_batch.id"), index=True)


class CountedBox(CityOwned, Base):
    """A box of paper ballots: what the first person counted, until the second counts the same.

    `counts` are votes by candidate id and are emptied when the ballots are cast; `ballots` is their number.
    """

    __tablename__ = "counted_box"
    __table_args__ = (
        UniqueConstraint("contest_id", "label"),
        CheckConstraint("second_by IS NULL OR second_by <> first_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    label: Mapped[str]
    counts: Mapped[dict[str, Any]]
    ballots: Mapped[int]
    first_by: Mapped[int]
    first_at: Mapped[datetime]
    second_by: Mapped[int | None] = mapped_column(default=None)
    cast_at: Mapped[datetime | None] = mapped_column(default=None)
