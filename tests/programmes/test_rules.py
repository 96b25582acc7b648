from datetime import UTC, datetime

import pytest

from cityshop.core.clock import local
from cityshop.elections.rules import VoteRules
from cityshop.programmes.models import Edition, EditionCity
from cityshop.programmes.rules import end_of_title, follows, pushed, renamed, same_weekday, words_for

SATURDAY = datetime(2026, 10, 17, 8, 0, tzinfo=UTC)  # 10:00 in Brussels, summer time


@pytest.mark.parametrize("years", [1, 2, 3, 4, 5, 10])
def test_another_year_has_the_same_weekday_and_hour(years):
    moved = same_weekday(SATURDAY, years=years)

    assert local(moved).strftime("%A %H:%M") == "Saturday 10:00"
    assert abs((moved - SATURDAY.replace(year=2026 + years)).days) <= 3


def test_an_earlier_year_too():
    assert local(same_weekday(SATURDAY, years=-1)).strftime("%A %d %B %Y") == "Saturday 18 October 2025"


def test_the_hour_on_the_wall_stays_when_summer_time_ends_between():
    last_of_summer = datetime(2026, 10, 24, 16, 0, tzinfo=UTC)

    assert local(same_weekday(last_of_summer, years=5)).strftime("%A %H:%M") == "Saturday 18:00"


def test_every_date_of_an_edition_moves_by_as_many_days():
    start, end = SATURDAY, SATURDAY.replace(month=12, day=5)

    moved = [same_weekday(moment, years=1) for moment in (start, end)]

    assert (local(moved[1]).date() - local(moved[0]).date()).days == (end - start).days


def test_a_title_is_held_for_a_year():
    assert end_of_title(datetime(2026, 12, 29, 19, 0, tzinfo=UTC)) == datetime(
        2027, 12, 29, 19, 0, tzinfo=UTC
    )


def test_a_title_of_a_leap_day_ends_on_the_day_before():
    assert end_of_title(datetime(2028, 2, 29, 12, 0, tzinfo=UTC)) == datetime(2029, 2, 28, 12, 0, tzinfo=UTC)


def edition():
    return Edition(
        vote_title={"nl": "Wie wordt ambassadeur van {city}?"},
        vote_introduction={"nl": "{stad} {0} {{"},
        prize={"nl": "bloemen"},
        rules={},
    )


def test_the_name_of_the_city_comes_into_the_words():
    words = words_for(edition(), EditionCity(prize={}), "De Haan")

    assert words.title == {"nl": "Wie wordt ambassadeur van De Haan?"}
    assert words.introduction == {"nl": "{stad} {0} {{"}
    assert words.prize == {"nl": "bloemen"}


def test_a_citys_own_prize_goes_first():
    assert words_for(edition(), EditionCity(prize={"nl": "een fiets"}), "x").prize == {"nl": "een fiets"}


def test_words_that_a_city_changed_stay():
    assert pushed({"nl": "van ons"}, before={"nl": "oud"}, after={"nl": "nieuw"}) == {}


def test_words_of_the_edition_change_along_and_a_language_that_goes_is_emptied():
    now = {"nl": "oud", "fr": "vieux"}

    assert pushed(now, before=now, after={"nl": "nieuw"}) == {"nl": "nieuw", "fr": ""}


def test_another_citys_name_comes_into_a_copied_text():
    assert renamed({"nl": "Kortrijk kiest"}, before="Kortrijk", after="Menen") == {"nl": "Menen kiest"}


def test_a_vote_follows_as_long_as_dates_and_rules_are_the_editions(make):
    ours = make.edition()
    same = make.contest(opens_at=ours.opens_at, closes_at=ours.closes_at)
    stricter = make.contest(opens_at=ours.opens_at, closes_at=ours.closes_at, rules=VoteRules(minimum=99))

    assert follows(same, ours)
    assert not follows(stricter, ours)
    assert not follows(make.contest(), ours)
