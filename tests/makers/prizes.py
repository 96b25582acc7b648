"""Rows of prizes."""

from cityshop.core.codes import new_token
from cityshop.elections.models import Checkpoint, Contest
from cityshop.prizes.models import Prize, PrizeEntry
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers

ROOT = "5e" * 32


class PrizeMakers(ElectionMakers):
    def prize(self, contest: Contest, **facts: object) -> Prize:
        """A basket for whoever guesses the number of votes."""
        words = {
            "text": {"nl": "Een mand lekkers"},
            "question": {"nl": "Hoeveel stemmen worden er uitgebracht?"},
        }
        return self.kept(Prize(contest_id=contest.id, city_id=contest.city_id, **{**words, **facts}))

    def entry(
        self, contest: Contest, *, answer: int = 100, is_confirmed: bool = True, language: str = "nl"
    ) -> PrizeEntry:
        """Somebody who takes part."""
        address = f"iemand-{self.number()}@inwoner.example"
        mailbox, token = address.encode(), new_token().encode()
        entry = PrizeEntry(id=new_token(), contest_id=contest.id, mailbox=mailbox, address=address)
        entry.answer, entry.token_digest, entry.language = answer, token, language
        entry.asked_at, entry.is_confirmed = NOW, is_confirmed
        return self.kept(entry)

    def last_checkpoint(self, contest: Contest, root: str = ROOT) -> Checkpoint:
        """The end of a contest's ledger."""
        facts = {"root": root, "previous": "0" * 64, "signature": "00", "peaks": [root]}
        return self.kept(Checkpoint(contest_id=contest.id, size=1, **facts))
