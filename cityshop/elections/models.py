"""Contests, candidates, the voter roll and the ballots. The constraints are the design."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Base, CityOwned
from cityshop.merchants.models import Shop


class ContestState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    PUBLISHED = "published"


class CandidateState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class BallotState(StrEnum):
    COUNTED = "counted"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"


class Contest(CityOwned, Base):
    """An election. `rules` are frozen and hashed at opening; `key_fingerprint` names its key file."""

    __tablename__ = "contest"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    slug: Mapped[str]
    title: Mapped[dict[str, str]]
    introduction: Mapped[dict[str, str]]
    rules: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    prize: Mapped[dict[str, str]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=ContestState.DRAFT)
    rules_hash: Mapped[str] = mapped_column(default="")
    key_fingerprint: Mapped[str] = mapped_column(default="")
    campaign: Mapped[Campaign] = relationship()


class Candidate(CityOwned, Base):
    """A shop that stands. A candidate who withdraws after opening stays listed and cannot win."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("contest_id", "shop_id"), UniqueConstraint("contest_id", "slug"))
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    slug: Mapped[str]
    text: Mapped[dict[str, str]]
    specialty: Mapped[dict[str, str]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=CandidateState.PROPOSED)
    state_reason: Mapped[str] = mapped_column(default="")
    contest: Mapped[Contest] = relationship()
    shop: Mapped[Shop] = relationship()


class Voter(Base):
    """The roll: that a mailbox may vote, never what. `ident` is HMAC(pepper, contest, canonical mailbox)."""

    __tablename__ = "voter"
    __table_args__ = (UniqueConstraint("contest_id", "ident"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    ident: Mapped[bytes] = mapped_column(LargeBinary)
    level: Mapped[str] = mapped_column(default="email")


class Challenge(Base):
    """A code on its way to a mailbox; deleted when used, so that the choice in it meets no ballot."""

    __tablename__ = "challenge"
    __table_args__ = (Index("ix_challenge_mailbox", "contest_id", "ident"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    ident: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[str]
    code_digest: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


class Ballot(Base):
    """What was chosen: no time, no voter, no serial number, so that nothing tells whose it is."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("contest_id", "slot"),
        UniqueConstraint("contest_id", "nonce"),
        Index("ix_ballot_tally", "contest_id", "state", "candidate_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    slot: Mapped[bytes] = mapped_column(LargeBinary)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    nonce: Mapped[str]
    salt: Mapped[str]
    leaf: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default=BallotState.COUNTED)


class DeadLeaf(Base):
    """A receipt that no longer counts, with its reason: the only way out of the count."""

    __tablename__ = "dead_leaf"
    __table_args__ = ({"sqlite_with_rowid": False},)

    leaf: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    reason: Mapped[str]
