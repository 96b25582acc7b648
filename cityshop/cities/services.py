"""Everything that changes a city."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.cities.errors import ColourTooPale
from cityshop.cities.models import City
from cityshop.cities.rules import INK, PAPER, READABLE, contrast, readable_on, theme_from
from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record


@dataclass(frozen=True)
class CityDraft:
    """What town hall can change of its own page."""

    colour: str
    headline: dict[str, str]
    introduction: dict[str, str]
    contact_name: str
    contact_email: str


def change_city(session: Session, city: City, draft: CityDraft, *, account_id: int, now: datetime) -> City:
    """Change a city's page; raises ColourTooPale when its colour cannot be read on paper."""
    readable = contrast(draft.colour, PAPER)
    if readable < READABLE:
        darker = readable_on(PAPER, draft.colour, towards=INK)
        raise ColourTooPale(contrast=f"{readable:.1f}", darker=darker)
    city.theme = theme_from(draft.colour)
    city.headline, city.introduction = draft.headline, draft.introduction
    city.contact_name, city.contact_email = draft.contact_name, draft.contact_email
    renew_public_pages(session, city.id)
    record(session, Happening.CITY_CHANGED, f"city {city.id}", account_id=account_id, now=now)
    session.flush()
    return city
