"""The letters that an election sends."""

from cityshop.core.outbox import Letter
from cityshop.elections.asking import CodeRequest
from cityshop.elections.models import Contest
from cityshop.web.i18n import own_text
from cityshop.web.letters import full_address, letter


def code_letter(contest: Contest, asked: CodeRequest) -> Letter:
    """The code and a link that fills it in. Not for whom: whoever can read the mailbox need not know."""
    link = full_address("vote.confirm", contest=contest.slug, request=asked.id, code=asked.code)
    return letter(
        "elections/code", asked.mailbox.address, title=own_text(contest.title), code=asked.code, link=link
    )
