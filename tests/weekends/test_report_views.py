"""The closing report: as a page, as a list, published and hidden; editions side by side."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.weekends.models import ClosingReport
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in


@pytest.fixture
def over(make):
    """An edition that ended yesterday, with a used voucher at a shop with a strange name."""
    campaign = make.campaign(starts_at=NOW - timedelta(days=4), ends_at=NOW - timedelta(days=1))
    shop = make.shop(name="=1+1 Winkel")
    make.used(make.offer(shop, campaign), make.counter(shop), at=NOW - timedelta(days=2), amount_cents=1250)
    return campaign


def report(campaign, path=""):
    return f"/staff/kortrijk/weekends/{campaign.slug}/report{path}"


def rows(database, what):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(what).order_by(*what.__table__.primary_key)).all()


def test_an_edition_that_is_on_cannot_be_closed(amina, make, database):
    campaign = make.campaign()

    page = Page(amina.get(report(campaign)))
    assert "Not closed yet" in page.text
    assert "Close this edition" not in page.text

    assert Page(post_form(amina, report(campaign, "/close"))).status == 409
    assert rows(database, ClosingReport) == []


def test_an_edition_is_closed_published_and_hidden(amina, client, over, database):
    public = f"/kortrijk/weekends/{over.slug}"
    assert client.get(public).status_code == 404
    assert "Close this edition" in Page(amina.get(report(over))).text

    for _ in range(2):
        assert post_form(amina, report(over, "/close")).status_code == 303
    assert client.get(public).status_code == 404
    for _ in range(2):
        assert post_form(amina, report(over, "/publish")).status_code == 303
    page = Page(client.get(public))
    assert "Vouchers redeemed" in page.text
    assert "Winkel" not in page.text
    assert "Set-Cookie" not in page.response.headers
    for _ in range(2):
        assert post_form(amina, report(over, "/hide")).status_code == 303

    assert client.get(public).status_code == 404
    happenings = [entry.happening for entry in rows(database, JournalEntry)]
    assert happenings == ["edition-closed", "edition-published", "edition-hidden"]


def test_publishing_needs_closing_first(amina, over):
    assert post_form(amina, report(over, "/publish")).status_code == 409


def test_a_closed_report_stays_as_it_was(amina, make, over):
    post_form(amina, report(over, "/close"))
    shop = make.shop(name="Nieuw")
    make.used(make.offer(shop, over), make.counter(shop))

    text = Page(amina.get(report(over))).text

    assert "Closed on" in text
    assert "Nieuw" not in text


def test_a_report_that_somebody_changed_says_so(amina, over, database):
    post_form(amina, report(over, "/close"))
    with database.writes.begin() as session:
        changed = {**rows(database, ClosingReport)[0].figures, "offers": 99}
        session.execute(update(ClosingReport.__table__).values(figures=changed))

    assert "These figures were changed" in Page(amina.get(report(over))).text


def test_the_list_for_spreadsheets(amina, over):
    answer = amina.get(report(over, ".csv"))

    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{over.slug}.csv"' in answer.headers["Content-Disposition"]
    assert "'=1+1 Winkel;Doorniksestraat;1;1;1;12,50\r\n" in text


def test_the_files_give_figures_as_numbers(amina, make, over):
    later = make.campaign()
    make.discount_rules(later, edition_before_id=over.id)
    offer = make.offer(make.shop(name="Nieuw"), later)
    for _ in range(2):
        make.used(offer, make.counter(offer.shop), cost_cents=1250)

    workbook = load_workbook(io.BytesIO(amina.get(report(later, ".xlsx")).get_data()))
    figures = {row[0]: row[1:6] for row in workbook["Figures"].iter_rows(values_only=True)}
    text = amina.get(report(later, ".csv")).get_data(as_text=True)

    assert figures["Vouchers redeemed"] == (2, None, 1, 100, "%")
    assert figures["Share redeemed"] == ("cannot be told", "%", "cannot be told", None, "points")
    assert figures["Cost to the city"] == (25, "€", 0, None, "%")
    assert "\r\nVouchers redeemed;2;;1;100;%;" in text
    assert "\r\nCost to the city;25,00;€;0,00;;%;" in text


def test_the_workbook_has_no_cell_that_reckons(amina, over):
    content = amina.get(report(over, ".xlsx")).get_data()

    workbook = load_workbook(io.BytesIO(content))

    shops = list(workbook["By shop"].iter_rows(values_only=True))
    assert shops[1] == ("'=1+1 Winkel", "Doorniksestraat", 1, 1, 1, 12.5)
    assert not any(cell.data_type == "f" for sheet in workbook for row in sheet.iter_rows() for cell in row)


def test_paper_beside_phone_on_the_page_in_the_files_and_beside_each_other(amina, client, over):
    post_form(amina, report(over, "/close"))
    post_form(amina, report(over, "/publish"))

    page = Page(amina.get(report(over))).text
    side_by_side = Page(amina.get(f"/staff/kortrijk/weekends/{over.slug}/editions")).text
    text = amina.get(report(over, ".csv")).get_data(as_text=True)
    public = Page(client.get(f"/en/kortrijk/weekends/{over.slug}")).text

    for word, count in (("Claimed on a phone", 1), ("Redeemed on paper", 0), ("Vouchers that lapsed", 0)):
        assert f"{word} {count}" in page
        assert f"{word} {count}" in side_by_side
        assert f"{word};{count};" in text
        assert word not in public


def test_editions_stand_side_by_side(amina, make, over):
    later = make.campaign()
    make.discount_rules(later, edition_before_id=over.id)
    make.closed_edition(over)

    text = Page(amina.get(f"/staff/kortrijk/weekends/{later.slug}/editions")).text
    beside = Page(amina.get(report(later))).text

    assert "Vouchers redeemed 10" in text
    assert "Edition before" in beside
    assert "This edition lasted 7 days, the one before 4" in beside


def test_an_edition_of_one_day_lasted_one_day(amina, make, over):
    later = make.campaign(starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    make.discount_rules(later, edition_before_id=over.id)

    page = Page(amina.get(report(later)))

    assert "This edition lasted 1 day, the one before 4" in page.text
    assert "As a bar" in page.text


def test_the_public_page_is_in_every_language(amina, client, over):
    post_form(amina, report(over, "/close"))
    post_form(amina, report(over, "/publish"))

    for prefix in ("", "/fr", "/en", "/de"):
        assert Page(client.get(f"{prefix}/kortrijk/weekends/{over.slug}")).status == 200


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", ["/close", "/publish", "/hide"])
def test_who_may_close_an_edition(client, make, over, role, path):
    make.closed_edition(over)
    sign_in(client, make.account(role, city=make.kortrijk()))

    status = post_form(client, report(over, path)).status_code

    assert (status == 303) == (role in PERMISSIONS[Act.CLOSE_EDITION].roles)


def test_another_city_cannot_close_it(client, make, over, database):
    genk = make.city("genk", "Genk")
    sign_in(client, make.staff(city=genk))

    for path in ("/close", "/publish", "/hide"):
        assert post_form(client, report(over, path).replace("kortrijk", "genk")).status_code == 404
        assert client.get(report(over, path)).status_code in (404, 405)
    assert rows(database, ClosingReport) == []
