"""A route on a phone without reception: it was opened once, and that is enough."""

from datetime import UTC, datetime, timedelta

from tests.sample_site import PHONE

STOP = "/kortrijk/routes/zomerroute/stops/"
CACHES = "async () => await caches.keys()"


def opened(visit):
    """A phone on which one stop of the route was opened, and that has lost reception since."""
    visitor = visit(PHONE)
    visitor.goes_to(f"{STOP}1")
    visitor.page.locator("[data-kept]:not([hidden])").wait_for()
    visitor.page.context.set_offline(True)
    return visitor


def states(page):
    return [one.inner_text() for one in page.locator(".place__state").all()]


def test_every_stop_is_there_without_reception(visit):
    page = opened(visit).page

    page.goto(f"{page.url.removesuffix('1')}5")

    assert page.locator("h1").inner_text() == "5. Molentuin Heule"
    assert page.locator("[data-kept]").inner_text().startswith("Je bent offline.")


def test_what_is_open_is_worked_out_on_the_phone(visit):
    page = opened(visit).page
    kept = states(page)

    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=60))
    page.reload()

    assert len(kept) == 2
    assert all("niet gekend" in words for words in states(page))


def test_a_route_that_was_removed_is_gone(visit):
    page = opened(visit).page

    page.locator("[data-forget]").click()
    page.get_by_text("Verwijderd van dit toestel.").wait_for()

    assert page.evaluate(CACHES) == []
