"""Where somebody was when they left for their eID: in a signed cookie for one contest and ten minutes."""

from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from flask import Response, current_app
from itsdangerous import BadData, URLSafeSerializer

from cityshop.core import clock
from cityshop.core.codes import derived_key
from cityshop.elections.errors import VerifyFirst
from cityshop.elections.models import Level
from cityshop.elections.voters import Verified
from cityshop.verification.errors import ProviderAway, SignInFailed
from cityshop.verification.provider import Handshake, Provider
from cityshop.web.cookies import keep_cookie, kept_cookie

COOKIE = "eid"
GOOD_FOR = timedelta(minutes=10)
SPENT = Handshake(state="", nonce="", verifier="")


@dataclass(frozen=True)
class Errand:
    """For which contest and candidate somebody left, in which language, and what ties the answer to them.

    `ident` (hex) is who they turned out to be, once they are back; the handshake is then spent.
    """

    contest_id: int
    city: str
    contest: str
    candidate: str
    nonce: str
    language: str
    handshake: Handshake = field(default_factory=Handshake)
    ident: str = ""

    def back_as(self, voter: Verified) -> "Errand":
        """The same errand of somebody who showed who they are: its handshake opens nothing any more."""
        return replace(self, handshake=SPENT, ident=voter.ident.hex())


def remember_errand(response: Response, errand: Errand) -> Response:
    """Let the browser remember it until it comes back."""
    until = int((clock.utc_now() + GOOD_FOR).timestamp())
    return keep_cookie(response, COOKIE, _signer().dumps({"until": until, **asdict(errand)}), GOOD_FOR)


def forget_errand(response: Response) -> Response:
    """It is done, or it failed: nothing can be replayed with it."""
    return keep_cookie(response, COOKIE, "", timedelta(0))


def errand() -> Errand:
    """What this browser left for; raises SignInFailed when it is not ours, or too old."""
    try:
        told: dict[str, Any] = _signer().loads(kept_cookie(COOKIE))
    except BadData as forged:
        raise SignInFailed from forged
    if told.pop("until") <= clock.utc_now().timestamp():
        raise SignInFailed
    return Errand(**{**told, "handshake": Handshake(**told["handshake"])})


def errand_for(contest_id: int) -> Errand:
    """What this browser left this contest for; raises SignInFailed."""
    mine = errand()
    if mine.contest_id != contest_id:
        raise SignInFailed
    return mine


def errand_of_answer(contest_id: int, *, state: str) -> Errand:
    """What this browser left this contest for, if the provider's answer is to that; raises SignInFailed."""
    mine = errand_for(contest_id)
    if not state or mine.handshake.state != state:
        raise SignInFailed
    return mine


def voter_with_eid(contest_id: int) -> tuple[Verified, Errand]:
    """Who came back from their eID to this contest in this browser; raises VerifyFirst."""
    try:
        mine = errand_for(contest_id)
    except SignInFailed as nobody:
        raise VerifyFirst from nobody
    if not mine.ident:
        raise VerifyFirst
    return Verified(contest_id, bytes.fromhex(mine.ident), Level.OIDC), mine


def provider_of_site() -> Provider:
    """The eID provider of this site; raises ProviderAway where none is set."""
    provider: Provider | None = current_app.extensions["cityshop.eid"]
    if provider is None:
        raise ProviderAway
    return provider


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(derived_key(current_app.config["SECRET_KEY"], "eid errand"))
