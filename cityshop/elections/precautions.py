"""Tables beside the vote: what holds machines off, and how voters can be asked again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class AllowedHost(CityOwned, Base):
    """A host that stands on the list of throw-away mailboxes, and that this city lets vote all the same."""

    __tablename__ = "allowed_host"
    __table_args__ = (UniqueConstraint("city_id", "host"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str]
    allowed_at: Mapped[datetime]


class SpentChallenge(Base):
    """A proof of work that was handed in: the library that checks one would take it again and again."""

    __tablename__ = "spent_challenge"

    signature: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SealedMailbox(Base):
    """Where a code went, readable with the contest's key only, for a day: to ask somebody again.

    Whose it is stands inside: without the key nothing here can be laid beside the roll or the ballots.
    """

    __tablename__ = "sealed_mailbox"
    __table_args__ = (Index("ix_sealed_mailbox_asked", "contest_id", "asked_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
