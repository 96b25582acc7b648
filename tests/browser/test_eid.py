"""A resident votes with an eID in a real browser: away to a real provider, and back to a receipt."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cityshop.elections.models import Ballot, Level
from tests.eid_provider import CLIENT, SECRET, running_provider
from tests.sample_site import PHONE
from tests.server import Server


class SiteWithEid(Server):
    """The running site, told where people sign in with their eID."""

    issuer = ""

    @property
    def environ(self):
        return super().environ | {
            "CITYSHOP_OIDC_ISSUER": self.issuer,
            "CITYSHOP_OIDC_CLIENT_ID": CLIENT,
            "CITYSHOP_OIDC_CLIENT_SECRET": SECRET,
        }


@pytest.fixture
def site(settings, database):
    site = SiteWithEid(settings)
    with running_provider(f"{site.address}/eid/return") as issuer:
        site.issuer = issuer
        site.start()
        yield site
        site.stop()


@pytest.fixture
def bert(make):
    """The page of Bert, in a vote that is open now: the provider goes by the real clock."""
    now = datetime.now(UTC)
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    contest = make.contest(level=Level.OIDC, **dates)
    return f"/kortrijk/vote/{contest.slug}/{make.candidate(contest).slug}"


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(viewport=PHONE, locale="nl-BE")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def goes_to_the_eid(page, site, candidate):
    page.goto(site.address + candidate)
    page.locator("form[action$='/eid'] button").click()
    page.wait_for_url(f"{site.issuer}/**")


def signs_in(page, site, name):
    """The provider asks twice: who are you, and may this site know."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("x")
    page.locator("button[type=submit]").click()
    page.locator("input[name=prompt][value=consent]").wait_for(state="attached")
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{site.address}/**/eid/vote")


def ballots(database):
    with database.reads() as session:
        return session.scalar(select(func.count()).select_from(Ballot))


def test_a_resident_signs_in_with_the_eid_votes_and_sees_the_receipt(phone, site, bert, database):
    goes_to_the_eid(phone, site, bert)
    signs_in(phone, site, "an")
    assert ballots(database) == 0

    phone.locator("main form button").click()
    phone.wait_for_url(re.compile("/receipt/"))

    phone.get_by_text(re.compile("Klopt: dit ontvangstbewijs hoort bij een stem voor")).wait_for()
    assert phone.locator("h1").inner_text() == "Dank je, je stem is binnen"
    assert "#" not in phone.url
    assert ballots(database) == 1


def test_who_votes_again_with_the_same_eid_changes_the_one_ballot(phone, site, bert, database):
    for _ in range(2):
        goes_to_the_eid(phone, site, bert)
        signs_in(phone, site, "an")
        phone.locator("main form button").click()
        phone.wait_for_url(re.compile("/receipt/"))
        phone.context.clear_cookies()

    assert ballots(database) == 1


def test_who_stops_at_the_eid_comes_back_to_a_page_that_says_what_to_do(phone, site, bert, database):
    goes_to_the_eid(phone, site, bert)

    phone.get_by_text("Cancel").click()

    phone.wait_for_url(f"{site.address}/**")
    assert phone.locator("main a").count() > 0
    assert ballots(database) == 0
