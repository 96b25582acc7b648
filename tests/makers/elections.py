"""Rows of elections."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.core.codes import new_token
from cityshop.core.mailbox import read_mailbox
from cityshop.elections.freezing import rules_hash
from cityshop.elections.keys import ContestKey, make_key
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import (
    BEFORE_OPENING,
    Ballot,
    BallotState,
    Candidate,
    CandidateState,
    Challenge,
    Contest,
    ContestState,
    Level,
)
from cityshop.elections.rules import KEY_MISSING, VoteRules
from cityshop.merchants.models import Shop
from tests.makers.base import NOW
from tests.makers.merchants import MerchantMakers

CODE = "123456"
NONCE = "0123456789abcdef" * 2


class ElectionMakers(MerchantMakers):
    keys_folder: Path  # the site's; the fixture `make` sets it

    def contest(
        self,
        campaign: Campaign | None = None,
        *,
        state: ContestState = ContestState.OPEN,
        opens_at: datetime = NOW - timedelta(days=8),
        closes_at: datetime = NOW + timedelta(days=20),
        rules: VoteRules | None = None,
        **facts: Any,
    ) -> Contest:
        """A contest that is open, with its key; before opening it has none."""
        campaign = campaign or self.campaign(kind=CampaignKind.VOTE, ends_at=NOW + timedelta(days=20))
        document = (rules or VoteRules()).document()
        contest = Contest(
            city_id=campaign.city_id,
            campaign_id=campaign.id,
            slug=f"ambassadeur-{self.number()}",
            title={"nl": "Kies je ambassadeur", "fr": "Choisissez votre ambassadeur"},
            introduction={"nl": "Wie zou je het meest missen?"},
            rules=document,
            opens_at=opens_at,
            closes_at=closes_at,
            state=state,
            campaign=campaign,
            **facts,
        )
        if state == ContestState.PAUSED:
            contest.paused_at, contest.pause_reason = NOW, KEY_MISSING
        if state not in BEFORE_OPENING:
            contest.rules_hash = rules_hash(document)
            contest.key_fingerprint = make_key(self.keys_folder).fingerprint
        return self.kept(contest)

    def candidate(
        self,
        contest: Contest | None = None,
        *,
        shop: Shop | None = None,
        state: CandidateState = CandidateState.ACCEPTED,
        reason: str = "",
        photo: str = "",
    ) -> Candidate:
        contest = contest or self.contest()
        shop = shop or self.shop()
        return self.kept(
            Candidate(
                city_id=contest.city_id,
                contest_id=contest.id,
                shop_id=shop.id,
                slug=shop.slug,
                text={"nl": "Elke ochtend om vier uur uit bed."},
                specialty={"nl": "Zuurdesem zonder haast."},
                picture="img/people/baker.svg",
                state=state,
                state_reason=reason,
                photo=photo,
                photo_alt={"nl": "Bert voor de oven."} if photo else {},
            )
        )

    def challenge(
        self,
        candidate: Candidate,
        key: ContestKey,
        *,
        mailbox: str = "an@stad.example",
        nonce: str = NONCE,
        asked_at: datetime = NOW,
    ) -> Challenge:
        """A request that waits for the code 123456."""
        request_id = new_token()
        return self.kept(
            Challenge(
                id=request_id,
                contest_id=candidate.contest_id,
                candidate_id=candidate.id,
                ident=key.ident(read_mailbox(mailbox).key),
                nonce=nonce,
                code_digest=key.code_digest(request_id, CODE),
                asked_at=asked_at,
                expires_at=asked_at + timedelta(minutes=10),
            )
        )

    def ballots(
        self,
        candidate: Candidate,
        count: int,
        *,
        state: BallotState = BallotState.COUNTED,
        level: Level = Level.EMAIL,
    ) -> None:
        """So many ballots for a candidate, of voters who are not on any roll."""
        with self.database.writes.begin() as session:
            for _ in range(count):
                nonce = f"{self.number():032x}"
                leaf = leaf_of(contest="x", candidate=candidate.slug, nonce=nonce, salt=nonce)
                facts = {"contest_id": candidate.contest_id, "candidate_id": candidate.id, "state": state}
                marks = {"slot": nonce.encode(), "nonce": nonce, "salt": nonce, "leaf": leaf, "level": level}
                session.add(Ballot(id=new_token(), **facts, **marks))
