"""Days and times as people fill them in, also in the nights in which the clock changes."""

from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from cityshop.web.forms import MomentField, PublicForm

FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


class Form(PublicForm):
    at = MomentField("At")


@pytest.fixture
def fill_in(app):
    def fill(typed, before=None):
        with app.test_request_context("/"):
            form = Form(MultiDict({"at": typed}), at=before)
            return form.at.data if form.validate() else form.at.errors[0]

    return fill


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-12-24T18:00", datetime(2026, 12, 24, 17, tzinfo=UTC)),
        ("2026-07-01T18:00", datetime(2026, 7, 1, 16, tzinfo=UTC)),
        ("2026-10-25T01:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        ("2026-10-25T02:30", FIRST),
        ("2026-10-25T03:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
        ("2026-03-29T01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29T03:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ],
)
def test_what_stands_on_the_wall_is_one_moment(fill_in, typed, moment):
    assert fill_in(typed) == moment


@pytest.mark.parametrize("before", [FIRST, SECOND])
def test_half_past_two_stays_the_one_it_was_when_a_form_is_saved_again(fill_in, before):
    assert fill_in("2026-10-25T02:30", before) == before


def test_another_time_replaces_the_second_half_past_two(fill_in):
    assert fill_in("2026-10-25T02:31", SECOND) == datetime(2026, 10, 25, 0, 31, tzinfo=UTC)


def test_an_hour_that_does_not_exist_is_refused_with_a_sentence(fill_in):
    assert fill_in("2026-03-29T02:30") == "That night the clock skips this hour. Choose another time."


@pytest.mark.parametrize(
    "typed", ["gisteren", "2026-02-30T10:00", "9999-99-99T99:99", "\0", "0001-01-01T00:00"]
)
def test_what_is_no_moment_is_refused_with_a_sentence(fill_in, typed):
    assert fill_in(typed) == "Fill in a day and a time, such as 2026-12-24 18:00."


def test_nothing_is_nothing(fill_in):
    assert fill_in("", FIRST) is None
