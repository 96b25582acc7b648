"""An edition in numbers: every list adds up, undone redemptions are out, small groups stay hidden."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from cityshop.core.db import choose_city
from cityshop.offers.figures import sales_by_hour, shop_figures
from cityshop.offers.models import Channel, OfferState, Voucher, VoucherState
from cityshop.tidying import erase_postal_codes
from cityshop.weekends import making, queries, report
from cityshop.weekends.comparison import figure_lines, plain_values
from cityshop.weekends.errors import EditionNotClosed, EditionNotOver
from cityshop.weekends.jobs import close_due_editions
from cityshop.weekends.models import ClosingReport
from cityshop.weekends.rules import digest_of
from tests.makers.base import NOW

AFTER = NOW + timedelta(days=4)


@pytest.fixture
def edition(make):
    return make.campaign()


@pytest.fixture
def figures(database, edition):
    def count():
        with database.reads() as session:
            choose_city(session, edition.city_id)
            return report.figures_of(session, edition, now=NOW)

    return count


def a_shop(make, name="Bakkerij Bert"):
    shop = make.shop(name=name)
    return shop, make.counter(shop)


def test_an_edition_without_anything(figures):
    found = figures()

    assert found["claimed"] == {"all": 0, "phone": 0, "paper": 0}
    assert found["amounts"] == {"told": 0, "shops": 0, "cents": 0, "median": None}
    assert (found["moments"], found["shops"], found["kinds"]) == ([], [], [])
    assert found["streets"] == {"shown": [], "together": None}


def test_every_list_adds_up_to_the_totals(make, edition, figures):
    for number in range(3):
        shop, counter = a_shop(make, f"Winkel {number}")
        offer = make.offer(shop, edition)
        for hour in range(number + 2):
            channel = Channel.PAPER if hour == 0 else Channel.PHONE
            make.used(
                offer, counter, at=NOW + timedelta(hours=hour), channel=channel, amount_cents=1000 * hour
            )
        make.claimed(offer, at=NOW - timedelta(days=1))

    found = figures()

    assert (found["claimed"]["all"], found["redeemed"]["all"]) == (12, 9)
    for lines in (found["moments"], found["shops"], found["kinds"]):
        assert sum(line["claimed"] for line in lines) == 12
        assert sum(line["redeemed"] for line in lines) == 9
    assert (found["redeemed"]["paper"], found["redeemed"]["phone"]) == (3, 6)
    assert sum(found["states"].values()) == 12
    assert found["amounts"]["told"] == sum(line["told"] for line in found["shops"]) == 9
    assert found["amounts"]["cents"] == sum(line["cents"] for line in found["shops"]) == 10_000


def test_paper_and_phone_are_counted_and_add_up(make, edition, figures):
    shop, counter = a_shop(make)
    offer = make.offer(shop, edition)
    make.used(offer, counter, channel=Channel.PAPER)
    make.claimed(offer, channel=Channel.PAPER)
    for _ in range(3):
        make.used(offer, counter)

    values = plain_values(figures())

    assert (values["claimed"], values["claimed_phone"], values["claimed_paper"]) == (5, 3, 2)
    assert (values["redeemed"], values["redeemed_phone"], values["redeemed_paper"]) == (4, 3, 1)


def test_what_lapsed_is_all_that_is_left_once_the_edition_is_over(make, edition, figures):
    offer = make.offer(campaign=edition)
    for state in (VoucherState.LAPSED, VoucherState.VOID, VoucherState.ISSUED, VoucherState.REDEEMED):
        make.voucher(offer, state=state)

    found = figures()

    assert plain_values(found)["lapsed"] == 1
    assert plain_values({**found, "made_at": found["ends_at"]})["lapsed"] == 2


@pytest.mark.parametrize("state", [OfferState.WAITING, OfferState.REFUSED, OfferState.WITHDRAWN])
def test_the_lists_add_up_whatever_became_of_an_offer(make, edition, figures, state):
    shop, counter = a_shop(make)
    offer = make.offer(shop, edition, state=state)
    make.used(offer, counter, amount_cents=1000)
    make.claimed(offer)
    make.offer(shop, edition, state=state)  # nobody took it

    found = figures()

    assert (found["claimed"]["all"], found["redeemed"]["all"], found["offers"]) == (2, 1, 1)
    for lines in (found["moments"], found["shops"], found["kinds"]):
        assert (sum(one["claimed"] for one in lines), sum(one["redeemed"] for one in lines)) == (2, 1)


def test_what_was_undone_is_out_everywhere(make, edition, figures):
    shop, counter = a_shop(make)
    offer = make.offer(shop, edition)
    make.used(offer, counter, amount_cents=2500)
    make.used(offer, counter, amount_cents=9900, cost_cents=500, undone_at=NOW)

    found = figures()

    assert (found["redeemed"]["all"], found["undone"]) == (1, 1)
    assert found["amounts"]["cents"] == 2500
    assert found["cost"]["cents"] == 0
    assert sum(moment["redeemed"] for moment in found["moments"]) == 1


def test_another_campaign_is_not_in_it(make, edition, figures):
    shop, counter = a_shop(make)
    make.used(make.offer(shop, make.campaign()), counter)

    assert figures()["redeemed"]["all"] == 0


def test_what_a_phone_took_without_reception_counts_at_that_hour(make, edition, figures):
    shop, counter = a_shop(make)
    at_eleven = NOW - timedelta(hours=3)
    make.used(make.offer(shop, edition), counter, scanned_at=at_eleven)

    found = figures()

    assert found["offline"] == 1
    assert [moment["hour"] for moment in found["moments"] if moment["redeemed"]] == [8]


@pytest.mark.parametrize(
    ("utc_hour", "wall"), [(0, ("2026-10-25", 2)), (1, ("2026-10-25", 2)), (23, ("2026-10-26", 0))]
)
def test_hours_are_those_of_brussels_when_the_clock_changes(make, edition, figures, utc_hour, wall):
    shop, counter = a_shop(make)
    make.used(make.offer(shop, edition), counter, at=datetime(2026, 10, 25, utc_hour, 30, tzinfo=UTC))

    moments = figures()["moments"]

    assert [(one["day"], one["hour"], one["redeemed"]) for one in moments] == [(*wall, 1)]


def test_the_purchase_in_the_middle(make, edition, figures):
    shop, counter = a_shop(make)
    offer = make.offer(shop, edition)
    for cents in (1000, 9000, 2000, None):
        make.used(offer, counter, amount_cents=cents)

    assert figures()["amounts"] == {"told": 3, "shops": 1, "cents": 12_000, "median": 2000}

    make.used(offer, counter, amount_cents=3000)

    assert figures()["amounts"]["median"] == 2500


def test_a_sum_of_one_shop_is_not_told_as_that_of_the_city(make, edition, figures):
    shop, counter = a_shop(make)
    offer = make.offer(shop, edition)
    for _ in range(12):
        make.used(offer, counter, amount_cents=1000)

    values = plain_values(figures())

    assert values["told"] == 12
    assert (values["cents"], values["median"]) == (None, None)


def test_a_street_stands_alone_from_five_shops(make, edition, figures, session):
    for number in range(5):
        shop, counter = a_shop(make, f"Winkel {number}")
        make.used(make.offer(shop, edition), counter)

    streets = figures()["streets"]

    line = {"name": "Doorniksestraat", "claimed": 5, "redeemed": 5, "told": 0, "cents": 0, "shops": 5}
    assert streets == {"shown": [line], "together": None}


def test_four_shops_are_too_few_to_tell(make, edition, figures):
    for number in range(4):
        make.offer(make.shop(name=f"Winkel {number}"), edition)

    assert figures()["streets"] == {"shown": [], "together": None}


def test_postal_codes_in_groups_of_thirty(make, edition, figures):
    offer = make.offer(campaign=edition)
    for code, vouchers in {"8500": 31, "8510": 20, "8501": 12, "": 4}.items():
        for _ in range(vouchers):
            make.claimed(offer, postal_code=code)

    origins = figures()["origins"]

    assert (origins["given"], origins["not_given"]) == (63, 4)
    assert origins["shown"] == [{"name": "8500", "claimed": 31}]
    assert origins["together"] == {"claimed": 32, "groups": 2}


def test_thirty_vouchers_of_one_resident_tell_no_postal_code(make, edition, figures):
    shop = make.shop()
    for _ in range(30):
        make.claimed(make.offer(shop, edition), postal_code="8500", holder=b"one resident")

    origins = figures()["origins"]

    assert origins == {"given": 30, "not_given": 0, "shown": [], "together": None}


def test_the_vouchers_of_thirty_residents_are_all_counted(make, edition, figures):
    first, second = make.offer(campaign=edition), make.offer(campaign=edition)
    for number in range(30):
        make.claimed(first, postal_code="8500", holder=b"%d" % number)
    make.claimed(second, postal_code="8500")

    assert figures()["origins"]["shown"] == [{"name": "8500", "claimed": 31}]


def test_one_small_postal_code_cannot_be_found_by_subtracting(make, edition, figures):
    offer = make.offer(campaign=edition)
    for code, vouchers in {"8500": 31, "9000": 3}.items():
        for _ in range(vouchers):
            make.claimed(offer, postal_code=code)

    origins = figures()["origins"]

    assert origins["shown"] == []
    assert origins["together"] == {"claimed": 34, "groups": 2}


def test_a_closed_report_does_not_change_any_more(make, edition, session):
    offer = make.offer(campaign=edition)
    for _ in range(31):
        make.claimed(offer, postal_code="8500")
    make.closed_edition(edition)

    make.claimed(offer, postal_code="8500")
    choose_city(session, edition.city_id)
    kept = queries.closing_report(session, edition.id)

    assert kept.figures["origins"]["shown"] == [{"name": "8500", "claimed": 31}]
    assert kept.digest == digest_of(kept.figures)


def test_an_edition_is_closed_once_and_only_when_it_is_over(make, edition, session):
    choose_city(session, edition.city_id)

    with pytest.raises(EditionNotOver):
        making.close_edition(session, edition, account_id=1, now=NOW)
    assert making.close_edition(session, edition, account_id=1, now=AFTER)
    assert not making.close_edition(session, edition, account_id=2, now=AFTER)
    assert session.get_one(ClosingReport, edition.id).closed_by == 1


def test_only_a_closed_report_is_published(edition, session):
    choose_city(session, edition.city_id)

    with pytest.raises(EditionNotClosed):
        making.publish_report(session, edition, account_id=1, now=AFTER)


def test_an_edition_compared_with_the_one_before(app, make, edition, figures):
    shop, counter = a_shop(make)
    offer = make.offer(shop, edition)
    for _ in range(12):
        make.used(offer, counter)
    now = figures()
    before = {**now, "redeemed": {"all": 10, "phone": 10, "paper": 0}, "length": 3}
    before["claimed"] = {"all": 20, "phone": 20, "paper": 0}

    with app.test_request_context():
        lines = {line.key: line for line in figure_lines(now, before)}

    assert (lines["redeemed"].value, lines["redeemed"].before, lines["redeemed"].change) == (
        "12",
        "10",
        "+20 %",
    )
    assert (lines["share"].value, lines["share"].before, lines["share"].change) == (
        "100 %",
        "50 %",
        "+50 points",
    )
    assert lines["claimed"].change == "\N{MINUS SIGN}40 %"
    assert lines["redeemed"].before_per_day == "3"


def test_what_is_too_little_cannot_be_told(app, figures):
    with app.test_request_context():
        lines = {line.key: line for line in figure_lines(figures(), None)}

    assert lines["share"].value == "cannot be told"
    assert lines["cents"].value == "cannot be told"
    assert lines["claimed"].value == "0"


def test_editions_are_a_chain_in_both_directions(make, session):
    first, second, third = (
        make.campaign(starts_at=NOW - timedelta(days=days), ends_at=NOW - timedelta(days=days - 2))
        for days in (300, 200, 100)
    )
    make.discount_rules(second, edition_before_id=first.id)
    make.discount_rules(third, edition_before_id=second.id)
    choose_city(session, first.city_id)

    for edition in (first, second, third):
        assert [one.id for one in queries.editions(session, edition)] == [first.id, second.id, third.id]


def test_editions_that_follow_each_other_in_a_circle_end(make, session):
    one, other = make.campaign(), make.campaign()
    make.discount_rules(one, edition_before_id=other.id)
    make.discount_rules(other, edition_before_id=one.id)
    choose_city(session, one.city_id)

    assert len(queries.editions(session, one)) == 2


def test_editions_close_by_themselves_after_three_weeks(make, database, session):
    over = make.campaign(starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=22))
    make.campaign(starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=5))
    make.campaign(starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=22))  # without offers
    make.offer(make.shop(), over, state="live")

    assert close_due_editions(database, now=NOW) == 1
    assert close_due_editions(database, now=NOW) == 0
    choose_city(session, over.city_id)
    assert queries.closing_report(session, over.id).closed_by is None


def an_edition_that_cannot_be_counted(make):
    """Over for three weeks, with a redemption at a moment that no clock of the city shows."""
    edition = make.campaign(starts_at=NOW - timedelta(days=40), ends_at=NOW - timedelta(days=36))
    shop, counter = a_shop(make)
    make.used(make.offer(shop, edition), counter, at=datetime(9999, 12, 31, 23, 30, tzinfo=UTC))
    return edition


def test_an_edition_that_cannot_be_closed_holds_up_no_other(make, database, session, caplog):
    broken = an_edition_that_cannot_be_counted(make)
    over = make.campaign(starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=22))
    make.offer(make.shop(), over)

    assert close_due_editions(database, now=NOW) == 1

    choose_city(session, over.city_id)
    assert queries.closing_report(session, over.id)
    assert queries.closing_report(session, broken.id) is None
    assert f"edition={broken.id} closing failed: " in caplog.text


def test_postal_codes_are_erased_whatever_becomes_of_a_report(make, database, session):
    broken = an_edition_that_cannot_be_counted(make)
    voucher = make.voucher(make.offer(make.shop(), broken))
    choose_city(session, broken.city_id)
    session.execute(update(Voucher).where(Voucher.id == voucher.id).values(postal_code="8500"))
    session.commit()

    erase_postal_codes(database)

    assert session.scalar(select(Voucher.postal_code).where(Voucher.id == voucher.id)) == ""


def test_lapsed_vouchers_count_as_claimed_and_cancelled_ones_do_not(make, edition, figures):
    offer = make.offer(campaign=edition)
    for state in (VoucherState.LAPSED, VoucherState.VOID, VoucherState.ISSUED):
        make.voucher(offer, state=state)

    assert figures()["claimed"]["all"] == 2
    assert figures()["states"] == {"lapsed": 1, "void": 1, "issued": 1}


def test_the_report_says_the_same_as_the_cards_of_shops(make, edition, figures, session):
    for number in range(3):
        shop, counter = a_shop(make, f"Winkel {number}")
        offer = make.offer(shop, edition)
        make.used(offer, counter, at=NOW + timedelta(hours=number), amount_cents=1000 + number)
        make.used(offer, counter, undone_at=NOW)
        make.voucher(offer, state=VoucherState.VOID)
    make.offer(make.shop(name="Ingetrokken"), edition, state="withdrawn")

    found = figures()

    cards = shop_figures(session, edition.id)
    assert [(line["name"], line["claimed"], line["redeemed"], line["cents"]) for line in found["shops"]] == [
        (card.name, card.claimed, card.redeemed, card.amount_cents) for card in cards
    ]
    by_hour = sales_by_hour(session, edition.id)
    assert sorted(by_hour.values()) == sorted(one["redeemed"] for one in found["moments"] if one["redeemed"])
