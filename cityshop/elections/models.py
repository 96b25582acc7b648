"""Contests, candidates, the voter roll and the ballots. The constraints are the design."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Base, CityOwned
from cityshop.merchants.models import Shop

_where_waiting: dict[str, Any] = {
    "sqlite_where": text("is_in_ledger = 0"),
    "postgresql_where": text("is_in_ledger = false"),
}


class ContestState(StrEnum):
    """draft, nominations, open and paused in turn, closed, published, sealed; annulled from anywhere."""

    DRAFT = "draft"
    NOMINATIONS = "nominations"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    PUBLISHED = "published"
    SEALED = "sealed"
    ANNULLED = "annulled"


# Before: staff still write, shops still come forward. Nothing is frozen and there is no key.
BEFORE_OPENING = (ContestState.DRAFT, ContestState.NOMINATIONS)


class Level(StrEnum):
    """How a voter showed that they may vote. A contest has one, and counts assisted ballots beside it."""

    EMAIL = "email"
    PAPER = "paper"
    OIDC = "oidc"
    ASSISTED = "assisted"


class CandidateState(StrEnum):
    """Who left before the vote opened is gone from the list; who withdrew afterwards stays on it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LEFT = "left"
    WITHDRAWN = "withdrawn"


class ProposedBy(StrEnum):
    """Whose idea it was. The shop itself agreed in both cases."""

    SHOP = "shop"
    RESIDENT = "resident"


class BallotState(StrEnum):
    COUNTED = "counted"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"


class Contest(CityOwned, Base):
    """An election. `rules` are frozen and hashed at opening; `key_fingerprint` names its key file.

    `paused_at` is set while somebody paused this contest itself; `pauses` lists what is over, with the days
    by which each moved the end. `end_text` says in public why a contest was annulled.
    """

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
    level: Mapped[str] = mapped_column(default=Level.EMAIL, server_default=Level.EMAIL)
    embargo_until: Mapped[datetime | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    pause_reason: Mapped[str] = mapped_column(default="", server_default="")
    pause_text: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    pauses: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    end_text: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    sealed_at: Mapped[datetime | None] = mapped_column(default=None)
    campaign: Mapped[Campaign] = relationship()


class Candidate(CityOwned, Base):
    """A shop that stands. A candidate who withdraws after opening stays listed and cannot win.

    `photo` is the name of a kept picture, `picture` a drawing of ours for who sent none. `revision` counts
    what the shop said of itself, so that town hall accepts what it has read and nothing newer.
    """

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
    photo: Mapped[str] = mapped_column(default="", server_default="")
    photo_alt: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    sponsors: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    since_year: Mapped[int | None] = mapped_column(default=None)
    proposed_by: Mapped[str] = mapped_column(default=ProposedBy.SHOP, server_default=ProposedBy.SHOP)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    contest: Mapped[Contest] = relationship()
    shop: Mapped[Shop] = relationship()


class Voter(Base):
    """The roll: that a mailbox may vote, never what. `ident` is HMAC(pepper, contest, canonical mailbox).

    `is_stirred` says that the row was written again, in random order, since the voter came.
    """

    __tablename__ = "voter"
    __table_args__ = (UniqueConstraint("contest_id", "ident"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    ident: Mapped[bytes] = mapped_column(LargeBinary)
    level: Mapped[str] = mapped_column(default=Level.EMAIL)
    is_stirred: Mapped[bool] = mapped_column(default=False, server_default=false())


class Challenge(Base):
    """A code on its way to a mailbox; deleted when used, so that the choice in it meets no ballot.

    `signal` is what a machine may look at later (see signals.py); no address, no choice.
    """

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
    signal: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


class Ballot(Base):
    """What was chosen: no time, no voter, no serial number, so that nothing tells whose it is.

    `is_in_ledger` says that the leaf stands in the public list; `rolled_up` is the candidate for whom the
    tally counts this ballot now (None while it waits, or does not count).
    """

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("contest_id", "slot"),
        UniqueConstraint("contest_id", "nonce"),
        Index("ix_ballot_waiting", "contest_id", **_where_waiting),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    slot: Mapped[bytes] = mapped_column(LargeBinary)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    nonce: Mapped[str]
    salt: Mapped[str]
    leaf: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default=BallotState.COUNTED)
    level: Mapped[str] = mapped_column(default=Level.EMAIL, server_default=Level.EMAIL)
    is_in_ledger: Mapped[bool] = mapped_column(default=False, server_default=false())
    rolled_up: Mapped[int | None] = mapped_column(default=None)


class DeadLeaf(Base):
    """A receipt that no longer counts, with its reason: the only way out of the count."""

    __tablename__ = "dead_leaf"
    __table_args__ = (
        Index("ix_dead_leaf_waiting", "contest_id", **_where_waiting),
        {"sqlite_with_rowid": False},
    )

    leaf: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    reason: Mapped[str]
    is_in_ledger: Mapped[bool] = mapped_column(default=False, server_default=false())


class LedgerLeaf(Base):
    """The public list of leaves, without gaps: `seq` is 0, 1, 2 ... within a contest."""

    __tablename__ = "ledger_leaf"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    leaf: Mapped[str] = mapped_column(unique=True)


class Checkpoint(Base):
    """The signed root of the list at one size. `peaks` are its full subtrees: the next costs little."""

    __tablename__ = "checkpoint"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[str]
    previous: Mapped[str]
    signature: Mapped[str]
    peaks: Mapped[list[str]]


class Tally(Base):
    """Ballots in the ledger that count, per candidate and level: derived, and checked against the ballots."""

    __tablename__ = "tally"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    level: Mapped[str] = mapped_column(primary_key=True)
    votes: Mapped[int]


class CastSignal(Base):
    """What a machine may look at when many votes look alike. No choice stands in it; erased at sealing.

    Tags are HMACs under a key of the day; `hour` is the hour of the vote, no finer.
    """

    __tablename__ = "cast_signal"
    __table_args__ = (
        Index("ix_cast_signal_network", "contest_id", "ip_tag"),
        Index("ix_cast_signal_hour", "contest_id", "hour"),
        {"sqlite_with_rowid": False},
    )

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ip_tag: Mapped[str]
    agent_tag: Mapped[str]
    domain_class: Mapped[str]
    hour: Mapped[datetime]
    seconds: Mapped[int]
    score: Mapped[int] = mapped_column(default=0)
    name_tag: Mapped[str] = mapped_column(default="", server_default="")
