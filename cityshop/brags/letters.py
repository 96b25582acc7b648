"""The letter that a brag waits for."""

from cityshop.brags.services import BragAsked
from cityshop.core.outbox import Letter
from cityshop.elections.models import Contest
from cityshop.web.i18n import own_text
from cityshop.web.letters import full_address, letter


def code_letter(contest: Contest, asked: BragAsked) -> Letter:
    """The code, a link that fills it in, and the link with which the brag can be taken back later."""
    confirm = full_address("brags.confirm", contest=contest.slug, request=asked.id, code=asked.code)
    own = full_address("brags.own", contest=contest.slug, brag=asked.own_token)
    facts = {"title": own_text(contest.title), "code": asked.code, "link": confirm, "own_link": own}
    return letter("brags/code", asked.draft.mailbox.address, **facts)
