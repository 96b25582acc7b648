"""Imports in words."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.imports.headings import FIELDS
from cityshop.imports.models import BatchState, Decision, Outcome
from cityshop.imports.recognising import Format
from cityshop.places.owners import Owner

FORMATS: Mapping[str, str] = {
    Format.CSV: n_("List (CSV)"),
    Format.XLSX: n_("List (XLSX)"),
    Format.GUIDE: n_("Export of a guide"),
    Format.GEOJSON: n_("Map (GeoJSON)"),
    Format.OVERPASS: n_("Map (Overpass)"),
    Format.OSM: n_("Map (.osm)"),
    Format.PBF: n_("Map (.osm.pbf)"),
    Format.GPX: n_("Waypoints (GPX)"),
}
STATES: Mapping[str, str] = {
    BatchState.ASKED: n_("Waits for you"),
    BatchState.READING: n_("Being read"),
    BatchState.PLANNED: n_("Waits for you"),
    BatchState.WRITING: n_("Being written"),
    BatchState.DONE: n_("In the guide"),
    BatchState.REFUSED: n_("Refused"),
    BatchState.UNDOING: n_("Being taken back"),
    BatchState.UNDONE: n_("Taken back"),
}
LOOKS: Mapping[str, str] = {
    BatchState.ASKED: "warn",
    BatchState.PLANNED: "warn",
    BatchState.DONE: "good",
    BatchState.REFUSED: "bad",
}
OUTCOMES: Mapping[str, str] = {
    Outcome.NEW: n_("New"),
    Outcome.CHANGED: n_("Changed"),
    Outcome.UNCHANGED: n_("Unchanged"),
    Outcome.DOUBLE: n_("Perhaps double"),
    Outcome.VANISHED: n_("No longer in the file"),
    Outcome.REFUSED: n_("Refused"),
}
DECISIONS: Mapping[str, str] = {
    Decision.KEEP: n_("Keep the place as it is"),
    Decision.MERGE: n_("Merge: the place takes over what the row says"),
    Decision.BOTH: n_("Both: they are two places"),
}
OWNERS: Mapping[str, str] = {
    Owner.PEOPLE: n_("People: town hall or the shop itself"),
    Owner.FILE: n_("A list of the city"),
    Owner.MAP: n_("OpenStreetMap"),
}
PLACE_FIELDS: Mapping[str, str] = {
    **{name: words for name, (words, _) in FIELDS.items()},
    "hours_text": FIELDS["hours"][0],
    "text": n_("Text"),
    "terrace": n_("Terrace"),
}
