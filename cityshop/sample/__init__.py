"""Sample cities that read as real ones: own texts, invented shops, real street names. `cityshop seed` loads them.

Nothing here is needed by a real city; the whole folder may be deleted.
"""

from datetime import datetime

from cityshop.cities.queries import all_cities
from cityshop.core.clock import local
from cityshop.core.db import Database
from cityshop.sample import (
    agenda,
    brags,
    cities,
    discounts,
    editions,
    genuine,
    guide,
    imports,
    mondays,
    papers,
    programme,
    routes,
    shops,
    terraces,
    till,
    traits,
    upkeep,
    vote,
    weekends,
)
from cityshop.settings import Settings


def load(database: Database, settings: Settings, *, now: datetime) -> bool:
    """Load everything in one transaction, campaigns from midnight on; False when there are cities already."""
    with database.writes.begin() as session:
        if all_cities(session):
            return False
        today = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        cities.load(session)
        shops.load(session, settings.secret_key, now=today)
        guide.load(session, now=now)
        terraces.load(session, now=today)
        traits.load(session)
        routes.load(session, now=now)
        imports.load(session, now=now)
        upkeep.load(session, now=now)
        agenda.load(session, now=today)
        discounts.load(session, now=today)
        genuine.load(session, settings.secret_key, now=today)
        papers.load(session, settings.secret_key, now=now)
        editions.load(session, settings.secret_key, now=today)
        weekends.load(session, now=today)
        mondays.load(session, now=today)
        till.load(session, now=now)
        vote.load(session, settings.keys_folder, now=today)
        brags.load(session, settings.keys_folder, now=today)
        programme.load(session, now=today)
    return True
