"""Rows of verification."""

from cityshop.core.db import choose_city
from cityshop.elections.keys import read_key
from cityshop.elections.models import Contest
from cityshop.verification import services
from cityshop.verification.models import CountedBox
from cityshop.verification.services import BatchDraft, BoxDraft, Clerk, Printed
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers


class VerificationMakers(ElectionMakers):
    def codes(self, contest: Contest, count: int = 1, *, label: str = "") -> Printed:
        """A batch of paper codes, with the codes in plain."""
        draft = BatchDraft(label or f"Bibliotheek {self.number()}", count)
        with self.database.writes.begin() as session:
            choose_city(session, contest.city_id)
            return services.issue_codes(session, contest, draft, clerk=self.clerk(contest))

    def box(self, contest: Contest, counts: dict[int, int], *, first_by: int = 1) -> CountedBox:
        """A ballot box that one person counted; votes by candidate id."""
        draft = BoxDraft(f"Bus {self.number()}", {str(one): votes for one, votes in counts.items()})
        with self.database.writes.begin() as session:
            choose_city(session, contest.city_id)
            return services.enter_box(session, contest, draft, account_id=first_by, now=NOW)

    def clerk(self, contest: Contest, *, account_id: int = 1) -> Clerk:
        """Somebody of the staff, with the contest's key."""
        return Clerk(account_id, read_key(self.keys_folder, contest.key_fingerprint), NOW)
