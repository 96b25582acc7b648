"""Votes that came in some way, and cases about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import Ballot, BallotState, Candidate, CastSignal, Contest, DeadLeaf
from cityshop.elections.precautions import SealedMailbox
from cityshop.elections.sealing import Addressee, seal_addressee
from cityshop.fairness.models import CaseKind, CaseState, ReviewCase, ReviewCaseSlot
from cityshop.fairness.rules import WHOLE_DAY
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers

HOUR = NOW.replace(minute=0)


@dataclass(frozen=True)
class Way:
    """How votes come; empty tags are shared with nobody."""

    network: str = ""
    agent: str = ""
    names: str = ""
    host: str = "common"
    hour: datetime = HOUR
    seconds: int = 40
    score: int = 0


class FairnessMakers(ElectionMakers):
    def votes(
        self,
        candidate: Candidate,
        count: int,
        way: Way | None = None,
        *,
        state: BallotState = BallotState.COUNTED,
    ) -> list[bytes]:
        """So many votes that came the same way; gives their slots."""
        came, contest_id = way or Way(), candidate.contest_id
        slots = [f"{self.number():032x}".encode() for _ in range(count)]
        ballots = [_ballot(slot, candidate, state) for slot in slots]
        signals = [_signal(slot, contest_id, came) for slot in slots]
        with self.database.writes.begin() as session:
            session.execute(insert(Ballot.__table__), ballots)  # type: ignore[arg-type]
            session.execute(insert(CastSignal.__table__), signals)  # type: ignore[arg-type]
        return slots

    def come_again(self, candidate: Candidate, slots: list[bytes], way: Way) -> None:
        """These voters came again in another way, and changed their votes."""
        rows = [_signal(slot, candidate.contest_id, way, revision=1) for slot in slots]
        with self.database.writes.begin() as session:
            session.execute(insert(CastSignal.__table__), rows)  # type: ignore[arg-type]

    def sealed_mailbox(
        self, contest: Contest, addressee: Addressee, key: ContestKey, *, asked_at: datetime = NOW
    ) -> None:
        """Where a code went."""
        sealed = seal_addressee(addressee, key=key)
        row_id = f"sealed-{self.number()}"
        self.kept(SealedMailbox(id=row_id, contest_id=contest.id, sealed=sealed, asked_at=asked_at))

    def vote_at(self, candidate: Candidate, slot: bytes, *, state: BallotState = BallotState.COUNTED) -> None:
        """The ballot of somebody who is on the roll."""
        ballot = {**_ballot(f"{self.number():032x}".encode(), candidate, state), "slot": slot}
        self.kept(Ballot(**ballot))

    def dead(self, candidate: Candidate, count: int, *, reason: str) -> None:
        """So many leaves that no longer count."""
        for _ in range(count):
            leaf = f"{self.number():064x}"
            self.kept(DeadLeaf(leaf=leaf, contest_id=candidate.contest_id, reason=reason))

    def case(  # noqa: PLR0913 - a row with defaults
        self,
        candidate: Candidate,
        slots: list[bytes],
        *,
        kind: CaseKind = CaseKind.NETWORK,
        state: CaseState = CaseState.OPEN,
        tag: str = "",
        reason: str = "",
        decided_at: datetime | None = None,
    ) -> ReviewCase:
        """A case about these votes of the candidate's contest."""
        review = self.kept(
            ReviewCase(
                city_id=candidate.city_id,
                contest_id=candidate.contest_id,
                kind=kind,
                tag=tag or f"tag-{self.number()}",
                hour=WHOLE_DAY,
                state=state,
                opened_at=NOW,
                reason=reason,
                decided_at=decided_at,
                summary={"votes": len(slots), "doubtful": 0, "share": 90, "elsewhere": 20},
            )
        )
        with self.database.writes.begin() as session:
            session.add_all(ReviewCaseSlot(case_id=review.id, slot=slot) for slot in slots)
        return review


def _ballot(slot: bytes, candidate: Candidate, state: BallotState) -> dict[str, object]:
    word = slot.decode()
    leaf = leaf_of(contest="x", candidate=candidate.slug, nonce=word, salt=word)
    facts = {"contest_id": candidate.contest_id, "candidate_id": candidate.id, "state": state, "revision": 0}
    return {"id": word, "slot": slot, "nonce": word, "salt": word, "leaf": leaf, **facts}


def _signal(slot: bytes, contest_id: int, way: Way, *, revision: int = 0) -> dict[str, object]:
    return {
        "contest_id": contest_id,
        "slot": slot,
        "revision": revision,
        "ip_tag": way.network or f"network-{slot.decode()}",
        "agent_tag": way.agent or f"agent-{slot.decode()}",
        "name_tag": way.names,
        "domain_class": way.host,
        "hour": way.hour,
        "seconds": way.seconds,
        "score": way.score,
    }
