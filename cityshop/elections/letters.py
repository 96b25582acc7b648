"""The letters that an election sends."""

from collections.abc import Iterable

from flask import g

from cityshop.accounts.queries import accounts_that_may
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.outbox import Letter
from cityshop.core.permissions import Act
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.elections.asking import CodeRequest
from cityshop.elections.models import Contest
from cityshop.web import parts
from cityshop.web.i18n import own_text, speaking
from cityshop.web.letters import full_address, letter
from cityshop.web.session import reading


def code_letter(contest: Contest, asked: CodeRequest) -> Letter:
    """The code and a link that fills it in. Not for whom: whoever can read the mailbox need not know."""
    link = full_address("vote.confirm", contest=contest.slug, request=asked.id, code=asked.code)
    g.contest, g.mailbox = contest, asked.mailbox
    more = parts.parts_of("code_letter", reading(), clock.utc_now())
    facts = {"title": own_text(contest.title), "code": asked.code, "link": link, "parts": more}
    return letter("elections/code", asked.mailbox.address, **facts)


def key_alarm(session: Session, contest: Contest) -> Iterable[Letter]:
    """The key of a contest is missing: what happened and what to do, for all who may stop or resume it.

    In Dutch, in which town halls work: whoever happens to vote at this moment may read another language.
    """
    city = session.get_one(City, contest.city_id)
    colleagues = accounts_that_may(session, Act.PAUSE_CONTEST, city_id=city.id)
    with speaking(DEFAULT_LANGUAGE):
        link = full_address("election_staff.overview", city=city.slug, contest=contest.slug)
        facts = {"title": own_text(contest.title), "city": city.name, "link": link}
        return [letter("elections/key_missing", one.email, name=one.name, **facts) for one in colleagues]
