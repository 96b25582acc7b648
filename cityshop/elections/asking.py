"""Asking for a code: what the phone sends, what is kept until the code comes back."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from cityshop.core.codes import new_digits, new_token
from cityshop.core.mailbox import Mailbox
from cityshop.core.throwaway import is_throwaway
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.elections.errors import ThrowawayMailbox
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Ballot, Challenge
from cityshop.elections.polling import open_station
from cityshop.elections.precautions import AllowedHost
from cityshop.elections.rules import CODE_LIFETIME
from cityshop.elections.sealing import Addressee, keep_sealed, seal_addressee
from cityshop.elections.signalling import Arrival, signal_of

_NONCE = re.compile(r"[0-9a-f]{32}")


def new_nonce() -> str:
    """16 random bytes as hex."""
    return secrets.token_hex(16)


def read_nonce(sent: str) -> str:
    """The nonce the phone made; empty when it has no script or sends something else."""
    return sent if _NONCE.fullmatch(sent) else ""


@dataclass(frozen=True)
class CodeRequest:
    """Somebody wants to vote for a candidate; `code` goes into the mail and is kept as a digest only."""

    contest_id: int
    candidate_id: int
    mailbox: Mailbox
    nonce: str
    arrival: Arrival = field(default_factory=Arrival)
    language: str = DEFAULT_LANGUAGE
    id: str = field(default_factory=new_token)
    code: str = field(default_factory=new_digits, repr=False)


def ask_for_code(session: Session, asked: CodeRequest, *, key: ContestKey, now: datetime) -> None:
    """Keep the request until its code comes back; does the same whether this mailbox voted before or not.

    Raises VotingNotOpen, VotingPaused or CandidateDoesNotStand.
    """
    station, choice = open_station(session.connection(), asked.contest_id, asked.candidate_id, asked_at=now)
    ident = key.ident(asked.mailbox.key)
    session.execute(
        insert(Challenge).values(
            id=asked.id,
            contest_id=station.id,
            candidate_id=choice.id,
            ident=ident,
            nonce=_nonce_for(session, asked, key),
            code_digest=key.code_digest(asked.id, asked.code),
            asked_at=now,
            expires_at=now + CODE_LIFETIME,
            tries=0,
            signal=signal_of(asked.arrival, asked.mailbox, key=key, now=now).document(),
        )
    )
    sealed = seal_addressee(Addressee(ident, asked.mailbox.address, asked.language), key=key)
    keep_sealed(session, asked.contest_id, sealed, now=now)


def refuse_throwaway(session: Session, mailbox: Mailbox) -> None:
    """Raises ThrowawayMailbox at a host of mailboxes for ten minutes, unless the chosen city allows it."""
    host = mailbox.host
    if is_throwaway(host) and session.scalar(select(AllowedHost.id).where(AllowedHost.host == host)) is None:
        raise ThrowawayMailbox(host=host)


def _nonce_for(session: Session, asked: CodeRequest, key: ContestKey) -> str:
    """The phone's own nonce, else one that the key makes of the request, so that a second click finds it."""
    if asked.nonce and not _is_taken(session, asked.contest_id, asked.nonce):
        return asked.nonce
    return key.nonce_of(asked.id)


def _is_taken(session: Session, contest_id: int, nonce: str) -> bool:
    """Two people behind one phone must never be handed the same receipt."""
    cast = exists().where(Ballot.contest_id == contest_id, Ballot.nonce == nonce)
    asked = exists().where(Challenge.contest_id == contest_id, Challenge.nonce == nonce)
    return bool(session.scalar(select(cast | asked)))
