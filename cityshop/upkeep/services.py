"""What shops change of their place: some of it at once, the rest once town hall has seen it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.db import chosen_city
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.merchants.errors import NotApprovedYet
from cityshop.merchants.models import Shop, ShopState
from cityshop.merchants.services import LetterWriter, tell_keepers
from cityshop.places.geometry import Position
from cityshop.places.models import Place, PlaceRevision, PlaceState
from cityshop.places.revisions import Author, Who, facts_of
from cityshop.places.services import PlaceFacts, confirm_place, create_place, revise_place
from cityshop.upkeep.errors import (
    AlreadyDecided,
    NothingChanged,
    NothingToRestore,
    PhotoGone,
    PointMissing,
    ShopHasAPlace,
)
from cityshop.upkeep.models import EditKind, PlaceEdit, Verdict
from cityshop.upkeep.queries import edit_of_city, place_by_id, vanished_places
from cityshop.upkeep.rules import differing

EditLetters = Callable[[PlaceEdit], LetterWriter]


@dataclass(frozen=True)
class Decision:
    """What town hall says of something that waits; `reason` is for whoever asked.

    `point` is where a new place is, when the shop did not say.
    """

    account_id: int
    reason: str = ""
    point: Position | None = None


def change_at_once(
    session: Session, place: Place, changes: Mapping[str, Any], *, account_id: int, now: datetime
) -> list[str]:
    """What a shop changes by itself: live at once, and in the history of the place."""
    return revise_place(session, place, changes, by=Author(Who.MERCHANT, account_id), now=now)


def ask_change(
    session: Session, shop: Shop, asked: Mapping[str, Any], *, account_id: int, now: datetime
) -> PlaceEdit:
    """Ask for a change of the shop's place; what it asked before and still waited makes way.

    Raises NothingChanged or PhotoGone.
    """
    place = place_by_id(session, shop.place_id)
    if place is None:
        raise NothingChanged
    was = facts_of(place)
    differs = differing(was, asked)
    if not differs:
        raise NothingChanged
    edit = PlaceEdit(kind=EditKind.CHANGE, place_id=place.id, asked=differs, was={n: was[n] for n in differs})
    return _ask(session, shop, edit, account_id, now)


def ask_tie(session: Session, shop: Shop, place: Place, *, account_id: int, now: datetime) -> PlaceEdit:
    """Ask that this place becomes the shop's. Raises ShopHasAPlace."""
    _refuse_second_place(shop)
    edit = PlaceEdit(kind=EditKind.TIE, place_id=place.id, asked={}, was={})
    return _ask(session, shop, edit, account_id, now)


def propose_place(
    session: Session, shop: Shop, asked: Mapping[str, Any], *, account_id: int, now: datetime
) -> PlaceEdit:
    """Propose a place that is not in the guide yet. Raises ShopHasAPlace."""
    _refuse_second_place(shop)
    return _ask(session, shop, PlaceEdit(kind=EditKind.NEW, asked=dict(asked), was={}), account_id, now)


def withdraw_edit(session: Session, edit: PlaceEdit, *, account_id: int, now: datetime) -> None:
    """The shop thinks better of it. Raises AlreadyDecided."""
    _decide(session, edit, Verdict.WITHDRAWN, Decision(account_id), now)
    _let_photo_go(session, edit)


def accept_edit(
    session: Session, edit: PlaceEdit, decision: Decision, *, letters: EditLetters, now: datetime
) -> Place:
    """Do what the shop asked, and tell its keepers.

    Raises AlreadyDecided, PointMissing or PlaceAlreadyThere.
    """
    if edit.kind == EditKind.NEW and _point_of(edit, decision) is None:
        raise PointMissing
    _decide(session, edit, Verdict.ACCEPTED, decision, now)
    place = _carried_out(session, edit, decision, now)
    _note(session, Happening.PLACE_EDIT_ACCEPTED, edit, decision, now)
    tell_keepers(session, edit.shop, letters(edit), now=now)
    return place


def accept_edits(
    session: Session, edit_ids: Collection[int], decision: Decision, *, letters: EditLetters, now: datetime
) -> int:
    """Accept what was ticked and still waits; gives how many. What needs a closer look stays."""
    accepted = 0
    for edit_id in sorted(edit_ids):
        try:
            with session.begin_nested():
                accept_edit(session, edit_of_city(session, edit_id), decision, letters=letters, now=now)
            accepted += 1
        except (AlreadyDecided, PointMissing):
            session.expire_all()
    return accepted


def refuse_edit(
    session: Session, edit: PlaceEdit, decision: Decision, *, letters: EditLetters, now: datetime
) -> None:
    """Leave the place as it is, and tell the keepers why. Raises AlreadyDecided."""
    _decide(session, edit, Verdict.REFUSED, decision, now)
    _let_photo_go(session, edit)
    _note(session, Happening.PLACE_EDIT_REFUSED, edit, decision, now)
    tell_keepers(session, edit.shop, letters(edit), now=now)


