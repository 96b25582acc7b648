"""The letters that an election sends."""

from flask import g

from cityshop.core import clock
from cityshop.core.outbox import Letter
from cityshop.elections.asking import CodeRequest
from cityshop.elections.models import Contest
from cityshop.web import parts
from cityshop.web.i18n import own_text
from cityshop.web.letters import full_address, letter
from cityshop.web.session import reading


def code_letter(contest: Contest, asked: CodeRequest) -> Letter:
    """The code and a link that fills it in. Not for whom: whoever can read the mailbox need not know."""
    link = full_address("vote.confirm", contest=contest.slug, request=asked.id, code=asked.code)
    g.contest, g.mailbox = contest, asked.mailbox
    more = parts.parts_of("code_letter", reading(), clock.utc_now())
    facts = {"title": own_text(contest.title), "code": asked.code, "link": link, "parts": more}
    return letter("elections/code", asked.mailbox.address, **facts)
