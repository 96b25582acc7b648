"""Votes that are over, with a ledger that was signed as they came in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cityshop.cities.models import City
from cityshop.core.codes import new_token
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.ledger import NOTHING_BEFORE, Tree, leaf_of
from cityshop.elections.ledger import Checkpoint as SignedFacts
from cityshop.elections.models import (
    Ballot,
    BallotState,
    Candidate,
    Checkpoint,
    Contest,
    ContestState,
    DeadLeaf,
    LedgerLeaf,
    Tally,
    Voter,
)
from cityshop.elections.rules import frozen_rules, rules_hash
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers

OUT_AT = NOW - timedelta(days=1)


@dataclass
class Vote:
    """A contest that is over, its key, and whose voters cast which ballots."""

    contest: Contest
    key: ContestKey
    candidates: Sequence[Candidate]
    ballots: list[Ballot]
    voters: list[Voter]

    @property
    def path(self) -> str:
        return f"/kortrijk/vote/{self.contest.slug}/ledger"


class RecountMakers(ElectionMakers):
    def vote(
        self,
        *,
        votes: Sequence[int] = (20, 12),
        state: ContestState = ContestState.PUBLISHED,
        published_at: datetime = OUT_AT,
        embargo_until: datetime | None = None,
    ) -> Vote:
        """So many ballots for each candidate; one more was replaced, one rejected, one is set apart."""
        closes_at = published_at - timedelta(days=1)
        contest = self.contest(state=state, opens_at=closes_at - timedelta(days=28), closes_at=closes_at)
        candidates = [self.candidate(contest) for _ in votes]
        key = read_key(self.keys_folder, contest.key_fingerprint)
        with self.database.writes.begin() as session:
            city = session.get_one(City, contest.city_id).slug
            words = [candidate.slug for candidate in candidates]
            document = frozen_rules(contest, city=city, candidates=words)
            contest.rules = {**document, "ledger_key": key.signer().public_key}
            contest.rules_hash = rules_hash(contest.rules)
            contest.closed_at, contest.published_at = closes_at, published_at
            contest.embargo_until = embargo_until
            session.add(contest)
        vote = Vote(contest, key, candidates, [], [])
        for candidate, count in zip(candidates, votes, strict=True):
            for _ in range(count):
                self._ballot(vote, candidate)
        self._ballot(vote, candidates[0], BallotState.REJECTED)
        self._ballot(vote, candidates[0], BallotState.QUARANTINED)
        self._put_away(vote)
        return vote

    def _ballot(self, vote: Vote, candidate: Candidate, state: BallotState = BallotState.COUNTED) -> None:
        contest = vote.contest
        voter = Voter(id=new_token(), contest_id=contest.id, ident=secrets.token_bytes(32))
        nonce, salt = secrets.token_hex(16), secrets.token_hex(16)
        name = contest.rules["contest"]
        leaf = leaf_of(contest=name, candidate=candidate.slug, nonce=nonce, salt=salt)
        marks = {"candidate_id": candidate.id, "nonce": nonce, "salt": salt, "leaf": leaf, "state": state}
        slot = vote.key.slot(voter.id)
        vote.voters.append(voter)
        vote.ballots.append(
            Ballot(id=new_token(), contest_id=contest.id, slot=slot, is_in_ledger=True, **marks)
        )

    def _put_away(self, vote: Vote) -> None:
        replaced = secrets.token_hex(32)
        leaves = sorted([ballot.leaf for ballot in vote.ballots] + [replaced])
        dead = {ballot.leaf: "rejected:bought" for ballot in vote.ballots if ballot.state == "rejected"}
        mine = {"contest_id": vote.contest.id}
        with self.database.writes.begin() as session:
            session.add_all([*vote.ballots, *vote.voters])
            session.add_all(LedgerLeaf(seq=seq, leaf=leaf, **mine) for seq, leaf in enumerate(leaves))
            session.add_all(
                DeadLeaf(leaf=leaf, reason=reason, is_in_ledger=True, **mine)
                for leaf, reason in {replaced: "superseded", **dead}.items()
            )
            session.add_all(_checkpoints(vote, leaves))
            session.add_all(_tally(vote))


def _checkpoints(vote: Vote, leaves: Sequence[str]) -> list[Checkpoint]:
    """Two: one half-way, one at the end."""
    signed, previous, tree = [], NOTHING_BEFORE, Tree()
    for part in (leaves[: len(leaves) // 2], leaves[len(leaves) // 2 :]):
        tree = tree.with_leaves(part)
        facts = SignedFacts(
            contest=vote.contest.rules["contest"], size=tree.size, root=tree.root, previous=previous
        )
        signature = vote.key.signer().sign(facts.text())
        row = {"size": tree.size, "root": tree.root, "previous": previous, "peaks": list(tree.peaks)}
        signed.append(Checkpoint(contest_id=vote.contest.id, signature=signature, **row))
        previous = facts.digest
    return signed


def _tally(vote: Vote) -> list[Tally]:
    counted = [ballot.candidate_id for ballot in vote.ballots if ballot.state == BallotState.COUNTED]
    mine = {"contest_id": vote.contest.id, "level": "email"}
    return [
        Tally(candidate_id=candidate.id, votes=counted.count(candidate.id), **mine)
        for candidate in vote.candidates
    ]
