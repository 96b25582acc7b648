"""When a card is due, what of a street may be told, how answers become shares."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cityshop.core.clock import BRUSSELS
from cityshop.mondays.charts import bars_of
from cityshop.mondays.rules import (
    DayOfSales,
    Share,
    SurveyPhase,
    card_due_at,
    days_of_sales,
    is_time_to_mail,
    last_day,
    owners,
    street_average,
    street_shops,
    survey_closes_at,
    survey_phase,
)
from cityshop.offers.figures import ShopFigures


def at(text):
    """A moment on a Belgian wall."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


def figures(shop_id, street="Doorniksestraat 12", enterprise_number=""):
    number = enterprise_number or f"{shop_id:010}"
    return ShopFigures(shop_id=shop_id, name=f"Winkel {shop_id}", street=street, enterprise_number=number)


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        ("2026-11-23 00:00", "2026-11-23 08:00"),  # midnight after Sunday
        ("2026-11-22 18:00", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-23 08:01", "2026-11-30 08:00"),
        ("2026-11-25 00:00", "2026-11-30 08:00"),
        ("2026-10-26 00:00", "2026-10-26 08:00"),  # after the night with an hour twice
        ("2027-03-29 00:00", "2027-03-29 08:00"),  # after the night without two o'clock
    ],
)
def test_a_card_is_due_on_the_first_monday_at_eight(ends, due):
    assert card_due_at(at(ends)) == at(due)


def test_questions_close_two_weeks_after_the_card():
    ends = at("2026-11-23 00:00")

    assert survey_closes_at(ends) == at("2026-12-08 00:00")
    assert survey_phase(ends, ends - timedelta(seconds=1)) is SurveyPhase.COMING
    assert survey_phase(ends, ends) is SurveyPhase.OPEN
    assert survey_phase(ends, at("2026-12-07 23:59")) is SurveyPhase.OPEN
    assert survey_phase(ends, at("2026-12-08 00:00")) is SurveyPhase.CLOSED


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("2026-11-23 07:59", False),
        ("2026-11-23 08:00", True),
        ("2026-11-23 22:00", False),
        ("2026-11-24 09:00", True),
        ("2026-12-07 17:59", True),
        ("2026-12-08 09:00", False),
    ],
)
def test_nobody_is_woken_by_a_card(now, goes):
    assert is_time_to_mail(at("2026-11-23 00:00"), at(now)) is goes


@pytest.mark.parametrize(
    ("values", "average"),
    [
        ([], None),
        ([10, 20, 30, 40], None),
        ([10, 20, 30, 40, 50], 30),
        ([10, 20, 30, 40, None], None),
        ([10, 20, 30, 40, 50, None], 30),
        ([0, 0, 0, 0, 1], 0),
    ],
)
def test_an_average_needs_five_that_have_the_figure(values, average):
    assert street_average(enumerate(values)) == average


def test_shops_of_one_owner_count_as_one():
    values = [(1, 10), (1, 20), (2, 30), (3, 40), (4, 50)]

    assert street_average(values) is None
    assert street_average([*values, (5, 60)]) == 35


def test_a_street_is_told_however_it_was_typed():
    own = figures(1)
    everybody = [own, figures(2, "DOORNIKSESTR. 8"), figures(3, "Doorniksesteenweg 8"), figures(4, "")]

    assert [one.shop_id for one in street_shops(own, everybody)] == [1, 2]


def test_one_owner_is_one_keeper_or_one_enterprise_number():
    shops = [figures(1), figures(2), figures(3, enterprise_number="0000000001"), figures(4), figures(5)]
    keepers = {1: [7], 2: [7, 8], 4: [8], 5: [9]}

    behind = owners(shops, keepers)

    assert len({behind[shop_id] for shop_id in (1, 2, 3, 4)}) == 1
    assert behind[5] != behind[1]


def test_shops_that_are_linked_late_are_one_owner_too():
    shops = [figures(number) for number in (1, 2, 3)]

    assert len(set(owners(shops, {1: [7], 2: [8], 3: [7, 8]}).values())) == 1
    assert len(set(owners(shops, {}).values())) == 3


def test_days_show_the_hours_on_the_wall_and_lose_nothing():
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight, and a day of 25 hours follows
    by_hour = {start + timedelta(hours=number): 1 for number in range(25)}

    (day,) = days_of_sales(by_hour, date(2026, 10, 25), date(2026, 10, 25))

    assert (day.total, day.hours[2], len(day.hours)) == (25, 2, 24)


def test_every_day_of_a_weekend_has_a_row_with_the_same_hours():
    sales = {at("2026-11-21 20:00"): 3, at("2026-11-24 10:00"): 1}

    days = days_of_sales(sales, date(2026, 11, 20), date(2026, 11, 22))

    assert [(one.day.day, one.total) for one in days] == [(20, 0), (21, 3), (22, 0), (24, 1)]
    assert {tuple(one.hours) for one in days} == {tuple(range(9, 21))}


def test_the_busiest_hour_is_as_high_as_the_drawing():
    bars = bars_of(DayOfSales(date(2026, 11, 20), {9: 0, 10: 1, 11: 100, 12: 50}), most=100)

    assert [bar.height for bar in bars] == [0, 2, 40, 20]
    assert [bar.y for bar in bars] == [40, 38, 0, 20]
    assert bars[-1].x + bars[-1].width <= 100


@pytest.mark.parametrize(
    ("count", "total", "percent"), [(59, 68, 87), (5, 9, None), (10, 10, 100), (14, 16, 88), (0, 0, None)]
)
def test_few_answers_make_no_percentage(count, total, percent):
    assert Share(count, total).percent == percent


def test_a_weekend_that_ends_at_midnight_lasts_until_the_day_before():
    assert last_day(at("2026-11-23 00:00")) == date(2026, 11, 22)
