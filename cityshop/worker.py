"""The worker: sends mail and does what falls due. Every job may run twice without harm."""

import logging
import os
import signal
import time
from collections.abc import Iterable
from functools import cache, partial
from importlib import import_module

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from cityshop.agenda.jobs import read_due_sources
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.db import Database, Session, choose_city
from cityshop.core.heartbeat import WORKER, beat
from cityshop.core.mishaps import surviving
from cityshop.core.outbox import Letter, is_anything_due
from cityshop.core.postman import Carry, send_due
from cityshop.core.smtp import MailServer
from cityshop.devices.jobs import return_expired_stock
from cityshop.elections.jobs import ElectionJobs
from cityshop.elections.letters import key_alarm
from cityshop.elections.models import Contest
from cityshop.elections.states import AlarmWriter
from cityshop.fairness import clusters
from cityshop.fairness.queries import contests_to_look_at
from cityshop.imports.jobs import work_on_imports
from cityshop.mondays.jobs import mail_cards
from cityshop.mondays.letters import card
from cityshop.mondays.models import CardMail
from cityshop.mondays.services import CardFacts
from cityshop.offers import keys as signing_keys
from cityshop.programmes.jobs import award_due_titles, open_nominations_by_clock
from cityshop.recounts import services as recount_services
from cityshop.settings import Settings
from cityshop.tidying import erase_postal_codes, lapse_vouchers, tidy
from cityshop.upkeep.jobs import Asking, ask_about_places
from cityshop.upkeep.letters import still_right
from cityshop.upkeep.models import MonthlyAsk
from cityshop.upkeep.monthly import Mailbox

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.5
ALIVE_EVERY_SECONDS = 30
TIDY_EVERY_MINUTES = 10
LOOK_EVERY_MINUTES = 3
PROGRAMMES_EVERY_MINUTES = 1
ASK_EVERY_MINUTES = 15
CARDS_EVERY_MINUTES = 1
CALENDARS_EVERY_MINUTES = 2
ELECTIONS_EVERY_SECONDS = 10
IMPORTS_EVERY_SECONDS = 1  # somebody waits for the dry run
JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}  # late is better than never
GIVES_WAY = 5  # people wait for the site, nobody for the worker


class Stop:
    """Whether somebody asked the worker to stop."""

    is_asked = False

    def ask(self, *_: object) -> None:
        """What a signal calls: whatever is under way is finished first."""
        self.is_asked = True


def run(settings: Settings) -> None:
    """Work until stopped. Without CITYSHOP_MAIL_URL mail stays in the outbox, for the sample site."""
    database, stop = Database(settings.database_url), Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults=JOB_DEFAULTS)
    alive = surviving(say_alive)
    scheduler.add_job(
        alive, "interval", [database], seconds=ALIVE_EVERY_SECONDS, next_run_time=clock.utc_now()
    )
    for job in (tidy, end_keeping, follow_up_keys):
        scheduler.add_job(surviving(job), "interval", [database, settings], minutes=TIDY_EVERY_MINUTES)
    for promised in (lapse_vouchers, erase_postal_codes):
        scheduler.add_job(surviving(promised), "interval", [database], minutes=TIDY_EVERY_MINUTES)
    scheduler.add_job(surviving(look_at_votes), "interval", [database], minutes=LOOK_EVERY_MINUTES)
    for due in (open_nominations_by_clock, award_due_titles, return_expired_stock):
        scheduler.add_job(surviving(due), "interval", [database], minutes=PROGRAMMES_EVERY_MINUTES)
    calendars = surviving(read_due_sources)
    scheduler.add_job(calendars, "interval", [database, settings], minutes=CALENDARS_EVERY_MINUTES)
    scheduler.add_job(surviving(work_on_imports), "interval", [database], seconds=IMPORTS_EVERY_SECONDS)
    elections = ElectionJobs(database, settings.keys_folder, alarm_of(settings))
    scheduler.add_job(surviving(elections.run), "interval", seconds=ELECTIONS_EVERY_SECONDS)
    scheduler.add_job(surviving(ask_shops), "interval", [database, settings], minutes=ASK_EVERY_MINUTES)
    cards = surviving(send_monday_cards)
    scheduler.add_job(cards, "interval", [database, settings], minutes=CARDS_EVERY_MINUTES)
    scheduler.start()
    os.nice(GIVES_WAY)
    log.info("worker started")
    _deliver_until_stopped(database, settings, stop)
    scheduler.shutdown()
    log.info("worker stopped")


