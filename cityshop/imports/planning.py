"""What a file would change in a city's guide: compared row by row, nothing written.

Source and people share a place: a field that people changed is theirs, and no import touches it again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from cityshop.imports.models import Outcome
from cityshop.imports.standing import Guide, Standing, value_of
from cityshop.places.drafts import PlaceDraft
from cityshop.places.geometry import Position
from cityshop.places.models import folded
from cityshop.places.owners import Owner
from cityshop.places.refused import Reason, Refused
from cityshop.places.rules import is_same_spot

NOTHING: tuple[object, ...] = ("", "unknown", None, {}, [])
FIRST_OF_LIST = 2  # as spreadsheets number rows: the names of the columns are the first
MARGIN = 0.0005  # degrees around the rows of a map: what lies further out is not in it, but did not vanish


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What one row would do. `source` is its object or its number; `fields` differ from the place."""

    source: str
    name: str
    outcome: Outcome
    draft: PlaceDraft | None = None
    place: Standing | None = None
    fields: tuple[str, ...] = ()
    reason: Reason | None = None


def plan_rows(
    guide: Guide,
    rows: Iterable[PlaceDraft | Refused],
    *,
    is_map: bool,
    kept: AbstractSet[tuple[str, int]] = frozenset(),
) -> Iterator[PlannedRow]:
    """Compare the rows with the guide, in their order; places that a map should have and has not come last.

    A new row with the name of a place within 60 metres that is not itself in the file is a double, for
    people to decide about; `kept` are pairs of object and place about which they did. Two objects of one
    map are two places, whatever their names.
    """
    rows = list(rows)
    met = {place.id for row in rows if isinstance(row, PlaceDraft) and (place := guide.same_object(row))}
    spots = _Spots()
    drafts = []
    for number, row in enumerate(rows, start=1 if is_map else FIRST_OF_LIST):
        if isinstance(row, Refused):
            yield PlannedRow(row.row, row.name, Outcome.REFUSED, reason=row.reason)
            continue
        planned = _plan(guide, row, met, row.source_id or str(number))
        if planned.place and (planned.source, planned.place.id) in kept:
            planned = replace(planned, outcome=Outcome.UNCHANGED)
        if not row.source_id and spots.has(row):
            planned = PlannedRow(planned.source, row.name, Outcome.REFUSED, reason=Reason.SAME_ROW)
        spots.add(row)
        drafts.append(row)
        yield planned
    if is_map:
        yield from _vanished(guide, met, drafts)


def counts_of(rows: Iterable[PlannedRow]) -> Counter[Outcome]:
    """How many rows do what."""
    return Counter(row.outcome for row in rows)


def owner_of_rows(draft: PlaceDraft) -> Owner:
    """Whose the fields of this row are: an object of the map is the map's, unless a city says otherwise."""
    return Owner.FILE if draft.is_own or not draft.source_id else Owner.MAP


def differing(place: Standing, draft: PlaceDraft) -> tuple[str, ...]:
    """The fields that this row may write and that are not so yet."""
    owner = owner_of_rows(draft)
    return tuple(
        field
        for field in draft.says
        if place.may_take(field, owner) and place.facts[field] != value_of(place, draft, field)
    )


def filling(place: Standing, draft: PlaceDraft) -> tuple[str, ...]:
    """What a merge writes: what the row knows and may write, or what is empty so far; it empties nothing."""
    may_write = differing(place, draft)
    return tuple(
        field
        for field in draft.says
        if getattr(draft, field) not in NOTHING and (field in may_write or place.facts[field] in NOTHING)
    )


class _Spots:
    """Where names stand in the file itself."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Position]] = defaultdict(list)

    def add(self, draft: PlaceDraft) -> None:
        self._by_name[folded(draft.name)].append(Position(draft.longitude, draft.latitude))

    def has(self, draft: PlaceDraft) -> bool:
        here = Position(draft.longitude, draft.latitude)
        return any(is_same_spot(here, spot) for spot in self._by_name.get(folded(draft.name), ()))


def _plan(guide: Guide, draft: PlaceDraft, met: set[int], source: str) -> PlannedRow:
    same = guide.same_object(draft)
    if same is not None:
        fields = differing(same, draft)
        outcome = Outcome.CHANGED if fields else Outcome.UNCHANGED
        return PlannedRow(source, draft.name, outcome, draft, same, fields)
    alike = [place for place in guide.same_name_nearby(draft) if place.id not in met]
    if not alike:
        return PlannedRow(source, draft.name, Outcome.NEW, draft)
    fields = filling(alike[0], draft)
    says_no_more = not fields and not draft.source_id
    outcome = Outcome.UNCHANGED if says_no_more else Outcome.DOUBLE
    return PlannedRow(source, draft.name, outcome, draft, alike[0], fields)


def _vanished(guide: Guide, met: set[int], drafts: list[PlaceDraft]) -> Iterator[PlannedRow]:
    """Places whose object the map no longer has, within the part of the map that this file covers."""
    if not drafts:
        return
    longitudes, latitudes = [row.longitude for row in drafts], [row.latitude for row in drafts]
    west, east = min(longitudes) - MARGIN, max(longitudes) + MARGIN
    south, north = min(latitudes) - MARGIN, max(latitudes) + MARGIN
    for place in guide.by_source.values():
        here = place.here
        inside = west <= here.longitude <= east and south <= here.latitude <= north
        if place.id not in met and inside and not place.needs_check:
            name, source = place.facts["name"], place.source_id or ""
            yield PlannedRow(source, name, Outcome.VANISHED, place=place)
