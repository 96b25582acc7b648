"""The letter to town hall about a fake code."""

from collections.abc import Iterable

from cityshop.accounts.queries import accounts_that_may
from cityshop.core.db import Session
from cityshop.core.outbox import Letter
from cityshop.core.permissions import Act
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.genuine.models import FakeReport
from cityshop.web.areas import page_city
from cityshop.web.i18n import speaking
from cityshop.web.letters import full_address, letter


def fake_reported(session: Session, report: FakeReport) -> Iterable[Letter]:
    """What was reported, for all who answer; in Dutch, in which town halls work."""
    city = page_city()
    colleagues = accounts_that_may(session, Act.ANSWER_FAKE, city_id=city.id)
    with speaking(DEFAULT_LANGUAGE):
        link = full_address("genuine_staff.report", city=city.slug, report_id=report.id)
        facts = {"place": report.place, "shown": report.shown, "city": city.name, "link": link}
        return [letter("genuine/reported", one.email, name=one.name, **facts) for one in colleagues]
