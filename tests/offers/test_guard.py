"""What the offer guard says."""

from datetime import date

import pytest

from cityshop.offers.guard import Announcement, Rule, days_of, findings, needs_reason
from cityshop.sales.rules import national_seasons

SEASONS = [season for year in (2025, 2026, 2027) for season in national_seasons(year)]
DECEMBER = [date(2025, 12, 12), date(2025, 12, 13), date(2025, 12, 14)]
NOVEMBER = [date(2025, 11, 28), date(2025, 11, 29)]
JANUARY = [date(2026, 1, 10)]


def an_announcement(**facts):
    defaults = {"kind": "percent", "category": "clothes", "texts": ["20 % op truien"], "days": DECEMBER}
    days = facts.get("days", DECEMBER)
    return Announcement(**{**defaults, "shown_days": days, "reference_cents": 50_00, **facts})


def said(**facts):
    return [(one.rule, one.needs_reason) for one in findings(an_announcement(**facts), SEASONS)]


@pytest.mark.parametrize("category", ["clothes", "shoes", "leather"])
@pytest.mark.parametrize("kind", ["percent", "amount"])
def test_clothing_shoes_and_leather_announce_no_price_cut_before_the_sales(category, kind):
    assert said(category=category, kind=kind) == [(Rule.SALES_BAN, True)]


@pytest.mark.parametrize(
    ("days", "is_banned"),
    [
        ([date(2025, 12, 2)], False),
        ([date(2025, 12, 3)], True),
        ([date(2026, 1, 2)], True),
        ([date(2026, 1, 3)], False),
        ([date(2026, 5, 31)], False),
        ([date(2026, 6, 1)], True),
        ([date(2026, 6, 30)], True),
        ([date(2026, 7, 1)], False),
        ([date(2025, 12, 2), date(2025, 12, 3)], True),
    ],
)
def test_the_first_and_last_day_of_the_ban(days, is_banned):
    assert bool(said(days=days)) == is_banned


def test_the_ban_holds_on_days_without_hours_too():
    assert said(days=NOVEMBER, shown_days=[*NOVEMBER, *DECEMBER]) == [(Rule.SALES_BAN, True)]
    assert said(days=[], shown_days=DECEMBER) == [(Rule.SALES_BAN, True)]


def test_a_street_fair_counts_the_days_with_hours():
    week = [date(2025, 12, day) for day in range(10, 17)]

    assert said(days=week[:4], shown_days=week, is_street_fair=True) == [(Rule.STREET_FAIR, False)]
    assert said(days=NOVEMBER, shown_days=week, is_street_fair=True) == [(Rule.SALES_BAN, True)]


def test_other_shops_are_free_to_announce():
    assert said(category="bakery") == []


@pytest.mark.parametrize("kind", ["gift", "bundle", "second"])
def test_a_joint_offer_is_no_price_cut(kind):
    assert said(kind=kind) == [(Rule.SALES_BAN, False)]


def test_a_street_fair_lasts_four_days_at_most():
    four = [date(2025, 12, day) for day in (12, 13, 14, 15)]

    assert said(days=four, is_street_fair=True) == [(Rule.STREET_FAIR, False)]
    assert said(days=[*four, date(2025, 12, 16)], is_street_fair=True) == [(Rule.STREET_FAIR, True)]


def test_street_fairs_of_one_shop_are_counted_together():
    same, more = DECEMBER[:2], [date(2025, 12, 20), date(2025, 12, 21)]

    assert said(is_street_fair=True, fair_days=same) == [(Rule.STREET_FAIR, False)]
    assert said(is_street_fair=True, fair_days=more) == [(Rule.STREET_FAIR, True)]


def test_each_month_before_the_sales_has_its_own_four_days():
    june = [date(2025, 6, day) for day in (5, 6, 7, 8)]

    assert said(is_street_fair=True, fair_days=june) == [(Rule.STREET_FAIR, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Solden op alles",
        "SOLDENPRIJZEN",
        "Avant-soldes d'hiver",
        "Schlussverkauf!",
        "grote opruiming",
        "sol\u200bden",
        "Sóldes",
        "Wintersolden",
        "totaalopruiming",
        "Winterschlussverkauf",
    ],
)
def test_words_of_the_sales_wait_for_the_sales(text):
    assert said(category="bakery", days=NOVEMBER, texts=[text]) == [(Rule.WORDING, True)]
    assert said(category="bakery", days=JANUARY, texts=[text]) == []
    assert said(category="bakery", days=[*NOVEMBER, *JANUARY], texts=[text]) == [(Rule.WORDING, True)]


@pytest.mark.parametrize("text", ["Soldaten van chocolade", "een gesoldeerde ring", "Korting op kaas"])
def test_other_words_are_free(text):
    assert said(category="bakery", texts=[text]) == []


@pytest.mark.parametrize(
    "text",
    [
        "van € 50 voor € 40",
        "van 50 euro naar 40",
        "nu 40 euro i.p.v. 50 euro",
        "in plaats van € 49,99",
        "40 € au lieu de 50 €",
        "de 50 € à 40 €",
        "40 Euro statt 50 Euro",
    ],
)
def test_a_price_of_before_asks_for_the_lowest_price(text):
    assert said(category="bakery", texts=[text], reference_cents=None) == [(Rule.LOWEST_PRICE, True)]
    assert said(category="bakery", texts=[text], reference_cents=50_00) == []
    assert said(category="bakery", texts=[text], reference_cents=45_00) == [(Rule.LOWEST_PRICE, True)]


@pytest.mark.parametrize(
    "text",
    [
        "bij aankoop van € 25",
        "voor kinderen van 5 tot 7 jaar",
        "van 10 tot 18 uur",
        "3 voor 2",
        "in plaats van 3 stuks",
        "statt 50 %",
    ],
)
def test_other_numbers_are_no_price_of_before(text):
    assert said(category="bakery", kind="gift", texts=[text], reference_cents=None) == []


def test_a_price_cut_without_price_is_a_pointer_only():
    found = findings(an_announcement(category="bakery", reference_cents=None), SEASONS)

    assert [(one.rule, one.needs_reason) for one in found] == [(Rule.LOWEST_PRICE, False)]
    assert not needs_reason(found)


def test_what_is_forbidden_comes_first():
    found = said(texts=["Solden"], reference_cents=None)

    assert found == [(Rule.SALES_BAN, True), (Rule.WORDING, True), (Rule.LOWEST_PRICE, False)]


def test_days_on_which_a_window_opens():
    weekend = [{"days": [5, 6], "from": "10:00", "to": "18:00"}]

    assert days_of(date(2026, 11, 27), date(2026, 11, 30), weekend) == [
        date(2026, 11, 28),
        date(2026, 11, 29),
    ]
    assert len(days_of(date(2026, 11, 27), date(2026, 11, 30), [])) == 4
    assert len(days_of(date(2026, 1, 1), date(2099, 1, 1), [])) == 800
    assert days_of(date(2026, 1, 2), date(2026, 1, 1), []) == []
