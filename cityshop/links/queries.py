"""Reads of short links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.links.models import LinkScan, ShortLink

LONGEST_LIST = 1_000


@dataclass(frozen=True)
class CountedLink:
    """A link with how often it was followed, in all and since a day."""

    link: ShortLink
    scans: int
    lately: int


def link_by_code(session: Session, code: str) -> ShortLink | None:
    """The link behind a code, in whatever city, with its campaign."""
    wanted = select(ShortLink).where(ShortLink.code == code).options(joinedload(ShortLink.campaign))
    # the code of a link says itself which city it is in
    with across_cities(session):
        return session.scalar(wanted)


def link_in_use(session: Session, link_id: int) -> ShortLink:
    """One of the chosen city's links that is in use; raises Unknown."""
    wanted = select(ShortLink).where(ShortLink.id == link_id, ShortLink.retired_at.is_(None))
    link = session.scalar(wanted)
    if link is None:
        raise Unknown
    return link


def links_about(session: Session, abouts: Iterable[str]) -> Mapping[str, ShortLink]:
    """The chosen city's links about these things that are in use, by what they are about."""
    wanted = select(ShortLink).where(ShortLink.about.in_(list(abouts)), ShortLink.retired_at.is_(None))
    return {link.about: link for link in session.scalars(wanted.order_by(ShortLink.about))}


def counted_links(session: Session, abouts: Iterable[str], *, since: date) -> Sequence[CountedLink]:
    """The chosen city's links about these things with their scans, the most followed first."""
    scans = func.coalesce(func.sum(LinkScan.scans), 0)
    lately = func.coalesce(func.sum(LinkScan.scans).filter(LinkScan.day >= since), 0)
    counted = (
        select(ShortLink, scans, lately)
        .outerjoin(LinkScan, LinkScan.link_id == ShortLink.id)
        .where(ShortLink.about.in_(list(abouts)))
        .group_by(ShortLink.id)
        .order_by(scans.desc(), ShortLink.label, ShortLink.about)
    )
    return [CountedLink(*row) for row in session.execute(counted.limit(LONGEST_LIST))]


def scans_of_campaign(session: Session, campaign_id: int) -> Mapping[str, int]:
    """How often everything printed for a campaign was scanned, by what it is about; out of use or not."""
    scans = func.coalesce(func.sum(LinkScan.scans), 0)
    counted = (
        select(ShortLink.about, scans)
        .outerjoin(LinkScan, LinkScan.link_id == ShortLink.id)
        .where(ShortLink.campaign_id == campaign_id)
        .group_by(ShortLink.about)
        .order_by(ShortLink.about)
    )
    return {about: int(count) for about, count in session.execute(counted)}
