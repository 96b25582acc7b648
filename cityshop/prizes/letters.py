"""The letters about a prize."""

from cityshop.core.outbox import Letter
from cityshop.elections.models import Contest
from cityshop.prizes.models import Prize, PrizeEntry
from cityshop.prizes.services import Entry
from cityshop.web.areas import page_city
from cityshop.web.i18n import own_text, speaking
from cityshop.web.letters import full_address, letter


def confirm_letter(contest: Contest, prize: Prize, entry: Entry) -> Letter:
    """The link whose page has the button."""
    link = full_address("prize.confirm", contest=contest.slug, token=entry.token)
    facts = {"title": own_text(contest.title), "question": own_text(prize.question), "answer": entry.answer}
    return letter("prizes/confirm", entry.mailbox.address, link=link, **facts)


def already_letter(contest: Contest, entry: Entry) -> Letter:
    """This mailbox takes part already; only its owner reads so."""
    return letter("prizes/already", entry.mailbox.address, title=own_text(contest.title))


def won_letter(contest: Contest, prize: Prize, winner: PrizeEntry) -> Letter:
    """You won, and what now; in the language in which somebody took part."""
    with speaking(winner.language):
        link = full_address("prize.show_prize", contest=contest.slug)
        facts = {"title": own_text(contest.title), "text": own_text(prize.text), "city": page_city().name}
        return letter("prizes/won", winner.address, entry=winner.id, link=link, **facts)