def close_vanished(session: Session, place_ids: Collection[int], *, account_id: int, now: datetime) -> int:
    """Take places that vanished from the map out of the guide; their history can bring them back."""
    places = [place for place in vanished_places(session) if place.id in place_ids]
    for place in places:
        changes = {"state": PlaceState.CLOSED.value}
        revise_place(session, place, changes, by=Author(Who.STAFF, account_id), now=now)
    return len(places)


def keep_vanished(session: Session, place_ids: Collection[int], *, account_id: int, now: datetime) -> int:
    """Somebody looked, and these are still there, whatever the map says."""
    places = [place for place in vanished_places(session) if place.id in place_ids]
    for place in places:
        confirm_place(session, place, account_id=account_id, now=now)
    return len(places)


def restore_revision(
    session: Session, place: Place, revision: PlaceRevision, *, account_id: int, now: datetime
) -> None:
    """Put the fields of one change back as they were before it. Raises NothingToRestore."""
    back = differing(facts_of(place), revision.old)
    if not back:
        raise NothingToRestore
    revise_place(session, place, back, by=Author(Who.RESTORE, account_id), now=now)
    subject, note = f"place {place.id}", f"revision {revision.id}"
    record(session, Happening.PLACE_RESTORED, subject, account_id=account_id, now=now, note=note)


def _refuse_second_place(shop: Shop) -> None:
    if shop.place_id is not None:
        raise ShopHasAPlace


def _ask(session: Session, shop: Shop, edit: PlaceEdit, account_id: int, now: datetime) -> PlaceEdit:
    if shop.state != ShopState.APPROVED:
        raise NotApprovedYet
    photos = _make_way(session, shop, account_id, now)
    photo = edit.asked.get("picture")
    if photo and photo not in photos and not claim_picture(session, photo):
        raise PhotoGone
    for unwanted in photos - {photo}:
        forget_picture(session, unwanted)
    edit.city_id, edit.shop_id = shop.city_id, shop.id
    edit.account_id, edit.asked_at = account_id, now
    try:
        with session.begin_nested():
            session.add(edit)
            session.flush()
    except IntegrityError as taken:  # the same shop asked something at the same moment
        raise AlreadyDecided from taken
    record(session, Happening.PLACE_EDIT_ASKED, f"shop {shop.id}", account_id=account_id, now=now)
    return edit


def _make_way(session: Session, shop: Shop, account_id: int, now: datetime) -> set[str]:
    """Withdraw what this shop asked before; gives the photos that were part of it."""
    waiting = (
        PlaceEdit.city_id == chosen_city(session),
        PlaceEdit.shop_id == shop.id,
        PlaceEdit.state == Verdict.WAITING,
    )
    over = {"state": Verdict.WITHDRAWN, "decided_at": now, "decided_by": account_id}
    withdrawn = session.scalars(update(PlaceEdit).where(*waiting).values(**over).returning(PlaceEdit.asked))
    return {asked["picture"] for asked in withdrawn if asked.get("picture")}


def _decide(session: Session, edit: PlaceEdit, verdict: Verdict, decision: Decision, now: datetime) -> None:
    """One decision for each wish, whoever decides at the same moment."""
    waiting = (
        PlaceEdit.id == edit.id,
        PlaceEdit.city_id == chosen_city(session),
        PlaceEdit.state == Verdict.WAITING,
    )
    said = {"state": verdict, "reason": decision.reason, "decided_at": now, "decided_by": decision.account_id}
    won = session.scalar(update(PlaceEdit).where(*waiting).values(**said).returning(PlaceEdit.id))
    if won is None:
        raise AlreadyDecided
    session.refresh(edit, ["state", "reason", "decided_at", "decided_by"])


def _carried_out(session: Session, edit: PlaceEdit, decision: Decision, now: datetime) -> Place:
    if edit.place is not None:
        place = edit.place
        revise_place(session, place, edit.asked, by=Author(Who.MERCHANT, edit.account_id), now=now)
    else:
        facts = _new_facts(edit, decision)
        place = create_place(session, facts, account_id=decision.account_id, now=now)
    edit.place_id = edit.shop.place_id = place.id
    session.flush()
    return place


def _new_facts(edit: PlaceEdit, decision: Decision) -> PlaceFacts:
    point = _point_of(edit, decision)
    if point is None:
        raise PointMissing
    where = {"longitude": point.longitude, "latitude": point.latitude}
    return PlaceFacts(state=PlaceState.PUBLISHED, **edit.asked | where)


def _point_of(edit: PlaceEdit, decision: Decision) -> Position | None:
    """Town hall's word goes before the shop's."""
    if decision.point is not None or edit.asked.get("latitude") is None:
        return decision.point
    return Position(edit.asked["longitude"], edit.asked["latitude"])


def _let_photo_go(session: Session, edit: PlaceEdit) -> None:
    """A photo that will not be shown is erased at once."""
    if photo := edit.asked.get("picture"):
        forget_picture(session, photo)


def _note(session: Session, happening: Happening, edit: PlaceEdit, decision: Decision, now: datetime) -> None:
    subject = f"place edit {edit.id}"
    record(session, happening, subject, account_id=decision.account_id, now=now, note=decision.reason)
