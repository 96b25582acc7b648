"""Imports, the file of one that is not read yet, and what each of its rows did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class BatchState(StrEnum):
    """What happens with an import. People act on asked, planned and done ones, the worker on the rest."""

    ASKED = "asked"  # which column is which?
    READING = "reading"
    PLANNED = "planned"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What a row would do, and after the import did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBLE = "double"
    REFUSED = "refused"
    VANISHED = "vanished"


class Decision(StrEnum):
    """What to do with a row that seems to be a place that stands in the guide."""

    KEEP = "keep"
    MERGE = "merge"
    BOTH = "both"


class ImportBatch(CityOwned, Base):
    """One import. `columns` says which column holds which field, `file_digest` is SHA-256 in hexadecimal.

    `done_rows` and `total_rows` are how far the worker is; nobody knows the total of a map beforehand.
    `refusal` is the sentence with which the whole file was refused.
    """

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_digest: Mapped[str]
    imported_at: Mapped[datetime]
    format: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default=BatchState.DONE, server_default=BatchState.DONE.value)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    usual_kind: Mapped[str] = mapped_column(default="", server_default="")
    account_id: Mapped[int | None] = mapped_column(default=None)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    doubles: Mapped[int] = mapped_column(default=0, server_default="0")
    vanished: Mapped[int] = mapped_column(default=0, server_default="0")
    left_alone: Mapped[int] = mapped_column(default=0, server_default="0")
    done_rows: Mapped[int] = mapped_column(default=0, server_default="0")
    total_rows: Mapped[int | None] = mapped_column(default=None)
    refusal: Mapped[str] = mapped_column(default="", server_default="")
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class ImportFile(Base):
    """The file itself, for as long as it still has to be read."""

    __tablename__ = "import_file"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Base):
    """What one row of the file does. `draft` is what it says, `fields` what differs from the place.

    After the import `before` and `after` hold the fields that it wrote; `is_left` says that taking it back
    passed this row by, because somebody changed the place since.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        Index("ix_import_row_outcome", "batch_id", "outcome", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"))
    number: Mapped[int]
    source: Mapped[str]
    name: Mapped[str]
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    place_id: Mapped[int | None] = mapped_column(
        ForeignKey("place.id", ondelete="SET NULL"), index=True, default=None
    )
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fields: Mapped[list[str]] = mapped_column(default=list)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_left: Mapped[bool] = mapped_column(default=False)
