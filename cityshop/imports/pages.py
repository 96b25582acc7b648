"""Imports as town hall sees them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.core.spreadsheets import csv_of
from cityshop.imports import queries
from cityshop.imports.headings import Columns, guess
from cityshop.imports.models import BatchState, Decision, ImportBatch, ImportRow, Outcome
from cityshop.imports.queries import ROWS_A_PAGE, Pair
from cityshop.imports.reading import FIRST_ROWS, table_of
from cityshop.imports.recognising import LISTS, Format
from cityshop.imports.rules import is_worked_on, may_undo, share_done
from cityshop.imports.tables import Table
from cityshop.imports.words import DECISIONS, FORMATS, LOOKS, OUTCOMES, PLACE_FIELDS, STATES
from cityshop.places.models import Place
from cityshop.places.refused import Reason
from cityshop.places.words import kind_words
from cityshop.web.i18n import translated
from cityshop.web.parts import Part

EXAMPLES = 3
LONGEST_EXAMPLE = 60
MOST_DIGITS = 5


@dataclass(frozen=True)
class BatchLine:
    """An import in words."""

    id: int
    file_name: str
    format_words: str
    state: str
    state_words: str
    look: str
    at: datetime
    counts: Sequence[tuple[str, str, int]]
    is_list: bool
    digest: str


@dataclass(frozen=True)
class Difference:
    """A field that a row changes."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RowLine:
    """A row in words; `slug` leads to the place that it is or seems to be."""

    id: int
    source: str
    name: str
    slug: str
    place_name: str
    kind_words: str
    street: str
    reason: str
    differences: Sequence[Difference]
    decision: str


@dataclass(frozen=True)
class BatchPage:
    """One import. `share` is how far the worker is in percent, None where nobody can know."""

    batch: BatchLine
    is_worked_on: bool
    share: int | None
    done_rows: int
    refusal: str
    may_undo: bool
    shown: Outcome
    rows: Sequence[RowLine]
    page: int
    pages: int
    undecided: int
    decisions: Sequence[tuple[str, str]]
    left: Sequence[RowLine]

    @property
    def changes_anything(self) -> bool:
        """Whether accepting would write something."""
        return any(count for outcome, _, count in self.batch.counts if outcome in _WRITES)


@dataclass(frozen=True)
class ColumnsPage:
    """Which column is which: said before or guessed; `examples` are the first cells of each column."""

    batch: BatchLine
    head: Sequence[str]
    columns: Columns
    usual_kind: str
    examples: Sequence[Sequence[str]]


_WRITES = (Outcome.NEW, Outcome.CHANGED, Outcome.DOUBLE, Outcome.VANISHED)


def batch_lines(session: Session) -> list[BatchLine]:
    """The latest imports of the city."""
    return [_batch_line(batch) for batch in queries.latest_batches(session)]


