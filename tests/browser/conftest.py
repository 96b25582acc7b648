"""Phones behind the counter of the bakery, and vouchers for them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from cityshop.core.db import Database, across_cities, choose_city
from cityshop.devices.models import Device
from cityshop.offers import claiming, keys, queries
from cityshop.offers.models import Offer
from cityshop.offers.tokens import signer_for
from tests.browser.till import stand_behind
from tests.sample_site import PHONE

BAKERY = "Bakkerij Vandoorne"
OFFER = "bakkerij-vandoorne-20-op-al-ons-brood"


@pytest.fixture
def books(sample_site):
    """The database of the site."""
    return Database(sample_site.settings.database_url)


@pytest.fixture
def tokens(books, sample_site):
    """`tokens(number)` gives the QR texts of so many new vouchers of the bakery."""
    secret = sample_site.settings.secret_key

    def claim(number):
        now = datetime.now(UTC)
        with books.writes.begin() as session, across_cities(session):
            offer = session.scalars(select(Offer).where(Offer.slug == OFFER)).one()
            session.execute(update(Offer).where(Offer.id == offer.id).values(stock=None))
            choose_city(session, offer.city_id)
            keys.keep_key(session, offer.city_id, offer.campaign_id, secret=secret, now=now)
            facts = queries.city_offer(session, offer.city_id, offer.id)
            holders = [f"{now.timestamp()}-{place}".encode() for place in range(number)]
            codes = [claiming.claim_voucher(session, facts, holder=holder, now=now) for holder in holders]
        with books.reads() as session:
            found = [queries.voucher_by_code(session, code) for code in codes]
            signer = signer_for(session, found[0].offer.campaign_id, found, secret=secret)
            return [f"{sample_site.address}/V/{signer.text_of(voucher)}".upper() for voucher in found]

    return claim


@pytest.fixture
def ready_phone(request, chromium, sample_site, books):
    """A phone that stands behind the counter of the bakery and was made ready; there is reception."""
    context = chromium.new_context(viewport=PHONE, locale="nl-BE")
    context.add_init_script(getattr(request, "param", ""))
    page = context.new_page()
    page.set_default_timeout(10_000)
    stand_behind(page, sample_site, BAKERY)
    page.click("[data-phone-pair]")
    page.wait_for_selector("[data-phone-contact]:not([hidden])")
    yield page
    context.close()
    with books.writes.begin() as session, across_cities(session):
        session.execute(update(Device).values(revoked_at=datetime.now(UTC)))


@pytest.fixture
def phone(ready_phone):
    """The same phone in flight mode."""
    ready_phone.context.set_offline(True)
    return ready_phone
