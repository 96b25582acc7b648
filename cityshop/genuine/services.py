"""Reports of fake codes, kept and answered; the keys of a campaign, replaced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from cityshop.accounts.rules import token_digest
from cityshop.campaigns.models import Campaign
from cityshop.core.codes import new_token
from cityshop.core.db import chosen_city
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import Letter, post
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.genuine.errors import AlreadyAnswered
from cityshop.genuine.models import FakeReport, FakeState
from cityshop.offers import keys

LetterWriter = Callable[[Session, FakeReport], Iterable[Letter]]


@dataclass(frozen=True)
class FakeDraft:
    """What somebody fills in; `picture` names a photo that is kept, or is empty."""

    shown: str
    place: str
    picture: str


@dataclass(frozen=True)
class FakeAnswer:
    """What town hall found, in a word and in a sentence."""

    state: FakeState
    sentence: str
    account_id: int


@dataclass(frozen=True)
class Replacement:
    """Why a campaign gets another key, by whom, and whether what the old ones signed is refused."""

    reason: str
    are_stolen: bool
    account_id: int


def report_fake(session: Session, draft: FakeDraft, *, letters: LetterWriter, now: datetime) -> str:
    """Keep a report and tell town hall; gives the token with which its sender reads the answer."""
    token = new_token()
    picture = draft.picture if draft.picture and claim_picture(session, draft.picture) else ""
    facts = {"digest": token_digest(token), "shown": draft.shown, "place": draft.place, "picture": picture}
    report = FakeReport(**facts, sent_at=now)
    session.add(report)
    session.flush()
    record(session, Happening.FAKE_REPORTED, f"fake report {report.id}", account_id=None, now=now)
    for letter in letters(session, report):
        post(session, letter, now=now)
    return token


def answer_report(session: Session, report: FakeReport, answer: FakeAnswer, *, now: datetime) -> None:
    """Say what came of a report, and erase its photo. Raises AlreadyAnswered."""
    waiting = (
        FakeReport.id == report.id,
        FakeReport.city_id == chosen_city(session),
        FakeReport.state == FakeState.WAITING,
    )
    said = {"state": answer.state, "answer": answer.sentence, "answered_at": now}
    said |= {"answered_by": answer.account_id, "picture": ""}
    picture = report.picture
    won = session.scalar(update(FakeReport).where(*waiting).values(**said).returning(FakeReport.id))
    if won is None:
        raise AlreadyAnswered
    if picture:
        forget_picture(session, picture)
    subject = f"fake report {report.id}"
    record(session, Happening.FAKE_ANSWERED, subject, account_id=answer.account_id, now=now)


def replace_key(
    session: Session, campaign: Campaign, replacement: Replacement, *, secret: str, now: datetime
) -> None:
    """Another key signs the vouchers of this campaign from now on. Raises NoKeyLeft."""
    keys.replace_keys(
        session,
        campaign.city_id,
        campaign.id,
        are_stolen=replacement.are_stolen,
        secret=secret,
        now=now,
    )
    record(
        session,
        Happening.SIGNING_KEY_REPLACED,
        f"campaign {campaign.id}",
        account_id=replacement.account_id,
        now=now,
        note=replacement.reason,
    )
