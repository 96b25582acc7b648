"""The worker: sends mail and does what falls due. Every job may run twice without harm."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from apscheduler.schedulers.blocking import BlockingScheduler

from cityshop.accounts import services as account_services
from cityshop.core import clock
from cityshop.core.db import UNAVAILABLE, Database
from cityshop.core.heartbeat import WORKER, beat
from cityshop.core.outbox import forget_sent, send_due
from cityshop.core.pictures import forget_unclaimed_pictures
from cityshop.core.throttle import forget_old_attempts
from cityshop.elections import services as election_services
from cityshop.elections.jobs import ElectionJobs
from cityshop.programmes.jobs import award_due_titles
from cityshop.settings import Settings

log = logging.getLogger(__name__)

MAIL_EVERY_SECONDS = 2
ALIVE_EVERY_SECONDS = 30
TIDY_EVERY_MINUTES = 10
TITLES_EVERY_MINUTES = 1
ELECTIONS_EVERY_SECONDS = 10
SMTP_TIMEOUT_SECONDS = 20


def run(settings: Settings) -> None:
    """Work until stopped. Without CITYSHOP_MAIL_URL mail stays in the outbox, for the sample site."""
    database = Database(settings.database_url)
    scheduler = BlockingScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    if settings.mail_url:
        scheduler.add_job(_surviving(send_mail), "interval", [database, settings], seconds=MAIL_EVERY_SECONDS)
    alive = _surviving(say_alive)
    scheduler.add_job(
        alive, "interval", [database], seconds=ALIVE_EVERY_SECONDS, next_run_time=clock.utc_now()
    )
    scheduler.add_job(_surviving(tidy), "interval", [database], minutes=TIDY_EVERY_MINUTES)
    scheduler.add_job(_surviving(award_due_titles), "interval", [database], minutes=TITLES_EVERY_MINUTES)
    elections = ElectionJobs(database, settings.keys_folder)
    scheduler.add_job(_surviving(elections.run), "interval", seconds=ELECTIONS_EVERY_SECONDS)
    log.info("worker started")
    scheduler.start()


def say_alive(database: Database) -> None:
    """Leave a sign of life for `/readyz`."""
    with database.writes.begin() as session:
        beat(session, WORKER, now=clock.utc_now())


def send_mail(database: Database, settings: Settings) -> int:
    """Send what is due; returns how many mails went out."""
    now = clock.utc_now()
    return send_due(database.writes, smtp_sender(settings.mail_url), sender=settings.mail_from, now=now)


def tidy(database: Database) -> None:
    """Erase what we promised not to keep."""
    now = clock.utc_now()
    with database.writes.begin() as session:
        forget_sent(session, now=now)
        forget_old_attempts(session, now=now)
        forget_unclaimed_pictures(session, now=now)
        election_services.forget_expired_challenges(session, now=now)
        account_services.forget_old_sign_ins(session, now=now)


def smtp_sender(mail_url: str) -> Callable[[EmailMessage], None]:
    """A function that hands a mail to the server of `smtp://name:password@host:port` (STARTTLS) or `smtps://`."""
    url = urlsplit(mail_url)
    host, port = url.hostname or "127.0.0.1", url.port or (465 if url.scheme == "smtps" else 25)

    def send(message: EmailMessage) -> None:
        with _connection(url.scheme, host, port) as server:
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)

    return send


def _connection(scheme: str, host: str, port: int) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SMTP_TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=SMTP_TIMEOUT_SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    return server


def _surviving(job: Callable[..., object]) -> Callable[..., None]:
    """A database that is away for a while must not end the worker; the next turn tries again."""

    def attempt(*facts: object) -> None:
        try:
            job(*facts)
        except UNAVAILABLE as error:
            log.warning("job=%s waits for the database: %s", job.__name__, type(error).__name__)

    return attempt
