"""What falls due by itself: how mails fared, and editions that nobody closed."""

from datetime import datetime

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Database, Session, choose_city
from cityshop.core.mishaps import one_of_many
from cityshop.weekends.making import close_edition, editions_to_close
from cityshop.weekends.services import note_deliveries


def tidy_weekends(session: Session, *, now: datetime) -> None:
    """Note what became of mails to shops, before sent mail is forgotten."""
    note_deliveries(session)


def close_due_editions(database: Database, *, now: datetime) -> int:
    """Close editions that ended three weeks ago, one transaction each; gives how many."""
    with database.reads() as session:
        due = editions_to_close(session, now=now)
    closed = 0
    for campaign in due:
        with one_of_many(f"edition={campaign.id} closing"):
            closed += _close(database, campaign, now)
    return closed


def _close(database: Database, campaign: Campaign, now: datetime) -> bool:
    with database.writes.begin() as session:
        choose_city(session, campaign.city_id)
        return close_edition(session, campaign, account_id=None, now=now)
