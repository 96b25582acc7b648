"""A candidate's row: begun, proposed again, its photo; and the lock under which it changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.core.words import with_words
from cityshop.elections.models import Candidate, CandidateState, Contest, ContestState
from cityshop.elections.rules import candidate_word
from cityshop.elections.states import hold
from cityshop.merchants.models import Shop
from cityshop.nominations.errors import NominationsClosed, PhotoGone


def hold_nominations(session: Session, contest: Contest) -> None:
    """Hold a contest for which shops come forward; raises NominationsClosed."""
    hold(session, contest)
    if contest.state != ContestState.NOMINATIONS:
        raise NominationsClosed


def hold_candidate(session: Session, candidate: Candidate) -> Contest:
    """Hold the contest, and read again what the candidate is."""
    hold(session, candidate.contest)
    session.refresh(candidate, ["state", "state_reason", "revision", "photo"])
    return candidate.contest


def new_candidate(session: Session, contest: Contest, shop: Shop, *, now: datetime) -> Candidate:
    """A row without words yet, of a shop that agrees at this moment; propose it before flushing."""
    candidate = Candidate(contest_id=contest.id, shop_id=shop.id, slug=candidate_word(shop.slug), revision=0)
    candidate.text, candidate.specialty, candidate.sponsors, candidate.photo_alt = {}, {}, {}, {}
    candidate.city_id, candidate.picture, candidate.photo = contest.city_id, shop.picture, ""
    candidate.agreed_at = now
    session.add(candidate)
    return candidate


def propose_again(candidate: Candidate) -> None:
    """Let town hall look at what it is now."""
    candidate.state, candidate.state_reason = CandidateState.PROPOSED, ""
    candidate.revision += 1


def claim_photo(session: Session, photo: str, *, shown: str) -> None:
    """Keep a picture that is not shown yet; raises PhotoGone where it went after a day, or others show it."""
    if photo not in ("", shown) and not claim_picture(session, photo):
        raise PhotoGone


def show_photo(session: Session, candidate: Candidate, photo: str, alt: dict[str, str]) -> None:
    """Show a claimed picture with its description, or none, and erase the one that it takes the place of."""
    if photo != candidate.photo:
        forget_photo(session, candidate)
    candidate.photo = photo
    candidate.photo_alt = with_words(candidate.photo_alt, alt) if photo else {}


def forget_photo(session: Session, candidate: Candidate) -> None:
    """Erase the photo that the candidate shows, if any."""
    if candidate.photo:
        forget_picture(session, candidate.photo)
    candidate.photo, candidate.photo_alt = "", {}
