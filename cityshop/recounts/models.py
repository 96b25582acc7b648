"""What a recount keeps: that something was erased, and the manifest as it was when the key went."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class Erased(StrEnum):
    ADDRESSES = "addresses"
    SIGNALS = "signals"
    ROLL = "roll"
    KEY = "key"


class Erasure(CityOwned, Base):
    """That a contest's addresses, signals, roll or key are gone: once, and how many rows they were."""

    __tablename__ = "erasure"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    erased: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int]
    at: Mapped[datetime]


class LastManifest(CityOwned, Base):
    """What only the key could say of a bundle, written down when the contest was sealed."""

    __tablename__ = "last_manifest"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    document: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
