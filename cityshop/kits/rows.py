"""How often a printed piece was scanned, as one line of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cityshop.core.db import Session
from cityshop.links.pages import printed_address
from cityshop.links.queries import counted_links
from cityshop.links.rules import first_day_lately


@dataclass(frozen=True)
class ScanRow:
    """How often a piece was scanned."""

    link_id: int
    shop: str
    word: str
    address: str
    scans: int
    lately: int
    is_retired: bool


def scan_rows_of(session: Session, pieces: Mapping[str, str], *, now: datetime) -> list[ScanRow]:
    """The links about these things, each with its word, and their scans; the most followed first."""
    return [
        ScanRow(
            link_id=one.link.id,
            shop=one.link.label,
            word=pieces[one.link.about],
            address=printed_address(one.link),
            scans=one.scans,
            lately=one.lately,
            is_retired=one.link.retired_at is not None,
        )
        for one in counted_links(session, pieces, since=first_day_lately(now))
    ]
