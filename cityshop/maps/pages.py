"""Maps as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from flask import current_app, g, request

from cityshop.core.db import Session
from cityshop.maps import offline
from cityshop.maps.basemap_files import Basemap, basemap_of
from cityshop.maps.offline import FilesToKeep
from cityshop.maps.saved_guide import saved_guide
from cityshop.web.parts import Part

BYTES_A_KILOBYTE = 1000


@dataclass(frozen=True)
class Ground:
    """What lies under the points: the address of tiles with {z}, {x} and {y} in it, or a drawing."""

    tiles: str = ""
    first_zoom: int = 0
    last_zoom: int = 0
    box: str = ""
    credit: str = ""
    drawing: str = ""


@dataclass(frozen=True)
class OfflinePage:
    """What is kept when somebody asks for it: addresses of files, their size in kB, and how many places."""

    files: Sequence[str]
    size: int
    count: int
    kinds: Sequence[tuple[str, str]]


def ground() -> Ground:
    """The basemap of the city of the page, else its drawing, else nothing."""
    basemap = _basemap()
    if basemap is None:
        return Ground(drawing=_manifest().get(f"maps/{g.city.slug}.json", ""))
    return Ground(
        tiles=basemap.address_of("{z}", "{x}", "{y}", city=g.city.slug),
        first_zoom=basemap.first_zoom,
        last_zoom=basemap.last_zoom,
        box=str(basemap.box),
        credit=basemap.attribution,
    )


def place_part(session: Session, now: datetime) -> Part | None:
    """Where this place is; the map comes when it is asked for."""
    return Part("maps/_place.html", {"wanted": request.args.get("map") == "1"})


def guide_part(session: Session, now: datetime) -> Part | None:
    """The way to the guide in a pocket."""
    return Part("maps/_keep.html") if current_app.config["KEEPS_GUIDES"] else None


def offline_page(session: Session, *, now: datetime) -> OfflinePage:
    """What the guide of this city takes on a device."""
    saved = saved_guide(session, now=now)
    keep = offline.files_to_keep(saved, _under(saved), _manifest())
    size = -(-keep.size // BYTES_A_KILOBYTE)
    return OfflinePage(
        keep.addresses, size, len(saved["slug"]), [(kind, words) for kind, words in saved["kinds"]]
    )


def _under(saved: Mapping[str, Any]) -> FilesToKeep:
    basemap = _basemap()
    if basemap is None:
        return offline.drawing_to_keep(_manifest(), g.city.slug)
    tile_of = partial(current_app.extensions["cityshop.tiles"].tile, g.city.slug, basemap.digest)
    return offline.tiles_to_keep(saved, basemap, _manifest(), city=g.city.slug, tile_of=tile_of)


def _basemap() -> Basemap | None:
    folder = current_app.config["BASEMAPS_FOLDER"]
    return basemap_of(folder, g.city.slug, latitude=g.city.latitude, longitude=g.city.longitude)


def _manifest() -> Mapping[str, str]:
    return cast("Mapping[str, str]", current_app.extensions["cityshop.assets"])
