"""The letters that partners get."""

from cityshop.agenda.models import Event, Partner
from cityshop.core.outbox import Letter
from cityshop.web.areas import page_city
from cityshop.web.i18n import own_text
from cityshop.web.letters import full_address, letter


def link_letter(partner: Partner, token: str) -> Letter:
    """The link with which a partner enters its events."""
    facts = {"name": partner.name, "city": page_city().name, "is_trusted": partner.is_trusted}
    return letter(
        "agenda/link", partner.email, link=full_address("agenda_partner.index", token=token), **facts
    )


def approved_letter(partner: Partner, event: Event) -> Letter:
    """Residents see the event."""
    link = full_address("agenda.event", slug=event.slug)
    facts = {"name": partner.name, "title": own_text(event.title), "city": page_city().name}
    return letter("agenda/approved", partner.email, link=link, **facts)


def refused_letter(partner: Partner, event: Event, reason: str) -> Letter:
    """The event, or a change of it, is not shown, and why."""
    facts = {"name": partner.name, "title": own_text(event.title), "city": page_city().name, "reason": reason}
    return letter("agenda/refused", partner.email, **facts)
