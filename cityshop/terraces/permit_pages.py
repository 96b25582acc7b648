"""A permit list before and after it is carried out, as town hall sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cityshop.core.words import n_
from cityshop.terraces.permits import Change, PermitPlan, RefusedRow
from cityshop.web.i18n import day, translated

MOST_SHOWN = 200
COLUMNS: Mapping[str, str] = {
    "seats": n_("Seats"),
    "square_metres": n_("Square metres"),
    "permit_from": n_("Permit from"),
    "permit_to": n_("Permit until"),
    "closing_hour": n_("Terrace closes at"),
    "extension_seats": n_("Extra seats"),
    "extension_square_metres": n_("Extra square metres"),
    "extension_from": n_("Permit of the extension from"),
    "extension_to": n_("Permit of the extension until"),
    "season": n_("Belongs to"),
}


@dataclass(frozen=True)
class ChangeLine:
    """What one row changes; `written` is the name in the list where the guide has another."""

    row: int
    slug: str
    name: str
    written: str
    is_new: bool
    changes: Sequence[str]


@dataclass(frozen=True)
class RefusedLine:
    """A row that changes nothing; `hints` are names that may be meant."""

    row: int
    name: str
    street: str
    reason: str
    hints: str


@dataclass(frozen=True)
class PermitPage:
    """What a list would do. The tables end after 200 rows, the counts do not."""

    changed: int
    new: int
    unchanged: int
    refused: int
    without_row: int
    changes: Sequence[ChangeLine]
    refusals: Sequence[RefusedLine]
    seen: str


def permit_page(plan: PermitPlan, titles: Mapping[str, str]) -> PermitPage:
    """A plan in words; `titles` are those of seasons by their word."""
    return PermitPage(
        changed=len(plan.changes),
        new=sum(change.is_new for change in plan.changes),
        unchanged=plan.unchanged,
        refused=len(plan.refused),
        without_row=plan.without_row,
        changes=[_change_line(change, titles) for change in plan.changes[:MOST_SHOWN]],
        refusals=[_refused_line(refused) for refused in plan.refused[:MOST_SHOWN]],
        seen=plan.fingerprint,
    )


def _change_line(change: Change, titles: Mapping[str, str]) -> ChangeLine:
    name = change.place.name
    return ChangeLine(
        row=change.row.row,
        slug=change.place.slug,
        name=name,
        written=change.row.name if change.row.name != name else "",
        is_new=change.is_new,
        changes=[
            _difference(column, before, after, titles) for column, (before, after) in change.columns.items()
        ],
    )


def _difference(column: str, before: Any, after: Any, titles: Mapping[str, str]) -> str:
    facts = {"what": translated(COLUMNS[column]), "after": _said(after, titles)}
    if not before:
        return translated(n_("%(what)s: %(after)s"), **facts)
    return translated(n_("%(what)s: %(before)s becomes %(after)s"), before=_said(before, titles), **facts)


def _said(value: Any, titles: Mapping[str, str]) -> str:
    return day(value) if isinstance(value, date) else titles.get(value, str(value))


def _refused_line(refused: RefusedRow) -> RefusedLine:
    row = refused.row
    return RefusedLine(
        row.row, row.name, row.street, translated(refused.reason.sentence), ", ".join(refused.hints)
    )
