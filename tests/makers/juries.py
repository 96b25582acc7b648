"""Juries with their members."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cityshop.elections.keys import make_key
from cityshop.elections.models import Candidate
from cityshop.juries.models import Jury, JuryFinalist, JuryMember, JuryState
from cityshop.juries.services import token_digest
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers

CRITERIA = [
    {"words": {"nl": "Onthaal", "fr": "Accueil"}, "weight": 1},
    {"words": {"nl": "Vakmanschap", "fr": "Savoir-faire"}, "weight": 2},
    {"words": {"nl": "Buurt", "fr": "Quartier"}, "weight": 1},
]


class JuryMakers(ElectionMakers):
    def jury(
        self,
        finalists: Sequence[Candidate],
        *,
        members: Sequence[str] = ("Jan", "Mia"),
        state: JuryState = JuryState.SCORING,
        deadline: datetime = NOW + timedelta(days=7),
    ) -> Jury:
        """A jury about the finalists' contest; each member's link is the name in lower case."""
        contest_id, city_id = finalists[0].contest_id, finalists[0].city_id
        jury = self.kept(
            Jury(
                subject=f"contest {contest_id}",
                city_id=city_id,
                title={"nl": "Kies je ambassadeur", "fr": "Choisissez votre ambassadeur"},
                criteria=CRITERIA,
                deadline=deadline,
                key_fingerprint=make_key(self.keys_folder).fingerprint,
                state=state,
            )
        )
        self.jury_finalists(jury, finalists)
        for name in members:
            self.jury_member(jury, name)
        return jury

    def jury_finalists(self, jury: Jury, finalists: Sequence[Candidate]) -> None:
        """From now on the jury judges these too."""
        for candidate in finalists:
            self.kept(JuryFinalist(jury_id=jury.id, candidate_id=candidate.id))

    def jury_member(self, jury: Jury, name: str = "Mia") -> JuryMember:
        """Somebody in the jury with the link `/jury/<name in lower case>`."""
        member = JuryMember(jury_id=jury.id, name=name, email=f"{name.lower()}@jury.example")
        if jury.state != JuryState.DRAFT:
            member.token_digest, member.invited_at = token_digest(name.lower()), NOW
        return self.kept(member)