def say_alive(database: Database) -> None:
    """Leave a sign of life for `/readyz`."""
    with database.writes.begin() as session:
        beat(session, WORKER, now=clock.utc_now())


def send_mail(database: Database, carry: Carry, settings: Settings) -> int:
    """Send a batch of what is due; returns how many mails went out."""
    now = clock.utc_now()
    with database.reads() as session:
        if not is_anything_due(session, now=now):
            return 0
    return send_due(database.writes, carry, sender=settings.mail_from, now=now)


def look_at_votes(database: Database) -> None:
    """Let the fairness desk look at what came in: a transaction for each contest, so nobody waits long."""
    now = clock.utc_now()
    with database.reads() as session:
        contests = contests_to_look_at(session, now=now)
    for contest in contests:
        with database.writes.begin() as session:
            choose_city(session, contest.city_id)
            clusters.look_at_votes(session, contest, now=now)


def end_keeping(database: Database, settings: Settings) -> None:
    """Erase what a vote may keep only so long, and finish seals that were interrupted."""
    with database.writes.begin() as session:
        recount_services.erase_what_is_over(session, keys_folder=settings.keys_folder, now=clock.utc_now())


def follow_up_keys(database: Database, settings: Settings) -> None:
    """Make the next keys of running campaigns some days before the last ones end."""
    with database.writes.begin() as session:
        signing_keys.follow_up_keys(session, secret=settings.secret_key, now=clock.utc_now())


def ask_shops(database: Database, settings: Settings) -> int:
    """Ask keepers whether their place is still right; gives how many mails went out."""
    site = cache(partial(_site, settings))  # for all mails of this turn, and only when there is one

    def write(session: Session, asked: MonthlyAsk, mailbox: Mailbox) -> Letter:
        city = session.get_one(City, asked.city_id)
        with site().test_request_context(base_url=settings.base_url):
            return still_right(asked, mailbox, city=city.slug, secret=settings.secret_key)

    return ask_about_places(database, Asking(write, settings.secret_key), now=clock.utc_now())


def send_monday_cards(database: Database, settings: Settings) -> int:
    """Mail cards and the reminders that town hall asked for; gives how many mails went out."""
    site = cache(partial(_site, settings))  # for all mails of this turn, and only when there is one

    def write(session: Session, mail: CardMail, facts: CardFacts, language: str) -> Letter:
        city = session.get_one(City, mail.city_id)
        with site().test_request_context(base_url=settings.base_url):
            return card(mail, facts, language, city=city.slug, secret=settings.secret_key)

    return mail_cards(database, write, now=clock.utc_now())


def alarm_of(settings: Settings) -> AlarmWriter:
    """How the worker writes to town hall that a key is missing: only then it needs the site's words."""

    def write(session: Session, contest: Contest) -> Iterable[Letter]:
        with _site(settings).test_request_context(base_url=settings.base_url):
            return key_alarm(session, contest)

    return write


def _site(settings: Settings) -> Flask:
    """The site, for its words and addresses; half of what the worker would weigh, so loaded when needed."""
    made: Flask = import_module("cityshop.app").create_app(settings)
    return made


def _deliver_until_stopped(database: Database, settings: Settings, stop: Stop) -> None:
    """Batch after batch while there is mail, else a look now and then."""
    server = MailServer(settings.mail_url, may_go_on=lambda: not stop.is_asked)
    deliver = surviving(send_mail)
    while not stop.is_asked:
        if not settings.mail_url or not deliver(database, server.carry, settings):
            server.hang_up()
            time.sleep(LOOK_EVERY_SECONDS)
    server.hang_up()
