"""Whoever asks for a result before it is out stands in the journal, at most once a minute for strangers."""

from datetime import datetime, timedelta

from flask import current_app

from cityshop.core.errors import TooMany
from cityshop.elections.models import Contest
from cityshop.results import services
from cityshop.web.limits import count_try
from cityshop.web.session import short_write

MINUTE = timedelta(minutes=1)


def note_question(contest: Contest, now: datetime) -> None:
    """A stranger asked: this process remembers the minute, and the database counts for all processes."""
    noted = current_app.extensions.setdefault("cityshop.early_questions", {})
    if noted.get(contest.id, now - MINUTE) > now - MINUTE:
        return
    noted[contest.id] = now
    try:
        count_try("result-asked-too-early", str(contest.id), most=1, window=MINUTE)
    except TooMany:
        return
    with short_write() as session:
        services.note_early_question(session, contest, account_id=None, now=now)


def note_question_of(account_id: int, contest: Contest, now: datetime) -> None:
    """Somebody of town hall asked: every time, with the account."""
    with short_write() as session:
        services.note_early_question(session, contest, account_id=account_id, now=now)
