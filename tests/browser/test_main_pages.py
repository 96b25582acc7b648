"""The main pages in a real browser, on a phone and on a desk: accessible, and never wider than it."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Database, across_cities
from cityshop.mondays.models import CardMail
from cityshop.mondays.tokens import make_token
from tests.browser.till import stand_behind
from tests.mail import code_sent_to
from tests.sample_site import DESK, PHONE

BAKERY = "Bakkerij Vandoorne"
SURVEYED = "kortrijkkorting-2"  # the weekend that shops are asked about now
SIZES = {"phone": PHONE, "desk": DESK}
NARROW = {"width": 320, "height": 640}  # what WCAG 1.4.10 names
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TWICE_THE_SIZE = "() => { document.documentElement.style.fontSize = '200%' }"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


_SIGNED_IN: list[Any] = []  # the cookies of whoever signed in first
_KEEPER: list[Any] = []  # and of the shopkeeper


def home(visitor):
    visitor.goes_to("/kortrijk")


def contest(visitor):
    visitor.goes_to("/kortrijk/vote/ambassadeur-2026")


def candidate(visitor):
    visitor.goes_to("/kortrijk/vote/ambassadeur-2026/boekhandel-de-letterzetter")


def receipt(visitor):
    candidate(visitor)
    address = f"lezer{visitor.page.viewport_size['width']}@inwoner.example"
    visitor.page.locator("input[type=email]").fill(address)
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_url(re.compile("/confirm"))
    visitor.page.locator("input[name=code]").fill(code_sent_to(visitor.site, address))
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(re.compile("/receipt/"))


def guide(visitor):
    visitor.goes_to("/kortrijk/guide")


def place(visitor):
    guide(visitor)
    visitor.page.locator("main ul a[href*='/guide/']").first.click()


def agenda(visitor):
    visitor.goes_to("/kortrijk/agenda")


def agenda_month(visitor):
    visitor.goes_to("/kortrijk/agenda/month")


def event(visitor):
    visitor.goes_to("/kortrijk/agenda/maandagmarkt")


def guide_map(visitor):
    visitor.goes_to("/kortrijk/guide?map=1")
    visitor.page.locator(".map__pin").first.wait_for(state="attached")
    visitor.page.locator(".place__show").first.click()
    visitor.page.locator(".leaflet-popup-content").wait_for()


def kept_guide(visitor):
    visitor.goes_to("/kortrijk/guide/offline")
    visitor.page.locator("[data-act=keep]").click()
    visitor.page.locator("[data-act=forget]").wait_for()


def offers(visitor):
    visitor.goes_to("/kortrijk/offers")


def offer(visitor):
    visitor.goes_to("/kortrijk/offers/bloemen-sint-maarten-een-bos-tulpen-bij-elk-boeket")


def till_guide(visitor):
    visitor.goes_to("/kortrijk/offers/how")


def street_kits(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/offers/kit")


def offer_kit(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/offers/kit/1")


def paper_vouchers(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/sheets")


def paper_batch(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/sheets/1")


def rules(visitor):
    visitor.goes_to("/kortrijk/vote/ambassadeur-2026/rules")


def prize(visitor):
    visitor.goes_to("/de/kortrijk/vote/ambassadeur-2026/prize")


def voucher(visitor):
    offer(visitor)
    visitor.page.locator("main form[action$='/claim'] button").click()
    visitor.page.wait_for_url(re.compile("/v/"))


def wallet(visitor):
    voucher(visitor)
    visitor.goes_to("/kortrijk/vouchers")
    visitor.page.locator(".wallet__row .tag:visible").wait_for()


def voucher_by_mail(visitor):
    voucher(visitor)
    visitor.page.locator("main a[href$='/mail']").click()
    visitor.page.locator("main form button").click()
    visitor.page.locator("[data-error-summary]").wait_for()


def voucher_back(visitor):
    voucher(visitor)
    visitor.page.locator("main a[href$='/back']").click()
    visitor.page.locator("main form[action$='/back']").wait_for()


def counter(visitor):
    return stand_behind(visitor.page, visitor.site, BAKERY)


def counter_answer(visitor):
    visitor.goes_to(counter(visitor))
    visitor.page.locator("input[name=code]").fill("AAAAAAAAAA")
    visitor.page.locator("[data-code-form] button").click()
    visitor.page.locator("[data-answer=refused]").wait_for()


def counter_today(visitor):
    visitor.goes_to(f"{counter(visitor)}/today")


def shop_counters(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/merchants/bakkerij-vandoorne/counters")


def shop_counter(visitor):
    shop_counters(visitor)
    visitor.page.locator("main .counters a").first.click()


def dashboard(visitor):
    """Signs in once for all pages, as people do: the site counts tries."""
    if _SIGNED_IN:
        visitor.page.context.add_cookies(_SIGNED_IN)
        visitor.goes_to("/staff/kortrijk")
        return
    visitor.goes_to("/sign-in")
    visitor.page.locator("input[name=email]").fill("staff@kortrijk.example")
    visitor.page.locator("input[name=password]").fill("demo-demo-demo")
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_url(re.compile("/staff/kortrijk"))
    _SIGNED_IN.extend(visitor.page.context.cookies())


def wall(visitor):
    visitor.goes_to("/kortrijk/vote/ambassadeur-2026/wall")


def fairness_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/contests/ambassadeur-2026/fairness")


def contest_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/contests/ambassadeur-2026")


def programme(visitor):
    visitor.goes_to("/programme/ik-koop-lokaal")


def winners(visitor):
    visitor.goes_to("/programme/ik-koop-lokaal/winners")


def edition(visitor):
    visitor.goes_to("/sign-in")
    visitor.page.locator("input[name=email]").fill("organiser@cityshop.example")
    visitor.page.locator("input[name=password]").fill("demo-demo-demo")
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_url(lambda address: "sign-in" not in address)
    visitor.goes_to("/organiser/ik-koop-lokaal/2026")


def hours_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/places/de-vlasblomme/hours")


def special_days_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/places/boekhandel-de-letterzetter/closures")


def favourites(visitor):
    guide(visitor)
    visitor.page.locator(".heart").first.click()
    visitor.goes_to("/kortrijk/guide/favourites")
    visitor.page.locator(".places .heart").wait_for()


def booklet(visitor):
    visitor.goes_to("/kortrijk/guide/booklet")


def report(visitor):
    visitor.goes_to("/kortrijk/guide/de-vlasblomme/report")


def genuine(visitor):
    visitor.goes_to("/kortrijk/genuine?code=https://win-een-bon.example/kortrijk")


def fake_report(visitor):
    visitor.goes_to("/kortrijk/genuine/report")


def codes_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/codes")


def vacant(visitor):
    visitor.goes_to("/kortrijk/vacant")


def guide_queue(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/guide/queue")


def vacancy_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/vacancies")


def own_place(visitor):
    visitor.goes_to("/sign-in")
    visitor.page.locator("input[name=email]").fill("merchant@kortrijk.example")
    visitor.page.locator("input[name=password]").fill("demo-demo-demo")
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_url(lambda address: "sign-in" not in address)
    visitor.page.locator("main a[href$='/place']").first.click()


def larger_terraces(visitor):
    visitor.goes_to("/kortrijk/terraces/terrassenxxl")


def terraces_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/terraces")


def terrace_form(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/places/cafe-t-belfort/terrace")


def permit_list(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/terraces/permits")


def routes(visitor):
    visitor.goes_to("/kortrijk/routes")


def route(visitor):
    visitor.goes_to("/kortrijk/routes/zomerroute")


def route_stop(visitor):
    visitor.goes_to("/kortrijk/routes/zomerroute/stops/2")


def route_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/routes/zomerroute/line")


def stops_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/routes/zomerroute/stops?q=markt")


def open_data(visitor):
    visitor.goes_to("/kortrijk/guide/data")


def framed_guide(visitor):
    visitor.goes_to("/kortrijk/guide/embed?kind=cafe&map=1")


def import_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/places/import")


def dry_run(visitor):
    import_desk(visitor)
    visitor.page.locator("main table a").first.click()
    visitor.page.locator("main a[href*='show=double']").first.click()


def embed_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/places/embed")


def own_offers(visitor):
    """Signs in once, as a shopkeeper does who makes an offer on the phone."""
    if _KEEPER:
        visitor.page.context.add_cookies(_KEEPER)
        visitor.goes_to("/shop/offers")
        return
    visitor.goes_to("/sign-in")
    visitor.page.locator("input[name=email]").fill("merchant@kortrijk.example")
    visitor.page.locator("input[name=password]").fill("demo-demo-demo")
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_url(lambda address: "sign-in" not in address)
    _KEEPER.extend(visitor.page.context.cookies())
    visitor.goes_to("/shop/offers")


def offer_form(visitor):
    own_offers(visitor)
    visitor.page.locator("main a[href*='/offers/new/']").first.click()
    visitor.page.locator("[name=kind][value=percent]").check()
    visitor.page.locator("[name=title_nl]").fill("Solden op al ons brood")
    for fold in visitor.page.locator("main .more > summary").all():
        fold.click()
    visitor.page.locator("[data-needs-reason]").wait_for()


def offer_queue(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/offers/waiting")


def offer_desk(visitor):
    offer_queue(visitor)
    visitor.page.locator(".waiting__acts a").first.click()


def discount_rules(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/campaigns/kortrijkkorting/discount")


def sales(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/sales")


def monday_card(visitor):
    own_offers(visitor)
    visitor.goes_to("/shop/offers/card")
    visitor.page.locator("main .todo a").nth(1).click()


def monday_questions(visitor):
    monday_card(visitor)
    visitor.page.locator("main a[href*='/survey']").click()
    visitor.page.locator("main form.form button").click()
    visitor.page.locator("[data-error-summary]").wait_for()


def survey_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/surveys/kortrijkkorting-1")


def mailed_survey(visitor):
    """Behind the link in the mail of a shop: nobody signs in."""
    settings = visitor.site.settings
    with Database(settings.database_url).reads() as session, across_cities(session):
        mails = select(CardMail.id).join(Campaign, Campaign.id == CardMail.campaign_id)
        mail_id = session.scalars(mails.where(Campaign.slug == SURVEYED).order_by(CardMail.id)).first()
    visitor.goes_to(f"/kortrijk/monday/{make_token(mail_id, settings.secret_key)}")
    visitor.page.locator("main form.form").wait_for()


def own_sheets(visitor):
    own_offers(visitor)
    visitor.goes_to("/shop/1")
    visitor.page.locator("main a[href$='/sheets']").first.click()
    visitor.page.locator("main table").wait_for()


def own_sheet(visitor):
    own_sheets(visitor)
    visitor.page.locator("main table a").first.click()
    visitor.page.locator("main a[href$='/withdraw']").wait_for()


def own_phones(visitor):
    own_offers(visitor)
    visitor.goes_to("/shop/1/devices")


def own_scans(visitor):
    own_offers(visitor)
    visitor.goes_to("/shop/1/devices/scans")


def phones_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/devices")


def scans_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/scans")


def scan_to_decide(visitor):
    scans_desk(visitor)
    visitor.page.locator("main a[href*='/scans/']").first.click()
    visitor.page.locator("main form").wait_for()


def offline_till(visitor):
    visitor.goes_to(f"{counter(visitor)}/offline")
    visitor.page.locator("[data-to-counter] a").wait_for()
    assert not visitor.page.locator("[data-reception]").is_visible()


def weekend_desk(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/weekends/kortrijkkorting")


def weekend_live(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/weekends/kortrijkkorting/live")


def weekend_screen(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/weekends/kortrijkkorting/live?screen=1")


def weekend_mail(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/weekends/kortrijkkorting/mail/new")


def weekend_report(visitor):
    dashboard(visitor)
    visitor.goes_to("/staff/kortrijk/weekends/kortrijkkorting-2/report")


def published_report(visitor):
    visitor.goes_to("/kortrijk/weekends/kortrijkkorting-1")


PAGES = (
    *(own_offers, offer_form, offer_queue, offer_desk, discount_rules, sales),
    *(
        home,
        contest,
        candidate,
        receipt,
        guide,
        guide_map,
        kept_guide,
        place,
        offers,
        voucher,
        counter,
        dashboard,
    ),
    *(programme, winners, edition, wall, fairness_desk, contest_desk),
    *(hours_desk, special_days_desk),
    *(report, vacant, guide_queue, vacancy_desk, own_place),
    *(larger_terraces, terraces_desk, terrace_form, permit_list),
    *(routes, route, route_stop, route_desk, stops_desk),
    *(open_data, framed_guide, import_desk, dry_run, embed_desk),
    *(agenda, agenda_month, event),
    *(favourites, booklet),
    *(counter_answer, counter_today, shop_counters, shop_counter),
    *(genuine, fake_report, codes_desk),
    *(till_guide, street_kits, offer_kit, paper_vouchers, paper_batch),
    *(wallet, voucher_by_mail, voucher_back),
    *(own_sheets, own_sheet),
    *(own_phones, own_scans, phones_desk, scans_desk, scan_to_decide, offline_till),
    *(monday_card, monday_questions, mailed_survey, survey_desk),
    *(weekend_desk, weekend_live, weekend_screen, weekend_mail, weekend_report, published_report),
)
PUBLIC_PAGES = (
    *(home, contest, candidate, receipt, rules, prize, programme, winners),
    *(guide, place, agenda, agenda_month, event, larger_terraces, offers, offer, voucher),
    *(routes, route, route_stop, report, vacant, genuine, fake_report),
    *(wallet, voucher_by_mail, voucher_back, till_guide, published_report, mailed_survey),
)


@pytest.fixture
def album(pytestconfig) -> Path:
    folder = Path(pytestconfig.getoption("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("open_page", PAGES, ids=lambda page: page.__name__)
def test_a_main_page_is_accessible_and_fits(visit, album, open_page, size):
    visitor = visit(SIZES[size])

    open_page(visitor)

    visitor.page.screenshot(path=album / f"{open_page.__name__}-{size}.png", animations="disabled")
    found = Axe().run(visitor.page, options=WCAG).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
    assert visitor.page.evaluate(SIDEWAYS) <= 0
    visitor.page.evaluate(TWICE_THE_SIZE)
    assert visitor.page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("open_page", PUBLIC_PAGES, ids=lambda page: page.__name__)
def test_letters_of_twice_the_size_fit_on_the_narrowest_phone(visit, open_page):
    visitor = visit(NARROW)
    open_page(visitor)
    assert visitor.page.evaluate(SIDEWAYS) <= 0

    visitor.page.evaluate(TWICE_THE_SIZE)

    assert visitor.page.evaluate(SIDEWAYS) <= 0
