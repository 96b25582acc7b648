"""Rows of brags and their photos."""

import io
from datetime import datetime, timedelta

from PIL import Image

from cityshop.accounts.rules import token_digest
from cityshop.brags.models import Brag, BragRequest, BragState
from cityshop.brags.services import mark_of
from cityshop.core.codes import new_token
from cityshop.core.db import choose_city
from cityshop.core.mailbox import read_mailbox
from cityshop.core.pictures import claim_picture, keep_picture
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Candidate
from tests.makers.base import NOW
from tests.makers.elections import CODE, ElectionMakers

SENTENCE = "Het lekkerste brood van de hele stad."


def photo(width: int = 640, height: int = 480, *, kind: str = "JPEG") -> bytes:
    """A photo as a phone sends it."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), (180, 120, 60)).save(written, kind)
    return written.getvalue()


class BragMakers(ElectionMakers):
    def kept_photo(self, candidate: Candidate) -> str:
        """The name of a photo that nothing shows yet, in the candidate's city."""
        with self.database.writes.begin() as session:
            choose_city(session, candidate.city_id)
            return keep_picture(session, photo(), now=NOW)

    def brag_request(
        self,
        candidate: Candidate,
        key: ContestKey,
        *,
        mailbox: str = "an@stad.example",
        picture: str = "",
        expires_at: datetime = NOW + timedelta(minutes=10),
    ) -> BragRequest:
        """A brag that waits for the code 123456; the token in its mail is its own id."""
        request_id = new_token()
        return self.kept(
            BragRequest(
                id=request_id,
                contest_id=candidate.contest_id,
                candidate_id=candidate.id,
                ident=mark_of(key, candidate.id, read_mailbox(mailbox)),
                own_digest=token_digest(request_id),
                code_digest=key.code_digest(request_id, CODE),
                sentence=SENTENCE,
                first_name="An",
                picture=picture or self.kept_photo(candidate),
                picture_text="Een brood",
                expires_at=expires_at,
            )
        )

    def brag(
        self,
        candidate: Candidate,
        *,
        state: BragState = BragState.APPROVED,
        sentence: str = SENTENCE,
        first_name: str = "An",
    ) -> Brag:
        """A brag with its photo; the token in its mail is `token-` and its sentence's number."""
        name = self.kept_photo(candidate)
        with self.database.writes.begin() as session:
            choose_city(session, candidate.city_id)
            claim_picture(session, name)
        number = self.number()
        return self.kept(
            Brag(
                city_id=candidate.city_id,
                contest_id=candidate.contest_id,
                candidate_id=candidate.id,
                ident=f"mark {number}".encode(),
                request_id=new_token(),
                own_digest=token_digest(f"token-{number}"),
                sentence=sentence,
                first_name=first_name,
                picture=name,
                picture_text="Een brood",
                sent_at=NOW,
                state=state,
                is_counted=state == BragState.APPROVED,
            )
        )
