"""Votes that are over, with a ledger that was signed as they came in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cityshop.cities.models import City
from cityshop.core.codes import new_token
from cityshop.core.db import choose_city
from cityshop.elections.flushing import Ledger, flush_all
from cityshop.elections.freezing import frozen_rules, rules_hash
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import Ballot, Candidate, Contest, ContestState, DeadLeaf, Voter
from cityshop.elections.rules import VoteRules
from cityshop.elections.services import pledges_of
from cityshop.elections.tallying import quarantine, reject
from cityshop.results.making import Teller, make_result
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers

OUT_AT = NOW - timedelta(days=1)


@dataclass
class Vote:
    """A contest that is over, its key, and its voters with their ballots as they came."""

    contest: Contest
    key: ContestKey
    candidates: Sequence[Candidate]
    ballots: list[Ballot]
    voters: list[Voter]

    @property
    def counted(self) -> Ballot:
        """One that counts."""
        return self.ballots[0]

    @property
    def rejected(self) -> Ballot:
        return self.ballots[-2]

    @property
    def apart(self) -> Ballot:
        """The one that nobody decided on."""
        return self.ballots[-1]

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
        rules: VoteRules | None = None,
    ) -> Vote:
        """So many ballots for each candidate; two more were replaced, one rejected, one is set apart."""
        closes_at = published_at - timedelta(days=1)
        opens_at = closes_at - timedelta(days=28)
        contest = self.contest(state=state, opens_at=opens_at, closes_at=closes_at, rules=rules)
        candidates = [self.candidate(contest) for _ in votes]
        key = read_key(self.keys_folder, contest.key_fingerprint)
        with self.database.writes.begin() as session:
            city = session.get_one(City, contest.city_id).slug
            words = [candidate.slug for candidate in candidates]
            contest.rules = frozen_rules(contest, pledges_of(key), city=city, candidates=words)
            contest.rules_hash = rules_hash(contest.rules)
            contest.closed_at, contest.published_at = closes_at, published_at
            contest.embargo_until = embargo_until
            session.add(contest)
        vote = Vote(contest, key, candidates, [], [])
        choices = [one for one, count in zip(candidates, votes, strict=True) for _ in range(count)]
        self._cast(vote, choices[: len(choices) // 2])
        self._cast(vote, choices[len(choices) // 2 :] + [candidates[0]] * 2)
        with self.database.writes.begin() as session:
            apart = [ballot.slot for ballot in vote.ballots[-2:]]
            quarantine(session, contest.id, apart)
            reject(session, contest.id, apart[:1], "bought")
            if state == ContestState.PUBLISHED:
                choose_city(session, contest.city_id)
                make_result(session, contest, Teller(self.keys_folder, account_id=1, now=published_at))
        return vote

    def _cast(self, vote: Vote, choices: Sequence[Candidate]) -> None:
        """So many voters with a ballot each, and one leaf that was replaced; then they go into the ledger."""
        mine, name = {"contest_id": vote.contest.id}, vote.contest.rules["contest"]
        with self.database.writes.begin() as session:
            for candidate in choices:
                voter = Voter(id=new_token(), ident=secrets.token_bytes(32), **mine)
                facts = {"nonce": secrets.token_hex(16), "salt": secrets.token_hex(16)}
                leaf = leaf_of(contest=name, candidate=candidate.slug, **facts)
                slot = vote.key.slot(voter.id)
                ballot = Ballot(
                    id=new_token(), slot=slot, candidate_id=candidate.id, leaf=leaf, **mine, **facts
                )
                session.add_all([voter, ballot])
                vote.voters.append(voter)
                vote.ballots.append(ballot)
            session.add(DeadLeaf(leaf=secrets.token_hex(32), reason="superseded", **mine))
            session.flush()
            flush_all(session, Ledger(vote.contest.id, name, vote.key))
