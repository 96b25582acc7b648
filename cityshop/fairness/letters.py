"""The letters of the fairness desk."""

from cityshop.core.outbox import Letter
from cityshop.elections.models import Contest
from cityshop.fairness.reconfirming import AskedAgain
from cityshop.fairness.rules import TIME_TO_CONFIRM
from cityshop.web.i18n import own_text, speaking
from cityshop.web.letters import full_address, letter


def again_letter(contest: Contest, asked: AskedAgain, token: str) -> Letter:
    """Asks a voter whether the vote is theirs, in the language they voted in; never names the choice."""
    with speaking(asked.addressee.language):
        link = full_address("fairness.again", contest=contest.slug, token=token)
        facts = {"title": own_text(contest.title), "days": TIME_TO_CONFIRM.days, "link": link}
        return letter("fairness/again", asked.addressee.address, **facts)
