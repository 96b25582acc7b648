"""Sealing a contest, and erasing what is not kept. Whatever is erased is noted once."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Delete, delete
from sqlalchemy.orm import Session

from cityshop.brags.services import forget_idents
from cityshop.core import second_person
from cityshop.core.db import choose_city, insert_once
from cityshop.core.journal import Happening, record
from cityshop.core.permissions import Act
from cityshop.elections.keys import destroy_key
from cityshop.elections.models import Challenge, Contest, Voter
from cityshop.elections.precautions import SealedMailbox
from cityshop.elections.states import seal_contest
from cityshop.fairness.forgetting import forget_signals_of
from cityshop.recounts import queries, rules
from cityshop.recounts.bundle import last_words
from cityshop.recounts.errors import NotYetSealable
from cityshop.recounts.models import Erased, Erasure, LastManifest

_HAPPENINGS = {
    Erased.ADDRESSES: Happening.ADDRESSES_ERASED,
    Erased.ROLL: Happening.ROLL_ERASED,
    Erased.KEY: Happening.KEY_DESTROYED,
}


def ask_to_seal(session: Session, contest: Contest, *, account_id: int, now: datetime) -> None:
    """The first of two people; raises NotYetSealable or AlreadyAsked."""
    _check_sealable(session, contest, now)
    subject = subject_of(contest)
    second_person.propose(
        session,
        Act.SEAL_CONTEST,
        subject,
        facts={},
        city_id=contest.city_id,
        account_id=account_id,
        now=now,
    )
    record(session, Happening.SECOND_PERSON_ASKED, subject, account_id=account_id, now=now, note="seal")


def confirm_seal(
    session: Session, contest: Contest, *, bundles: Path, account_id: int, now: datetime
) -> None:
    """The second person: write the last manifest, then erase everything that could tell who voted.

    The key's file is not in the database: once this is committed, `destroy_keys` removes it.
    Raises NothingToConfirm, SecondPersonNeeded or NotYetSealable.
    """
    second_person.confirm(session, _proposal(session, contest), account_id=account_id, now=now)
    _check_sealable(session, contest, now)
    document = last_words(session, contest, folder=bundles, sealed_at=now)
    seal_contest(session, contest, account_id=account_id, now=now)
    session.add(LastManifest(city_id=contest.city_id, contest_id=contest.id, document=document, made_at=now))
    _erase_addresses(session, contest)
    _erase_signals(session, contest, now=now)
    _erase_roll(session, contest, account_id=account_id, now=now)
    session.flush()


def withdraw_seal(session: Session, contest: Contest, *, account_id: int, now: datetime) -> None:
    """Take the question back; raises NothingToConfirm."""
    second_person.withdraw(session, _proposal(session, contest), account_id=account_id, now=now)
    subject = subject_of(contest)
    record(session, Happening.SECOND_PERSON_WITHDREW, subject, account_id=account_id, now=now, note="seal")


def destroy_keys(session: Session, *, keys_folder: Path, now: datetime) -> None:
    """Remove the key file of every sealed contest, also of one whose seal was interrupted."""
    for contest in queries.sealed_with_key(session):
        destroy_key(keys_folder, contest.key_fingerprint)
        _note(session, contest, Erased.KEY, 1, account_id=None, now=now)


def erase_what_is_over(session: Session, *, keys_folder: Path, now: datetime) -> None:
    """What falls due in every city: addresses after a day, signals after thirty, an annulled vote's all."""
    for contest in queries.without_erasure(
        session, Erased.ADDRESSES, closed_before=now - rules.ADDRESSES_KEPT
    ):
        amount = _erase_addresses(session, contest)
        _note(session, contest, Erased.ADDRESSES, amount, account_id=None, now=now)
    for contest in queries.without_erasure(session, Erased.SIGNALS, closed_before=now - rules.SIGNALS_KEPT):
        _erase_signals(session, contest, now=now)
    for contest in queries.annulled_with_roll(session, closed_before=now - rules.SIGNALS_KEPT):
        _erase_roll(session, contest, account_id=None, now=now)
        destroy_key(keys_folder, contest.key_fingerprint)
        _note(session, contest, Erased.KEY, 1, account_id=None, now=now)
    destroy_keys(session, keys_folder=keys_folder, now=now)


def subject_of(contest: Contest) -> str:
    """How the journal calls a contest."""
    return f"contest {contest.id}"


def _proposal(session: Session, contest: Contest) -> int:
    waiting = second_person.waiting_for(session, Act.SEAL_CONTEST, subject_of(contest))
    if waiting is None:
        raise second_person.NothingToConfirm
    return waiting.id


def _check_sealable(session: Session, contest: Contest, now: datetime) -> None:
    if not rules.may_seal(contest, now):
        raise NotYetSealable


def _erase_addresses(session: Session, contest: Contest) -> int:
    """Codes on their way, and addresses kept for asking again; gives how many rows went."""
    codes = _gone(session, delete(Challenge).where(Challenge.contest_id == contest.id))
    return codes + _gone(session, delete(SealedMailbox).where(SealedMailbox.contest_id == contest.id))


def _erase_signals(session: Session, contest: Contest, *, now: datetime) -> None:
    """The fairness desk erases its own, and tells the journal; unless it did so before."""
    amount = queries.still_kept(session, contest.id).signals
    if amount:
        choose_city(session, contest.city_id)
        forget_signals_of(session, contest, now=now)
    _write_down(session, contest, Erased.SIGNALS, amount, now=now)


def _erase_roll(session: Session, contest: Contest, *, account_id: int | None, now: datetime) -> None:
    choose_city(session, contest.city_id)
    forget_idents(session, contest.id)
    amount = _gone(session, delete(Voter).where(Voter.contest_id == contest.id))
    _note(session, contest, Erased.ROLL, amount, account_id=account_id, now=now)


def _gone(session: Session, erase: Delete) -> int:
    """How many rows went."""
    return session.execute(erase).rowcount  # type: ignore[attr-defined,no-any-return]


def _note(  # noqa: PLR0913 - as in the journal
    session: Session, contest: Contest, erased: Erased, amount: int, *, account_id: int | None, now: datetime
) -> None:
    """Write down that something is gone, and tell the journal: once, whoever comes again."""
    if _write_down(session, contest, erased, amount, now=now):
        choose_city(session, contest.city_id)
        subject, note = subject_of(contest), str(amount)
        record(session, _HAPPENINGS[erased], subject, account_id=account_id, now=now, note=note)


def _write_down(session: Session, contest: Contest, erased: Erased, amount: int, *, now: datetime) -> bool:
    """Whether this was the first time: the table has one row for each contest and kind."""
    mine = {"city_id": contest.city_id, "contest_id": contest.id}
    values = {**mine, "erased": erased, "amount": amount, "at": now}
    unique = ("contest_id", "erased")
    return insert_once(session, Erasure, values, unique=unique, returning="erased") is not None
