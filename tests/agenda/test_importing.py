"""What a calendar says is compared with the agenda, and taken in at once."""

import pytest

from cityshop.agenda.following import keep_file
from cityshop.agenda.importing import carry_out, plan_import, read_source
from cityshop.agenda.models import Event, EventState, SourceKind
from cityshop.core.db import choose_city
from tests.agenda.conftest import calendar
from tests.makers.base import NOW


def lines(uid="1", title="Concert", start="20261205T190000Z", *more):
    return [f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start}", "DURATION:PT2H", *more]


@pytest.fixture
def taken(database):
    """Take a calendar in; gives what was planned as counts."""

    def take(source, *events):
        with database.writes.begin() as session:
            choose_city(session, source.city_id)
            kept = session.merge(source)
            kept.content = calendar(*events)
            plan = plan_import(session, kept, read_source(kept, now=NOW), now=NOW)
            carry_out(session, kept, plan, account_id=None, now=NOW)
            return {name: count for name, count in plan.counts().items() if count}

    return take


def test_the_same_calendar_twice_changes_nothing(make, taken, stored):
    source = make.source()

    assert taken(source, lines(), lines("2", "Markt")) == {"added": 2}
    revisions = [event.revision for event in stored()]
    assert taken(source, lines(), lines("2", "Markt")) == {"unchanged": 2}
    assert [event.revision for event in stored()] == revisions


def test_what_changed_is_changed(make, taken, stored):
    source = make.source()
    taken(source, lines())

    counts = taken(source, lines(title="Groot concert", start="20261206T190000Z"))

    [event] = stored()
    assert counts == {"changed": 1}
    assert event.title == {"nl": "Groot concert"}
    assert [one.planned_on.day for one in event.dates] == [6]


def test_what_is_cancelled_stays_in_sight_as_cancelled_and_may_come_back(make, taken, stored):
    source = make.source()
    taken(source, lines())

    assert taken(source, lines("1", "Concert", "20261205T190000Z", "STATUS:CANCELLED")) == {"cancelled": 1}
    assert stored()[0].state == EventState.CANCELLED
    assert taken(source, lines()) == {"changed": 1}
    assert stored()[0].state == EventState.PUBLISHED


def test_what_vanished_is_to_be_checked_and_never_erased(make, taken, stored):
    source = make.source()
    taken(source, lines(), lines("2", "Markt"))

    assert taken(source, lines()) == {"unchanged": 1, "vanished": 1}
    assert [event.needs_check for event in stored()] == [False, True]
    assert taken(source, lines(), lines("2", "Markt")) == {"unchanged": 1, "changed": 1}
    assert not stored()[1].needs_check


def test_an_empty_calendar_makes_nothing_vanish(make, taken, stored):
    source = make.source()
    taken(source, lines())

    taken(source)

    assert not stored()[0].needs_check


def test_a_second_file_of_a_partner_does_not_make_the_first_vanish(make, taken, stored):
    source = make.source(kind=SourceKind.FILE, look_at=None)
    taken(source, lines())

    taken(source, lines("2", "Markt"))

    assert [event.needs_check for event in stored()] == [False, False]


def test_the_same_uid_from_elsewhere_is_left_out(make, taken, stored):
    taken(make.source(), lines())

    assert taken(make.source(), lines()) == {"refused": 1}
    assert len(stored()) == 1


def test_cities_do_not_know_one_another_s_uids(make, taken, stored):
    taken(make.source(), lines())

    assert taken(make.source(make.city("genk", "Genk")), lines()) == {"added": 1}


def test_what_a_person_changed_stays(make, taken, database, stored):
    source = make.source()
    taken(source, lines())
    with database.writes.begin() as session:
        choose_city(session, source.city_id)
        event = session.get(Event, stored()[0].id)
        event.title, event.owned_by_people = {"nl": "Ons concert"}, ["title", "dates"]

    assert taken(source, lines(title="Anders", start="20261210T190000Z")) == {"unchanged": 1}
    assert stored()[0].title == {"nl": "Ons concert"}


def test_a_place_of_the_guide_is_recognised_by_its_name(make, taken, stored):
    place = make.place(name="Zaal Leie")

    taken(make.source(), [*lines(), "LOCATION:Zaal Leie\\, Kaai 1"])

    assert stored()[0].place_id == place.id


def test_a_file_is_kept_until_somebody_looked(make, database):
    partner = make.partner()

    with database.writes.begin() as session:
        choose_city(session, partner.city_id)
        source = keep_file(session, session.merge(partner), calendar(lines()), now=NOW)

    assert (source.kind, source.is_followed, source.look_at) == (SourceKind.FILE, False, None)
