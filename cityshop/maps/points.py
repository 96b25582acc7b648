"""The places of a question as the map draws them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.maps.basemap_files import ATTRIBUTION
from cityshop.maps.packing import distinct, place_columns, state_letters
from cityshop.places.filters import GuideFilters
from cityshop.places.guide import Seen, all_fitting_places
from cityshop.places.words import KIND, opening_words
from cityshop.web.i18n import translated


def points(session: Session, filters: GuideFilters, *, now: datetime) -> tuple[dict[str, Any], datetime]:
    """Columns of every place that fits, with its state in words; and until when (UTC) they are true."""
    seen, until = all_fitting_places(session, filters, now=now)
    words, said = distinct([opening_words(one.opening, one.next_state, now) for one in seen])
    columns = place_columns(seen, kind_words())
    return columns | {
        "state": state_letters(seen),
        "words": words,
        "said": said,
        "credit": credit(seen),
    }, until


def kind_words() -> dict[str, str]:
    """What a visitor calls each kind, in the language of the page."""
    return {kind: translated(words) for kind, words in KIND.items()}


def credit(seen: Sequence[Seen]) -> str:
    """Whom to thank for the points; empty when they are the town's own."""
    return ATTRIBUTION if any(one.place.source_id for one in seen) else ""
