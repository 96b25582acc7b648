"""Brags, and those that still wait for the code of their mail."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned
from cityshop.elections.models import Contest


class BragState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


# What is over: nothing is left of its photo and words, and its mailbox may brag again.
ENDED = (BragState.REFUSED, BragState.WITHDRAWN)


class Brag(CityOwned, Base):
    """Praise for one who stands. `ident` stands for a mailbox at this candidate only; it goes with the roll.

    `is_counted` is decided at approval and stays as it is once the vote is closed. `own_digest` is of the
    token in the mail with which somebody takes the brag back.
    """

    __tablename__ = "brag"
    __table_args__ = (
        UniqueConstraint("contest_id", "candidate_id", "ident"),
        Index("ix_brag_shown", "candidate_id", "state"),
        Index("ix_brag_judged", "contest_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    ident: Mapped[bytes | None] = mapped_column(LargeBinary)
    request_id: Mapped[str] = mapped_column(unique=True)
    own_digest: Mapped[str] = mapped_column(unique=True)
    sentence: Mapped[str]
    first_name: Mapped[str]
    picture: Mapped[str]
    picture_text: Mapped[str]
    sent_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=BragState.WAITING)
    reason: Mapped[str] = mapped_column(default="")
    is_counted: Mapped[bool] = mapped_column(default=False, server_default=false())
    contest: Mapped[Contest] = relationship()


class BragRequest(Base):
    """A brag whose code is on its way to a mailbox; the address itself stands in the mail only."""

    __tablename__ = "brag_request"

    id: Mapped[str] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    ident: Mapped[bytes] = mapped_column(LargeBinary)
    own_digest: Mapped[str]
    code_digest: Mapped[bytes] = mapped_column(LargeBinary)
    sentence: Mapped[str]
    first_name: Mapped[str]
    picture: Mapped[str]
    picture_text: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
