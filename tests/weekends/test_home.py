"""The short report of the last edition, on the city's front page."""

from datetime import timedelta

from sqlalchemy import update

from cityshop.weekends.models import ClosingReport
from tests.makers.base import NOW
from tests.page import Page


def edition(make, database, *, ended, published=NOW):
    campaign = make.campaign(starts_at=ended - timedelta(days=3), ends_at=ended)
    make.closed_edition(campaign)
    with database.writes.begin() as session:
        shown = update(ClosingReport.__table__).where(ClosingReport.__table__.c.campaign_id == campaign.id)
        session.execute(shown.values(published_at=published))
    return f"/kortrijk/weekends/{campaign.slug}"


def test_the_front_page_leads_to_the_last_published_report(client, make, database):
    older = edition(make, database, ended=NOW - timedelta(days=90))
    newer = edition(make, database, ended=NOW - timedelta(days=9))
    hidden = edition(make, database, ended=NOW - timedelta(days=2), published=None)

    links = Page(client.get("/kortrijk")).links

    assert newer in links
    assert older not in links
    assert hidden not in links


def test_an_old_report_leaves_the_front_page(client, make, database):
    address = edition(make, database, ended=NOW - timedelta(days=121))

    assert address not in Page(client.get("/kortrijk")).links
    assert client.get(address).status_code == 200