def batch_page(session: Session, batch: ImportBatch, asked: Mapping[str, str], *, now: datetime) -> BatchPage:
    """One import; `asked` says which rows to show, and which page of them."""
    counts = {outcome: count for outcome, _, count in _counts(batch)}
    wanted = next((outcome for outcome in Outcome if outcome == asked.get("show")), None)
    shown = wanted or next((outcome for outcome in Outcome if counts[outcome]), Outcome.NEW)
    pages = max(1, -(-counts[shown] // ROWS_A_PAGE))
    page = (
        min(pages, max(1, int(text)))
        if (text := asked.get("page", "")).isdecimal() and len(text) <= MOST_DIGITS
        else 1
    )
    has_rows = batch.state in (BatchState.PLANNED, BatchState.DONE, BatchState.UNDONE)
    rows = queries.some_rows(session, batch, shown, page=page) if has_rows else []
    return BatchPage(
        batch=_batch_line(batch),
        is_worked_on=is_worked_on(batch),
        share=share_done(batch),
        done_rows=batch.done_rows,
        refusal=translated(batch.refusal),
        may_undo=may_undo(batch, now),
        shown=shown,
        rows=[_row_line(pair, batch) for pair in rows],
        page=page,
        pages=pages,
        undecided=queries.undecided(session, batch) if batch.state == BatchState.PLANNED else 0,
        decisions=[(decision, translated(DECISIONS[decision])) for decision in Decision],
        left=[_row_line(pair, batch) for pair in queries.left_rows(session, batch)]
        if batch.left_alone
        else [],
    )


def columns_page(session: Session, batch: ImportBatch) -> ColumnsPage:
    """What stands in the columns of a list. Raises FileRefused and BatchUnknown."""
    table = table_of(queries.content_of(session, batch), Format(batch.format), most=FIRST_ROWS)
    return ColumnsPage(
        batch=_batch_line(batch),
        head=[name or f"({number})" for number, name in enumerate(table.head, start=1)],
        columns=batch.columns or guess(table.head),
        usual_kind=batch.usual_kind,
        examples=_examples(table),
    )


def refused_csv(rows: Iterable[ImportRow]) -> str:
    """The refused rows with their reasons, for whoever keeps the file."""
    head = [translated(words) for words in (PLACE_FIELDS["source"], PLACE_FIELDS["name"])]
    reasons = ((row.source, row.name, _reason(row)) for row in rows)
    return csv_of([*head, translated(OUTCOMES[Outcome.REFUSED])], reasons)


def desk_part(session: Session, now: datetime) -> Part | None:
    """The way from the list of places to imports."""
    return Part("imports/_desk.html")


def _batch_line(batch: ImportBatch) -> BatchLine:
    return BatchLine(
        id=batch.id,
        file_name=batch.file_name,
        format_words=translated(FORMATS.get(batch.format, "")),
        state=batch.state,
        state_words=translated(STATES[batch.state]),
        look=LOOKS.get(batch.state, "off"),
        at=batch.imported_at,
        counts=_counts(batch),
        is_list=batch.format in LISTS,
        digest=batch.file_digest,
    )


def _counts(batch: ImportBatch) -> list[tuple[str, str, int]]:
    counts = {
        Outcome.NEW: batch.added,
        Outcome.CHANGED: batch.changed,
        Outcome.DOUBLE: batch.doubles,
        Outcome.VANISHED: batch.vanished,
        Outcome.REFUSED: batch.refused,
        Outcome.UNCHANGED: batch.unchanged,
    }
    return [(outcome, translated(OUTCOMES[outcome]), count) for outcome, count in counts.items()]


def _row_line(pair: Pair, batch: ImportBatch) -> RowLine:
    row, place = pair
    is_planned = batch.state == BatchState.PLANNED
    before = {name: getattr(place, name) for name in row.fields} if is_planned and place else row.before
    after = row.draft if is_planned else row.after
    changes = row.fields if row.outcome in (Outcome.CHANGED, Outcome.DOUBLE) else []
    return RowLine(
        id=row.id,
        source=row.source,
        name=row.name,
        slug=place.slug if place else "",
        place_name=place.name if place else "",
        kind_words=_kind_words(after, place),
        street=str(after.get("street") or (place.street if place else "")),
        reason=_reason(row),
        differences=[
            Difference(translated(PLACE_FIELDS[name]), _shown(before.get(name)), _shown(after.get(name)))
            for name in changes
        ],
        decision=row.decision,
    )


def _kind_words(says: Mapping[str, Any], place: Place | None) -> str:
    kind = says.get("kind") or (place.kind if place else "")
    category = says.get("category") or (place.category if place else "")
    return kind_words(kind, category) if kind else ""


def _shown(value: Any) -> str:
    """A field as a line of text."""
    if isinstance(value, Mapping):
        return " · ".join(str(part) for part in value.values() if part not in (None, False, ""))
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    seats = getattr(value, "seats", None)
    return str(seats or "") if hasattr(value, "seats") else str(value if value is not None else "")


def _reason(row: ImportRow) -> str:
    return translated(Reason(row.reason).sentence) if row.reason else ""


def _examples(table: Table) -> list[list[str]]:
    rows = [row for row in table.rows if not isinstance(row, Reason)][:EXAMPLES]
    return [
        [row[number][:LONGEST_EXAMPLE] for row in rows if number < len(row) and row[number]]
        for number in range(len(table.head))
    ]
