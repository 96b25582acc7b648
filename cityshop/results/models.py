"""A result as it was made at publication. What may not be shown is not stored either."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class Result(CityOwned, Base):
    """The totals of a contest and by which rules its places were made.

    `by_level` is ballots per way of voting. `is_small` says that there were too few ballots for numbers per
    candidate. `final_root` is the root of the ledger, `draw_seed` the opened seed where a draw is the rule.
    """

    __tablename__ = "result"
    is_public = True

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True, autoincrement=False)
    made_at: Mapped[datetime]
    ballots: Mapped[int]
    quarantined: Mapped[int]
    rejected: Mapped[int]
    by_level: Mapped[dict[str, Any]]
    minimum: Mapped[int]
    formula: Mapped[str]
    final_root: Mapped[str]
    draw_seed: Mapped[str] = mapped_column(default="")
    jury_id: Mapped[int | None] = mapped_column(ForeignKey("jury.id"), default=None)
    is_small: Mapped[bool] = mapped_column(default=False, server_default=false())


class ResultLine(CityOwned, Base):
    """One candidate's place. `jury` and `score` are exact (`17/2`); empty where the result is too small.

    `by_level` stays empty where a level has so few ballots that its numbers could tell who voted what.
    """

    __tablename__ = "result_line"
    is_public = True

    contest_id: Mapped[int] = mapped_column(ForeignKey("result.contest_id"), primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    place: Mapped[int | None] = mapped_column(default=None)
    votes: Mapped[int | None] = mapped_column(default=None)
    by_level: Mapped[dict[str, Any]] = mapped_column(default=dict)
    brags: Mapped[int | None] = mapped_column(default=None)
    jury: Mapped[str] = mapped_column(default="")
    score: Mapped[str] = mapped_column(default="")
    is_winner: Mapped[bool] = mapped_column(default=False, server_default=false())
    tie: Mapped[str] = mapped_column(default="")
