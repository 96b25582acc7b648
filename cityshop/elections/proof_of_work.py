"""A sum that takes a phone a second: asked of a network that asks for many codes, instead of refusing it.

ALTCHA, version 2: find the number whose SHA-256 begins as we say. What was handed in once is spent.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import altcha
from sqlalchemy import delete
from sqlalchemy.orm import Session

from cityshop.core.db import insert_once
from cityshop.elections.errors import WorkNotDone
from cityshop.elections.ledger import canonical_json
from cityshop.elections.precautions import SpentChallenge

ALGORITHM = "SHA-256"
ROUNDS = 1
LIGHTEST, HEAVIEST = 100_000, 300_000  # hashes: a second on a phone of some years old
LIFETIME = timedelta(minutes=10)
LONGEST_ANSWER = 2_000


@dataclass(frozen=True)
class Workshop:
    """Where sums are made and checked: for one contest, under the site's own secret."""

    contest_id: int
    secret: bytes


def new_work(workshop: Workshop, *, now: datetime) -> str:
    """A sum as JSON, good for one contest and ten minutes."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=LIGHTEST + secrets.randbelow(HEAVIEST - LIGHTEST),
        # our own moment, not the library's `expires_at`: it would be compared with another clock than ours
        data={"contest": workshop.contest_id, "until": int((now + LIFETIME).timestamp())},
        hmac_secret=workshop.secret,
    )
    return canonical_json(challenge.to_dict())


def spend(session: Session, answer: str, workshop: Workshop, *, now: datetime) -> None:
    """Take a sum that was done, once; raises WorkNotDone, also when it is stale or of another contest."""
    if not _is_done(answer, workshop.secret):
        raise WorkNotDone
    challenge = altcha.Payload.from_base64(answer).challenge
    about = challenge.parameters.data or {}
    if about.get("contest") != workshop.contest_id or about.get("until", 0) <= now.timestamp():
        raise WorkNotDone
    spent = {"signature": challenge.signature, "expires_at": datetime.fromtimestamp(about["until"], UTC)}
    if insert_once(session, SpentChallenge, spent, unique=("signature",), returning="signature") is None:
        raise WorkNotDone


def forget_spent_work(session: Session, *, now: datetime) -> None:
    """Erase sums that would be refused as stale anyway."""
    session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at <= now))


def _is_done(answer: str, secret: bytes) -> bool:
    """Whether we asked for this sum and the answer is right."""
    return 0 < len(answer) <= LONGEST_ANSWER and altcha.verify_solution(answer, secret).verified
