"""Voters take part in the prize: an answer, a mailbox, and the button behind the mail."""

from flask import Response, current_app, make_response, request, url_for

from cityshop.core import clock
from cityshop.core.codes import derived_key
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.outbox import post
from cityshop.elections.models import Contest
from cityshop.elections.queries import public_contest, receipt_state
from cityshop.elections.rules import Timetable, stage
from cityshop.prizes import queries, services
from cityshop.prizes.drawing import published_list
from cityshop.prizes.errors import EntriesClosed, ReceiptUnknown
from cityshop.prizes.forms import EntryForm, LinkForm, read_token
from cityshop.prizes.letters import already_letter, confirm_letter
from cityshop.prizes.models import Prize
from cityshop.prizes.pages import page_facts
from cityshop.prizes.rules import TAKES_ENTRIES, entry_limits
from cityshop.prizes.services import Entry
from cityshop.web import areas
from cityshop.web.i18n import language
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_private, show_refused
from cityshop.web.session import reading, short_write

public = areas.public_door("prize", __name__)


@public.get("/vote/<contest>/prize")
def show_prize(contest: str) -> Response:
    """The same for everybody, unless it comes with a receipt."""
    found, prize = _prize(contest)
    facts = page_facts(found, prize, clock.utc_now())
    receipt = request.args.get("receipt", "")[:64]
    form = EntryForm(receipt=receipt)
    if receipt:
        return show_private("prizes/prize.html", form=form, **facts)
    return show("prizes/prize.html", until=facts["contest"].until, form=form, **facts)


@public.post("/vote/<contest>/prize")
def take_part(contest: str) -> Response:
    (found, prize), form = _prize(contest), EntryForm(request.form)
    if form.validate():
        try:
            _ask(found, prize, form)
            return onward(url_for(".asked", contest=contest))
        except Refusal as refusal:
            facts = page_facts(found, prize, clock.utc_now())
            return show_refused("prizes/prize.html", form, refusal, **facts)
    return show_again("prizes/prize.html", form=form, **page_facts(found, prize, clock.utc_now()))


@public.get("/vote/<contest>/prize/asked")
def asked(contest: str) -> Response:
    found, prize = _prize(contest)
    facts = page_facts(found, prize, clock.utc_now())
    return show("prizes/asked.html", until=facts["contest"].until, **facts)


@public.get("/vote/<contest>/prize/confirm")
def confirm(contest: str) -> Response:
    """The button behind the mail, or what stands on the list. Changes nothing: machines open links."""
    found, prize = _prize(contest)
    token = read_token(request.args.get("token"))
    entry = queries.entry_by_token(reading(), found.id, services.digest_of(token, secret=_secret()))
    facts = page_facts(found, prize, clock.utc_now())
    return show_private("prizes/confirm.html", form=LinkForm(token=token), entry=entry, **facts)


@public.post("/vote/<contest>/prize/confirm")
def confirm_entry(contest: str) -> Response:
    found, prize = _prize(contest)
    form, token = LinkForm(request.form), read_token(request.form.get("token"))
    try:
        with short_write() as session:
            services.confirm_entry(session, found.id, services.digest_of(token, secret=_secret()))
    except Refusal as refusal:
        facts = page_facts(found, prize, clock.utc_now())
        return show_refused("prizes/confirm.html", form, refusal, entry=None, **facts)
    return onward(url_for(".confirm", contest=contest, token=token))


@public.post("/vote/<contest>/prize/leave")
def leave(contest: str) -> Response:
    found, _ = _prize(contest)
    token = read_token(request.form.get("token"))
    with short_write() as session:
        services.leave(session, found.id, services.digest_of(token, secret=_secret()))
    return onward(url_for(".left", contest=contest))


@public.get("/vote/<contest>/prize/left")
def left(contest: str) -> Response:
    found, prize = _prize(contest)
    facts = page_facts(found, prize, clock.utc_now())
    return show("prizes/left.html", until=facts["contest"].until, **facts)


@public.get("/vote/<contest>/prize/entries.csv")
def entries(contest: str) -> Response:
    """The list that was drawn from: entries and answers, no mailboxes. Once drawn, until it is erased."""
    found, prize = _prize(contest)
    if prize.drawn_at is None or prize.erased_at is not None:
        raise Unknown
    response = make_response(published_list(queries.guesses(reading(), found.id)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename=prize-{found.slug}.csv"
    return response


def _prize(contest: str) -> tuple[Contest, Prize]:
    found = public_contest(reading(), contest)
    return found, queries.prize_of(reading(), found.id)


def _ask(found: Contest, prize: Prize, form: EntryForm) -> None:
    """The receipt is looked up here and goes no further."""
    now = clock.utc_now()
    if stage(Timetable.of(found), now) not in TAKES_ENTRIES:
        raise EntriesClosed
    count_tries(entry_limits(form.email.mailbox.key, request.remote_addr))
    try:
        receipt_state(reading(), found.id, form.receipt.leaf)
    except Unknown as unknown:
        raise ReceiptUnknown from unknown
    entry = Entry(found.id, form.email.mailbox, form.answer.data or 0, language())
    letters = {True: confirm_letter(found, prize, entry), False: already_letter(found, entry)}
    with short_write() as session:
        is_waiting = services.enter(session, entry, secret=_secret(), now=now)
        post(session, letters[is_waiting], now=now)


def _secret() -> bytes:
    """Not the contest's key: what stands on this list is comparable with nothing else."""
    return derived_key(current_app.config["SECRET_KEY"], "prize")
