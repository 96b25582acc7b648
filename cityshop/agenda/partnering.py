"""Partners: made and changed by town hall, each with a link of its own to enter events."""

import hashlib
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.agenda.errors import PartnerAlreadyThere, PartnerStopped
from cityshop.agenda.facts import PartnerFacts
from cityshop.agenda.models import Partner
from cityshop.core.codes import new_token
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.core.slugs import slug_of


def create_partner(
    session: Session, facts: PartnerFacts, *, account_id: int | None, now: datetime
) -> Partner:
    """A partner of the chosen city. Raises PartnerAlreadyThere for a name that makes the same address."""
    partner = Partner(slug=slug_of(facts.name, otherwise="partner"), logo="")
    _apply(session, partner, facts)
    try:
        with session.begin_nested():
            session.add(partner)
            session.flush()
    except IntegrityError as taken:
        raise PartnerAlreadyThere from taken
    record(session, Happening.PARTNER_CREATED, f"partner {partner.id}", account_id=account_id, now=now)
    return partner


def change_partner(
    session: Session, partner: Partner, facts: PartnerFacts, *, account_id: int, now: datetime
) -> Partner:
    """What town hall changed; the word in its address stays."""
    changed = _apply(session, partner, facts)
    note, subject = ", ".join(changed), f"partner {partner.id}"
    record(session, Happening.PARTNER_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()
    return partner


def new_link(session: Session, partner: Partner, *, account_id: int | None, now: datetime) -> str:
    """The token of a new link; an older one stops working. Raises PartnerStopped."""
    if partner.is_stopped:
        raise PartnerStopped
    token = new_token()
    partner.token_digest, partner.link_sent_at = digest_of(token), now
    record(session, Happening.PARTNER_LINK_SENT, f"partner {partner.id}", account_id=account_id, now=now)
    session.flush()
    return token


def stop_partner(session: Session, partner: Partner, *, account_id: int, now: datetime) -> None:
    """Its link stops working; its events stay."""
    partner.is_stopped, partner.token_digest = True, None
    note, subject = "stopped", f"partner {partner.id}"
    record(session, Happening.PARTNER_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def start_partner(session: Session, partner: Partner, *, account_id: int, now: datetime) -> None:
    """It may have a link again."""
    partner.is_stopped = False
    note, subject = "started", f"partner {partner.id}"
    record(session, Happening.PARTNER_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def digest_of(token: str) -> bytes:
    """What the database keeps of a link: 128 random bits need no slow digest."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _apply(session: Session, partner: Partner, facts: PartnerFacts) -> list[str]:
    columns = dict(vars(facts))
    if facts.logo not in ("", partner.logo) and not claim_picture(session, facts.logo):
        columns["logo"] = partner.logo
    changed = [name for name, value in columns.items() if getattr(partner, name) != value]
    if "logo" in changed and partner.logo:
        forget_picture(session, partner.logo)
    for name in changed:
        setattr(partner, name, columns[name])
    return changed
