"""Whoever asks for a code: where they come from, and the step up for a network that asks for many."""

from dataclasses import replace
from datetime import datetime

from flask import current_app, request

from cityshop.core import clock
from cityshop.core.codes import derived_key
from cityshop.core.errors import Refusal, TooMany
from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.elections.asking import refuse_throwaway
from cityshop.elections.errors import WorkNeeded, WorkNotDone
from cityshop.elections.forms import VoteForm
from cityshop.elections.models import Contest
from cityshop.elections.proof_of_work import Workshop, new_work, spend
from cityshop.elections.rules import free_limit, worked_limit
from cityshop.elections.signalling import Arrival
from cityshop.web.limits import count_tries
from cityshop.web.session import reading, short_write

LONGEST_AGENT = 300


def arrive(contest: Contest, form: VoteForm, *, now: datetime) -> Arrival:
    """Count this request against its network.

    The network is where the connection comes from, past our own proxies: what a client writes in
    X-Forwarded-For is not looked at. Raises ThrowawayMailbox, WorkNeeded, WorkNotDone or TooMany.
    """
    refuse_throwaway(reading(), form.email.mailbox)
    network, answer = network_of(request.remote_addr, NEIGHBOURHOOD), form.work.data or ""
    if answer:
        with short_write() as session:
            spend(session, answer, _workshop(contest), now=now)
        count_tries((worked_limit(network),))
    else:
        _count_free(network)
    return replace(arrival_of_request(form.seconds.stay), is_from_crowd=bool(answer))


def arrival_of_request(stay: int = 0) -> Arrival:
    """How this request came, after so many seconds on the page (0: not told); counts nothing."""
    agent = (request.user_agent.string or "")[:LONGEST_AGENT]
    return Arrival(network_of(request.remote_addr, NEIGHBOURHOOD), agent, stay)


def work_for(contest: Contest, refusal: Refusal) -> str:
    """A new sum, when that is what the answer needs."""
    is_needed = isinstance(refusal, WorkNeeded | WorkNotDone)
    return new_work(_workshop(contest), now=clock.utc_now()) if is_needed else ""


def _count_free(network: str) -> None:
    """Without work done, what comes after the first codes of an hour must do some; nobody is refused."""
    try:
        count_tries((free_limit(network),))
    except TooMany as many:
        raise WorkNeeded from many


def _workshop(contest: Contest) -> Workshop:
    return Workshop(contest.id, derived_key(current_app.config["SECRET_KEY"], "proof of work"))
