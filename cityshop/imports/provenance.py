"""Where each field of a place comes from, for the form in which town hall changes it."""

from datetime import datetime

from flask import g

from cityshop.core.db import Session
from cityshop.imports import queries
from cityshop.imports.rules import last_writers
from cityshop.imports.words import OWNERS, PLACE_FIELDS
from cityshop.places.drafts import FROM_THE_MAP
from cityshop.places.models import Place
from cityshop.places.owners import Owner, owner_of
from cityshop.web.i18n import translated
from cityshop.web.parts import Part

FIELDS = (*FROM_THE_MAP, "ownership", "text", "terrace")


def place_desk_part(session: Session, now: datetime) -> Part | None:
    """Where each field of a place comes from: people, a list, the map, and which import wrote it last."""
    place: Place = g.place
    written = queries.imports_of_place(session, place.id)
    batches = {batch.id: batch for _, batch in written}
    writers = last_writers({batch.id: row.fields for row, batch in written})
    lines = []
    for field in FIELDS:
        owner = owner_of(place, field)
        batch = batches.get(writers.get(field, 0)) if owner is not Owner.PEOPLE else None
        lines.append((translated(PLACE_FIELDS[field]), translated(OWNERS[owner]), batch))
    if not batches and not place.source_id:
        return None
    return Part("imports/_place_desk.html", {"lines": lines, "object": place.source_id or ""})
