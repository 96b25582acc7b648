"""Making short links, and counting who follows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cityshop.core.clock import local
from cityshop.core.codes import new_typed_code
from cityshop.core.db import chosen_city, insert_many_once
from cityshop.core.journal import Happening, record
from cityshop.links.models import LinkScan, ShortLink
from cityshop.links.queries import links_about
from cityshop.links.rules import is_own_path


class ForeignTarget(ValueError):
    """Somebody wanted a link that leads away from this site: a fault of ours, never shown."""


@dataclass(frozen=True)
class LinkDraft:
    """A link to make: where it leads, what it is printed on, how town hall knows it, and its campaign."""

    target: str
    about: str
    label: str
    campaign_id: int | None


def make_links(session: Session, drafts: Sequence[LinkDraft], *, now: datetime) -> Mapping[str, ShortLink]:
    """The chosen city's links about these things, by what they are about: those there are, and new ones.

    Raises ForeignTarget.
    """
    _check(drafts)
    new = {"city_id": chosen_city(session), "created_at": now}
    rows = [{**new, "code": new_typed_code(), **vars(draft)} for draft in drafts]
    if rows:
        insert_many_once(session.connection(), ShortLink, rows, returning=["id"])
    return links_about(session, [draft.about for draft in drafts])


def renew_links(session: Session, drafts: Sequence[LinkDraft]) -> None:
    """Let the links about these things that are in use lead where their drafts say; makes none.

    What was printed stays right when a thing gets another number, or another campaign. Only links that differ
    are written, all together. Raises ForeignTarget.
    """
    _check(drafts)
    links = links_about(session, [draft.about for draft in drafts])
    for draft in drafts:
        if link := links.get(draft.about):
            link.target, link.label, link.campaign_id = draft.target, draft.label, draft.campaign_id
    session.flush()


def move_links(session: Session, subject: str, *, campaign_id: int) -> None:
    """From now on all that is printed about a thing (`offer 12`) is of this campaign, out of use or not.

    So its codes never say that the campaign before is over, and its scans are counted where it stands.
    """
    about = ShortLink.about.startswith(f"{subject} ", autoescape=True)
    session.execute(update(ShortLink).where(about).values(campaign_id=campaign_id))


def retire_link(session: Session, link: ShortLink, *, account_id: int | None, now: datetime) -> None:
    """From now on this code says that it is out of use; what carried it can get another code."""
    retired = update(ShortLink).where(ShortLink.id == link.id, ShortLink.retired_at.is_(None))
    if session.scalar(retired.values(retired_at=now).returning(ShortLink.id)) is not None:
        record(session, Happening.LINK_RETIRED, f"link {link.id}", account_id=account_id, now=now)


def count_scan(session: Session, link_id: int, *, now: datetime) -> None:
    """One more scan on this day in Brussels."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    one = dialect.insert(LinkScan).values(link_id=link_id, day=local(now).date(), scans=1)
    session.execute(
        one.on_conflict_do_update(index_elements=["link_id", "day"], set_={"scans": LinkScan.scans + 1})
    )


def _check(drafts: Sequence[LinkDraft]) -> None:
    """Raises ForeignTarget."""
    for draft in drafts:
        if not is_own_path(draft.target):
            raise ForeignTarget(draft.target)
