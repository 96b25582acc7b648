"""The prize of a contest, and who takes part. No row here points to a ballot, a slot or the voter roll."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class Prize(CityOwned, Base):
    """What voters of a contest can win, and how it was drawn.

    `seed` (hex) is taken over from the contest's key when voting is over, and public once drawn. `root` is
    the last root of the ledger, `winner` the id of an entry, `list_hash` SHA-256 of the published list.
    """

    __tablename__ = "prize"
    is_public = True

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True, autoincrement=False)
    text: Mapped[dict[str, str]]
    question: Mapped[dict[str, str]]
    seed: Mapped[str] = mapped_column(default="")
    answer: Mapped[int | None] = mapped_column(default=None)
    root: Mapped[str] = mapped_column(default="")
    winner: Mapped[str] = mapped_column(default="")
    winning_answer: Mapped[int | None] = mapped_column(default=None)
    entries: Mapped[int] = mapped_column(default=0)
    list_hash: Mapped[str] = mapped_column(default="")
    drawn_at: Mapped[datetime | None] = mapped_column(default=None)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class PrizeEntry(Base):
    """Somebody who takes part. `mailbox` is an HMAC, `asked_at` a whole hour; `id` is public once drawn."""

    __tablename__ = "prize_entry"
    __table_args__ = (UniqueConstraint("contest_id", "mailbox"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    mailbox: Mapped[bytes] = mapped_column(LargeBinary)
    address: Mapped[str]
    answer: Mapped[int]
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    language: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    is_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
