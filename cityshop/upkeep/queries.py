"""Reads of what waits, what was reported and who was asked."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from cityshop.merchants.errors import NotApprovedYet
from cityshop.merchants.models import Shop, ShopState
from cityshop.places.models import Place, PlaceRevision, PlaceState, folded
from cityshop.upkeep.errors import EditUnknown, ReportUnknown, RevisionUnknown, ShopHasNoPlace
from cityshop.upkeep.models import MonthlyAsk, PlaceEdit, PlaceMailbox, PlaceReport, Verdict

LONGEST_LIST = 100
MOST_FOUND = 20
MOST_WORDS = 6


class QueueCounts(NamedTuple):
    """How much waits, of each kind."""

    edits: int
    reports: int
    vanished: int

    @property
    def total(self) -> int:
        return sum(self)


def queue_counts(session: Session) -> QueueCounts:
    """How much waits in the chosen city."""
    edits = select(func.count(PlaceEdit.id)).where(PlaceEdit.state == Verdict.WAITING)
    reports = select(func.count(PlaceReport.id)).where(PlaceReport.state == Verdict.WAITING)
    vanished = select(func.count(Place.id)).where(*_VANISHED)
    return QueueCounts(*(session.scalar(counted) or 0 for counted in (edits, reports, vanished)))


def waiting_edits(session: Session) -> Sequence[PlaceEdit]:
    """What shops ask in the chosen city, the oldest first."""
    waiting = select(PlaceEdit).where(PlaceEdit.state == Verdict.WAITING)
    loaded = waiting.options(joinedload(PlaceEdit.shop), joinedload(PlaceEdit.place))
    return session.scalars(loaded.order_by(PlaceEdit.asked_at, PlaceEdit.id).limit(LONGEST_LIST)).all()


def waiting_reports(session: Session) -> Sequence[PlaceReport]:
    """What was reported in the chosen city and nobody answered, the oldest first."""
    waiting = select(PlaceReport).where(PlaceReport.state == Verdict.WAITING)
    loaded = waiting.options(joinedload(PlaceReport.place))
    return session.scalars(loaded.order_by(PlaceReport.sent_at, PlaceReport.id).limit(LONGEST_LIST)).all()


def vanished_places(session: Session) -> Sequence[Place]:
    """Places of the chosen city whose object is no longer on the map, by name."""
    wanted = select(Place).where(*_VANISHED).order_by(Place.search_text, Place.id)
    return session.scalars(wanted.limit(LONGEST_LIST)).all()


def edit_of_city(session: Session, edit_id: int) -> PlaceEdit:
    """What a shop asked, decided or not; raises EditUnknown."""
    wanted = select(PlaceEdit).where(PlaceEdit.id == edit_id)
    edit = session.scalar(wanted.options(joinedload(PlaceEdit.shop), joinedload(PlaceEdit.place)))
    if edit is None:
        raise EditUnknown
    return edit


def report_of_city(session: Session, report_id: int) -> PlaceReport:
    """What somebody reported, answered or not; raises ReportUnknown."""
    wanted = select(PlaceReport).where(PlaceReport.id == report_id)
    report = session.scalar(wanted.options(joinedload(PlaceReport.place)))
    if report is None:
        raise ReportUnknown
    return report


def latest_edit(session: Session, shop_id: int) -> PlaceEdit | None:
    """What this shop asked last, whatever became of it."""
    own = select(PlaceEdit).where(PlaceEdit.shop_id == shop_id, PlaceEdit.state != Verdict.WITHDRAWN)
    return session.scalars(own.order_by(PlaceEdit.id.desc()).limit(1)).first()


def places_like(session: Session, words: str) -> Sequence[Place]:
    """Places of the chosen city's guide whose name or street has all of these words, by name."""
    found = select(Place).where(
        Place.state.in_((PlaceState.PUBLISHED, PlaceState.PENDING)),
        *(Place.search_text.contains(word, autoescape=True) for word in folded(words).split()[:MOST_WORDS]),
    )
    return session.scalars(found.order_by(Place.search_text, Place.id).limit(MOST_FOUND)).all()


def place_by_id(session: Session, place_id: int | None) -> Place | None:
    """A place of the chosen city, if there is one."""
    return session.scalar(select(Place).where(Place.id == place_id)) if place_id is not None else None


def kept_place(session: Session, shop: Shop) -> Place:
    """The place that an approved shop keeps; raises NotApprovedYet or ShopHasNoPlace."""
    if shop.state != ShopState.APPROVED:
        raise NotApprovedYet
    place = place_by_id(session, shop.place_id)
    if place is None:
        raise ShopHasNoPlace
    return place


def revisions_of(session: Session, place: Place) -> Sequence[PlaceRevision]:
    """What changed of a place, the newest first."""
    made = select(PlaceRevision).where(PlaceRevision.place_id == place.id)
    return session.scalars(made.order_by(PlaceRevision.id.desc()).limit(LONGEST_LIST)).all()


def revision_of(session: Session, place: Place, revision_id: int) -> PlaceRevision:
    """One change of this place; raises RevisionUnknown."""
    wanted = select(PlaceRevision).where(PlaceRevision.id == revision_id, PlaceRevision.place_id == place.id)
    revision = session.scalar(wanted)
    if revision is None:
        raise RevisionUnknown
    return revision


def mailbox_of(session: Session, place: Place) -> str:
    """Where the place itself can be asked; empty where nobody knows."""
    wanted = select(PlaceMailbox.address).where(PlaceMailbox.place_id == place.id)
    return session.scalar(wanted) or ""


def latest_asks(session: Session, *, delivery: str = "") -> Sequence[MonthlyAsk]:
    """Whom town hall's guide asked lately, the newest first."""
    asked = select(MonthlyAsk).options(joinedload(MonthlyAsk.place))
    if delivery:
        asked = asked.where(MonthlyAsk.delivery == delivery)
    return session.scalars(asked.order_by(MonthlyAsk.id.desc()).limit(LONGEST_LIST)).all()


def latest_ask_of(session: Session, place: Place) -> MonthlyAsk | None:
    """When this place was asked last."""
    asked = select(MonthlyAsk).where(MonthlyAsk.place_id == place.id)
    return session.scalars(asked.order_by(MonthlyAsk.id.desc()).limit(1)).first()


def waiting_about(session: Session, place: Place) -> Sequence[tuple[str, int]]:
    """What waits about one place: `edit` or `report` with its number."""
    edits = select(PlaceEdit.id).where(PlaceEdit.place_id == place.id, PlaceEdit.state == Verdict.WAITING)
    reports = select(PlaceReport.id).where(
        PlaceReport.place_id == place.id, PlaceReport.state == Verdict.WAITING
    )
    return [
        *(("edit", number) for number in session.scalars(edits.order_by(PlaceEdit.id).limit(LONGEST_LIST))),
        *(
            ("report", number)
            for number in session.scalars(reports.order_by(PlaceReport.id).limit(LONGEST_LIST))
        ),
    ]


# Whatever the map no longer shows, while people still see it.
_VANISHED = (
    Place.needs_check.is_(True),
    Place.source_id.is_not(None),
    or_(Place.state == PlaceState.PUBLISHED, Place.state == PlaceState.PENDING),
)
