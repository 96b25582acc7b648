"""The voting session: a cookie with a pass for one contest, set when somebody votes and never for reading."""

from flask import Response

from cityshop.core import clock
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Contest
from cityshop.elections.passes import GOOD_FOR, make_pass, read_pass
from cityshop.elections.voters import Verified
from cityshop.web.cookies import keep_cookie, kept_cookie


def remember_voter(response: Response, key: ContestKey, voter: Verified) -> Response:
    """Let this browser vote again in this contest, for an hour."""
    value = make_pass(key, voter, now=clock.utc_now())
    return keep_cookie(response, f"vote-{voter.contest_id}", value, GOOD_FOR)


def voter_of_session(contest: Contest, key: ContestKey) -> Verified:
    """Who votes from this browser; raises VerifyFirst."""
    return read_pass(key, contest.id, kept_cookie(f"vote-{contest.id}"), now=clock.utc_now())
