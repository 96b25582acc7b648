"""Everything that changes who may show the guide."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.embeds.errors import NotASite, TooManySites
from cityshop.embeds.models import EmbedSettings
from cityshop.embeds.rules import MOST_SITES, site_from


def allow_sites(session: Session, lines: Sequence[str], *, account_id: int, now: datetime) -> Sequence[str]:
    """Let these sites, and no others, frame the chosen city's guide. Raises NotASite, TooManySites."""
    sites = sorted({_site(line) for line in lines if line.strip()})
    if len(sites) > MOST_SITES:
        raise TooManySites
    settings = session.scalar(select(EmbedSettings))
    if settings is None:
        settings = EmbedSettings()
        session.add(settings)
    settings.sites = sites
    session.flush()
    note = ", ".join(sites)
    subject = f"city {settings.city_id}"
    record(session, Happening.EMBEDDING_CHANGED, subject, account_id=account_id, now=now, note=note)
    return sites


def _site(line: str) -> str:
    site = site_from(line)
    if site is None:
        raise NotASite(site=line.strip())
    return site
