"""Cards by mail on Monday, one reminder, and never twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from cityshop.accounts.models import Account
from cityshop.core.db import across_cities, choose_city
from cityshop.core.outbox import MOST_TRIES, Letter, OutgoingMail
from cityshop.merchants.models import ShopState
from cityshop.mondays import jobs, services
from cityshop.mondays.models import CardMail, CardWish, SurveyReminder
from cityshop.tidying import tidy
from cityshop.worker import send_monday_cards
from tests.makers.base import NOW

SUNDAY_MIDNIGHT = datetime(2026, 11, 22, 23, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 7, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def campaign(make):
    return make.campaign(make.kortrijk(), starts_at=NOW - timedelta(days=2), ends_at=SUNDAY_MIDNIGHT)


@pytest.fixture
def shop(make, campaign):
    shop = make.shop_in("Doorniksestraat 12")
    make.offer(shop, campaign)
    make.merchant(shop, name="Bert Maes")
    return shop


@pytest.fixture
def monday(site_clock):
    site_clock.now = MONDAY_EIGHT
    return site_clock


@pytest.fixture
def send(make, settings):
    """A turn of the worker; gives how many mails went out."""
    return partial(send_monday_cards, make.database, settings)


def rows(make, table):
    with make.database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def letters(make):
    return rows(make, OutgoingMail)


def wishes(make, shop, language="nl", *, is_wanted=True):
    make.kept(CardWish(shop_id=shop.id, city_id=shop.city_id, language=language, is_wanted=is_wanted))


def remind(make, campaign):
    make.kept(SurveyReminder(campaign_id=campaign.id, city_id=campaign.city_id, asked_at=NOW, account_id=1))


def test_a_shop_gets_its_card_on_monday_at_eight(make, send, shop, site_clock):
    site_clock.now = MONDAY_EIGHT - timedelta(minutes=1)
    assert send() == 0

    site_clock.now = MONDAY_EIGHT
    assert (send(), send()) == (1, 0)

    (card,) = rows(make, CardMail)
    assert (card.shop_id, card.kind, card.delivery) == (shop.id, "card", "waiting")
    assert card.message_id == letters(make)[0].message_id


def test_the_mail_tells_the_figures_and_needs_no_account(make, send, shop, campaign, monday):
    offer, counter = make.offer(shop, campaign), make.counter(shop)
    make.sale(offer, counter, amount_cents=12_50)
    make.sale(offer, counter)
    make.sale(offer, counter, is_undone=True)

    send()

    text = letters(make)[0].text
    assert "Dag Bert Maes," in text
    assert "Gehaalde bonnen: 3" in text
    assert "Verzilverde bonnen: 2" in text
    assert "€ 12,50, van 1 aankopen" in text
    assert "Scans" not in text
    assert "tot en met maandag 7 december" in text
    assert re.search(r"http://localhost/kortrijk/monday/\d+-[0-9a-f]{32}\s", text)
    assert re.search(r"http://localhost/shop/offers/card/\d+\?shop=\d+\s", text)


def test_the_mailed_link_answers_the_questions(client, make, send, shop, monday):
    send()
    link = re.search(r"http://localhost(/kortrijk/monday/[0-9a-f-]+)\s", letters(make)[0].text)[1]

    assert client.post(link, data={"success": "5", "communication": "5", "again": "yes"}).status_code == 303


def test_a_shop_is_mailed_in_its_language(make, send, shop, monday):
    wishes(make, shop, "fr")

    send()

    assert "http://localhost/fr/kortrijk/monday/" in letters(make)[0].text


def test_who_wants_no_mail_or_has_no_keeper_gets_none(make, send, shop, campaign):
    wishes(make, shop, is_wanted=False)
    make.offer(make.shop_in("Steenpoort 3"), campaign)

    assert send() == 0
    assert [one.delivery for one in rows(make, CardMail)] == ["nobody", "nobody"]
    assert letters(make) == []


def test_a_closed_account_gets_none_its_colleague_does(make, send, shop):
    second = make.merchant(shop, name="Chloé Vos")
    with make.database.writes.begin() as session:
        first = session.scalars(select(Account.id).where(Account.id != second.id)).one()
        session.execute(update(Account).where(Account.id == first).values(disabled_at=NOW))

    assert send() == 1
    assert letters(make)[0].recipient == second.email


def test_who_gave_nothing_is_not_approved_or_is_paused_gets_no_card(make, send, campaign):
    make.merchant(make.shop_in("Steenpoort 3"))
    waiting = make.shop(state=ShopState.WAITING)
    make.offer(waiting, campaign)
    paused = make.campaign(paused=True, ends_at=SUNDAY_MIDNIGHT)
    make.offer(make.shop(), paused)

    assert send() == 0
    assert rows(make, CardMail) == []


def test_a_worker_that_was_away_sends_it_later_in_office_hours(send, shop, site_clock):
    site_clock.now = MONDAY_EIGHT + timedelta(hours=14)
    assert send() == 0

    site_clock.now = MONDAY_EIGHT + timedelta(days=2)
    assert send() == 1


def test_old_weekends_are_let_be(send, shop, site_clock):
    site_clock.now = MONDAY_EIGHT + timedelta(days=21)

    assert send() == 0


def test_a_worker_killed_half_way_sends_nothing_twice(make, send, campaign, monkeypatch):
    for shop in make.street_of_shops(campaign, 4):
        make.merchant(shop)
    posted, real = [], services.post

    def killed(session, letter, *, now):
        if len(posted) == 2:
            raise KeyboardInterrupt
        posted.append(letter.recipient)
        return real(session, letter, now=now)

    monkeypatch.setattr(services, "post", killed)
    with pytest.raises(KeyboardInterrupt):
        send()
    assert len(letters(make)) == len(rows(make, CardMail)) == 2

    monkeypatch.setattr(services, "post", real)
    assert send() == 2
    assert len({one.recipient for one in letters(make)}) == len(letters(make)) == 4


def test_two_workers_at_once_send_each_card_once(make, send, campaign):
    for shop in make.street_of_shops(campaign, 5):
        make.merchant(shop)

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda _: send(), range(2)))

    assert sum(sent) == 5 == len(letters(make))


def test_many_shops_go_in_batches(make, send, campaign, monkeypatch, queries):
    monkeypatch.setattr("cityshop.mondays.queries.A_BATCH", 2)
    for shop in make.street_of_shops(campaign, 3):
        make.merchant(shop)

    assert [send() for _ in range(3)] == [2, 1, 0]


def test_a_reminder_goes_once_to_who_has_not_answered(make, send, shop, campaign, monday):
    other = make.shop_in("Steenpoort 3")
    make.offer(other, campaign)
    make.merchant(other)
    make.survey_answer(campaign, other)
    send()
    remind(make, campaign)
    monday.move(days=7)

    assert (send(), send()) == (1, 0)

    reminders = [one for one in rows(make, CardMail) if one.kind == "reminder"]
    assert [one.shop_id for one in reminders] == [shop.id]
    assert "maar één keer opnieuw" in letters(make)[-1].text


def test_a_reminder_comes_a_day_after_the_card_at_the_earliest(make, send, shop, campaign, monday):
    remind(make, campaign)

    assert (send(), send()) == (1, 0)
    monday.move(hours=9)
    assert send() == 0
    monday.move(hours=15)
    assert (send(), send()) == (1, 0)

    assert [one.kind for one in rows(make, CardMail)] == ["card", "reminder"]


def test_who_got_no_card_gets_no_reminder(make, send, shop, campaign, monday):
    make.card_mail(campaign, shop, delivery="nobody", posted_at=NOW)
    remind(make, campaign)
    monday.move(days=2)

    assert send() == 0
    assert [one.kind for one in rows(make, CardMail)] == ["card"]


def test_who_answers_while_reminders_go_out_is_let_be(make, shop, campaign, monday):
    make.card_mail(campaign, shop)
    remind(make, campaign)
    with make.database.reads() as session:
        (due,) = jobs.due_mails(session, campaign, now=NOW + timedelta(days=1))
    make.survey_answer(campaign, shop)

    with make.database.writes.begin() as session:
        choose_city(session, campaign.city_id)
        assert services.post_mail(session, due, None, now=monday.now) is False
    assert [one.kind for one in rows(make, CardMail)] == ["card"]


def test_town_hall_sees_how_each_mail_fared(make, send, shop, campaign, settings):
    other = make.shop_in("Steenpoort 3")
    make.offer(other, campaign)
    make.merchant(other)
    send()
    first, second = letters(make)
    with make.database.writes.begin() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.id == first.id).values(sent_at=NOW))
        gave_up = update(OutgoingMail).where(OutgoingMail.id == second.id)
        session.execute(gave_up.values(tries=MOST_TRIES))

    tidy(make.database, settings)

    assert sorted(one.delivery for one in rows(make, CardMail)) == ["failed", "sent"]


def test_a_card_that_cannot_be_written_holds_up_no_other(make, shop, campaign, caplog):
    other = make.shop_in("Steenpoort 3")
    make.offer(other, campaign)
    make.merchant(other)

    def write(_session, mail, facts, _language):
        if mail.shop_id == shop.id:
            raise ValueError(facts.keeper.email)
        return Letter(facts.keeper.email, "Je weekend", "Dag")

    assert jobs.mail_cards(make.database, write, now=MONDAY_EIGHT) == 1

    assert [one.shop_id for one in rows(make, CardMail)] == [other.id]
    assert f"edition={campaign.id} shop={shop.id} card failed: ValueError" in caplog.text
    assert "@" not in caplog.text


def test_looking_for_what_is_due_costs_the_same_for_many_shops(make, campaign, queries):
    def look():
        with make.database.reads() as session:
            return len(jobs.due_mails(session, campaign, now=MONDAY_EIGHT))

    with queries() as none:
        look()
    make.street_of_shops(campaign, 5)
    with queries() as many:
        assert look() == 5

    assert len(many) == len(none)
