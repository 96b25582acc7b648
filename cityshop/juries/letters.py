"""The mail with a member's personal link."""

from collections.abc import Iterable
from datetime import datetime

from cityshop.core.db import Session
from cityshop.core.outbox import Letter, post
from cityshop.juries import services
from cityshop.juries.models import Jury, JuryMember
from cityshop.web.i18n import moment, own_text
from cityshop.web.letters import full_address, letter


def invite(session: Session, jury: Jury, members: Iterable[JuryMember], *, now: datetime) -> None:
    """Mail each of these members a new link; raises JuryHasNotBegun."""
    for member in members:
        if member.handed_in_at is None:
            token = services.new_link(session, jury, member, now=now)
            post(session, invitation(jury, member, token), now=now)


def invitation(jury: Jury, member: JuryMember, token: str) -> Letter:
    """What the jury is about, until when, and the link."""
    facts = {"name": member.name, "title": own_text(jury.title), "deadline": moment(jury.deadline)}
    link = full_address("jury.overview", token=token)
    return letter("juries/invitation", member.email or "", link=link, **facts)
