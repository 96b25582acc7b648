"""A jury, who is in it, whom it judges, and its scores: first sealed, later open."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base

_where_not_dismissed: dict[str, Any] = {
    "sqlite_where": text("state <> 'dismissed'"),
    "postgresql_where": text("state <> 'dismissed'"),
}


class JuryState(StrEnum):
    """draft: members come; scoring: they judge; sealed: all have handed in; revealed: all can be read.

    dismissed: it was sent away before its scores were open, and another jury may take its place.
    """

    DRAFT = "draft"
    SCORING = "scoring"
    SEALED = "sealed"
    REVEALED = "revealed"
    DISMISSED = "dismissed"


class Jury(Base):
    """A jury about one subject (`contest 12`), of a city or, without one, of many cities.

    `criteria` are three to five `{"words": {"nl": ...}, "weight": 2}` in the order in which they are scored.
    A subject has one jury beside those that were dismissed; why one was, everybody reads with the result.
    """

    __tablename__ = "jury"
    __table_args__ = (Index("uq_jury_subject", "subject", unique=True, **_where_not_dismissed),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    title: Mapped[dict[str, str]]
    criteria: Mapped[list[dict[str, Any]]]
    deadline: Mapped[datetime]
    key_fingerprint: Mapped[str]
    state: Mapped[str] = mapped_column(default=JuryState.DRAFT)
    revealed_at: Mapped[datetime | None] = mapped_column(default=None)
    dismissed_at: Mapped[datetime | None] = mapped_column(default=None)
    dismissal_reason: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")


class JuryFinalist(Base):
    """Somebody whom the jury judges."""

    __tablename__ = "jury_finalist"

    jury_id: Mapped[int] = mapped_column(ForeignKey("jury.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)


class JuryMember(Base):
    """Somebody in the jury. The mailed link is kept as a digest; the address goes when the scores open."""

    __tablename__ = "jury_member"
    __table_args__ = (UniqueConstraint("jury_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    jury_id: Mapped[int] = mapped_column(ForeignKey("jury.id"))
    name: Mapped[str]
    email: Mapped[str | None]
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True, default=None)
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    handed_in_at: Mapped[datetime | None] = mapped_column(default=None)


class JuryConflict(Base):
    """A member's tie with a finalist, in the member's own words: that one is skipped."""

    __tablename__ = "jury_conflict"

    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    words: Mapped[str]


class JurySheet(Base):
    """What a member thinks of a finalist. Until it is revealed only the digest can be read.

    `digest` is SHA-256 over the canonical JSON of the opened sheet (see sealing.py), 64 hex digits.
    """

    __tablename__ = "jury_sheet"

    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    digest: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(default="")
    nonce: Mapped[str] = mapped_column(default="")


class JuryScore(Base):
    """A member's points for a finalist on one criterion (counted from 0); written when the scores open."""

    __tablename__ = "jury_score"
    __table_args__ = (CheckConstraint("points BETWEEN 0 AND 10", name="points_within_scale"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    criterion: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    points: Mapped[int]
