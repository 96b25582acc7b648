"""Decisions about who may come forward and who may suggest whom, on values."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cityshop.core.clock import local
from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.core.throttle import Limit
from cityshop.core.words import n_
from cityshop.elections.models import BEFORE_OPENING, CandidateState, ContestState
from cityshop.elections.rules import VoteRules
from cityshop.nominations.errors import LinksRefused, ShopHoldsTitle, SinceWhen, TooLateToWithdraw

OLDEST_YEAR = 1500  # some inns are older than their town hall
SUGGESTIONS_A_NETWORK = 30  # an hour; a whole class may suggest its baker
SAVES_AN_HOUR = 60
SUGGESTIONS_A_SHOP = 40  # a day; only the first one sends mail
NOMINATIONS_KEPT = timedelta(days=30)  # after closing, as signals: a complaint can still be answered
MAILS_A_MAILBOX = 3  # a day, over all votes of all cities: nobody fills a stranger's mailbox

# Kept as they stand here and shown in the reader's language; own words are shown as they were written.
REASONS = (
    n_("Write about your shop itself: what people come for, and who you are."),
    n_("The photo is too dark, too blurred, or shows no shop. Choose another one."),
    n_("People can be recognised in the photo. Choose one on which everybody agreed, or nobody stands."),
    n_("The text names or compares other shops. Tell about your own."),
    n_("The description does not say what the photo shows. Blind people read it instead of the photo."),
    n_("This vote is for independent shops of this city."),
)

_LINK = re.compile(
    r"https?:|www\.|@|\w\.(?:be|com|net|org|eu|nl|fr|de|info|shop|io|link|me|ly)\b", re.IGNORECASE
)


def since_year(typed: str, *, now: datetime) -> int | None:
    """The year in which a shop began; None when nothing was typed. Raises SinceWhen."""
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{4}", typed) or not OLDEST_YEAR <= int(typed) <= local(now).year:
        raise SinceWhen
    return int(typed)


def without_links(typed: str) -> str:
    """What a stranger writes travels in our mail: it must not lead anywhere. Raises LinksRefused."""
    if _LINK.search(typed):
        raise LinksRefused
    return typed


def refuse_title_holder(document: Mapping[str, Any], *, holds_title: bool) -> None:
    """Raises ShopHoldsTitle where the vote's rules let a winner wait."""
    if holds_title and not VoteRules.of(document).winner_may_stand_again:
        raise ShopHoldsTitle


def state_after_withdrawal(contest_state: str, closes_at: datetime, *, now: datetime) -> CandidateState:
    """Gone from the list before opening; listed, and unable to win, while people vote.

    Raises TooLateToWithdraw after closing: by then somebody may know who won.
    """
    if contest_state in BEFORE_OPENING:
        return CandidateState.LEFT
    if contest_state in (ContestState.OPEN, ContestState.PAUSED) and now < closes_at:
        return CandidateState.WITHDRAWN
    raise TooLateToWithdraw


def suggestion_limits(subject: str, address: str | None) -> tuple[Limit, ...]:
    """How often a network may suggest, and how often one shop may be suggested."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    return (
        Limit(("suggest-from", network_of(address, NEIGHBOURHOOD)), SUGGESTIONS_A_NETWORK, hour),
        Limit(("suggest", subject), SUGGESTIONS_A_SHOP, day),
    )


def saving_limit(account_id: int) -> Limit:
    """How often a shopkeeper may save: a photo costs a second of work."""
    return Limit(("candidate-saved", str(account_id)), SAVES_AN_HOUR, timedelta(hours=1))


def mailbox_limit(mailbox: str) -> Limit:
    """How often we write to a mailbox that a stranger typed."""
    return Limit(("suggest-mailbox", mailbox), MAILS_A_MAILBOX, timedelta(days=1))
