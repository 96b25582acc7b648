"""Review cases: votes that look alike, who looked at them, and who was asked again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned

_where_undecided: dict[str, Any] = {
    "sqlite_where": text("decided_at IS NULL"),
    "postgresql_where": text("decided_at IS NULL"),
}


class CaseKind(StrEnum):
    """What the votes of a case have in common."""

    NETWORK = "network"
    BURST = "burst"
    NAMES = "names"
    HOSTS = "hosts"
    COMPLAINT = "complaint"


class CaseState(StrEnum):
    OPEN = "open"
    QUARANTINED = "quarantined"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What a reviewer did."""

    QUARANTINE = "quarantine"
    ASK_AGAIN = "ask-again"
    ACCEPT = "accept"
    ASK_REJECTION = "ask-rejection"
    TAKE_BACK = "take-back"
    REJECT = "reject"


class ReviewCase(CityOwned, Base):
    """Votes of one contest that people look at. `opened_by` is None where the machine opened it.

    `tag` and `hour` are what the votes share; a case that is decided makes room for a new one about later
    votes. `summary` is what the machine counted: votes, and doubtful, share and elsewhere of 100 votes.
    """

    __tablename__ = "review_case"
    __table_args__ = (
        Index(
            "uq_review_case_undecided", "contest_id", "kind", "tag", "hour", unique=True, **_where_undecided
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    kind: Mapped[str]
    tag: Mapped[str]
    hour: Mapped[datetime]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    summary: Mapped[dict[str, Any]]
    opened_by: Mapped[int | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="", server_default="")


class ReviewCaseSlot(Base):
    """A vote in a case; erased with the signals."""

    __tablename__ = "review_case_slot"
    __table_args__ = (Index("ix_review_case_slot_slot", "slot"), {"sqlite_with_rowid": False})

    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class ReviewAction(Base):
    """Who decided what, when, and why. Account ids are plain numbers, as in the journal."""

    __tablename__ = "review_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), index=True)
    account_id: Mapped[int]
    decision: Mapped[str]
    at: Mapped[datetime]
    votes: Mapped[int]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class Complaint(Base):
    """Somebody whose mailbox was used says so. `mark` is theirs under the contest's key, not the roll's."""

    __tablename__ = "complaint"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class Reconfirmation(Base):
    """A voter who was asked again by mail, and when they confirmed. One question for each vote."""

    __tablename__ = "reconfirmation"
    __table_args__ = (Index("ix_reconfirmation_case", "case_id"), {"sqlite_with_rowid": False})

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)


class FairnessWatch(Base):
    """Up to when the machine has looked at a contest's votes."""

    __tablename__ = "fairness_watch"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    looked_at: Mapped[datetime]
