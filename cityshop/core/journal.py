"""Who did what, from a fixed catalogue; every staff write lands here."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cityshop.core.db import Base, chosen_city


class Happening(StrEnum):
    """The catalogue: what can stand in the journal."""

    ACCOUNT_CREATED = "account-created"
    ACCOUNT_DISABLED = "account-disabled"
    SIGNED_IN = "signed-in"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a word, not a password
    ROLE_GRANTED = "role-granted"
    ROLE_WITHDRAWN = "role-withdrawn"
    CITY_CHANGED = "city-changed"
    CAMPAIGN_CREATED = "campaign-created"
    CAMPAIGN_CHANGED = "campaign-changed"
    CAMPAIGN_PAUSED = "campaign-paused"
    CAMPAIGN_RESUMED = "campaign-resumed"
    CONTEST_CREATED = "contest-created"
    CONTEST_CHANGED = "contest-changed"
    CONTEST_OPENED = "contest-opened"
    CONTEST_CLOSED = "contest-closed"
    CONTEST_KEY_MISSING = "contest-key-missing"
    NOMINATIONS_OPENED = "nominations-opened"
    CONTEST_PAUSED = "contest-paused"
    CONTEST_RESUMED = "contest-resumed"
    CONTEST_ANNULLED = "contest-annulled"
    CONTEST_PUBLISHED = "contest-published"
    CONTEST_SEALED = "contest-sealed"
    SECOND_PERSON_ASKED = "second-person-asked"
    SECOND_PERSON_WITHDREW = "second-person-withdrew"
    RESULT_ASKED_TOO_EARLY = "result-asked-too-early"
    SIGNALS_ERASED = "signals-erased"
    ADDRESSES_ERASED = "addresses-erased"
    ROLL_ERASED = "roll-erased"
    NOMINATIONS_ERASED = "nominations-erased"
    KEY_DESTROYED = "key-destroyed"
    CANDIDATE_WITHDRAWN = "candidate-withdrawn"
    BRAG_APPROVED = "brag-approved"
    BRAG_REFUSED = "brag-refused"
    KIT_MADE = "kit-made"
    LINK_RETIRED = "link-retired"
    PAPER_CODES_ISSUED = "paper-codes-issued"
    PAPER_CODES_REVOKED = "paper-codes-revoked"
    ASSISTED_BALLOT_CAST = "assisted-ballot-cast"
    CASE_OPENED = "case-opened"
    CASE_DECIDED = "case-decided"
    JURY_CONVENED = "jury-convened"
    JURY_CHANGED = "jury-changed"
    JURY_REVEALED = "jury-revealed"
    JURY_DISMISSED = "jury-dismissed"
    PRIZE_DRAWN = "prize-drawn"
    OPT_INS_ERASED = "opt-ins-erased"
    PROGRAMME_CHANGED = "programme-changed"
    TEMPLATE_COPIED = "template-copied"
    CANDIDATE_CHANGED = "candidate-changed"
    CANDIDATE_ACCEPTED = "candidate-accepted"
    CANDIDATE_REFUSED = "candidate-refused"
    OFFER_CREATED = "offer-created"
    OFFER_CHANGED = "offer-changed"
    OFFER_APPROVED = "offer-approved"
    OFFER_WITHDRAWN = "offer-withdrawn"
    OFFER_KIT_MADE = "offer-kit-made"
    VOUCHERS_PRINTED = "vouchers-printed"
    VOUCHERS_WITHDRAWN = "vouchers-withdrawn"
    OFFER_SOLD_OUT = "offer-sold-out"
    OFFER_AVAILABLE = "offer-available"
    OFFER_REFUSED = "offer-refused"
    OFFER_GUARD_OVERRIDDEN = "offer-guard-overridden"
    DISCOUNT_RULES_CHANGED = "discount-rules-changed"
    SALES_CALENDAR_CHANGED = "sales-calendar-changed"
    REDEMPTION_UNDONE = "redemption-undone"
    SHOPS_MAILED = "shops-mailed"
    VOUCHER_VOIDED = "voucher-voided"
    VOUCHER_REFUNDED = "voucher-refunded"
    EDITION_CLOSED = "edition-closed"
    EDITION_PUBLISHED = "edition-published"
    EDITION_HIDDEN = "edition-hidden"
    CARD_WISH_CHANGED = "card-wish-changed"
    SURVEY_REMINDED = "survey-reminded"
    SIGNING_KEY_REPLACED = "signing-key-replaced"
    CODES_GUESSED = "codes-guessed"
    FAKE_REPORTED = "fake-reported"
    FAKE_ANSWERED = "fake-answered"
    PLACE_CREATED = "place-created"
    PLACE_CHANGED = "place-changed"
    HOURS_CHANGED = "hours-changed"
    CLOSURE_ADDED = "closure-added"
    CLOSURE_ENDED = "closure-ended"
    PLACE_RESTORED = "place-restored"
    PLACE_EDIT_ASKED = "place-edit-asked"
    PLACE_EDIT_ACCEPTED = "place-edit-accepted"
    PLACE_EDIT_REFUSED = "place-edit-refused"
    REPORT_ACCEPTED = "report-accepted"
    REPORT_REFUSED = "report-refused"
    ASKING_STOPPED = "asking-stopped"
    VACANCY_ADDED = "vacancy-added"
    VACANCY_CHANGED = "vacancy-changed"
    VACANCY_REMOVED = "vacancy-removed"
    VACANCIES_IMPORTED = "vacancies-imported"
    VACANCIES_EXPORTED = "vacancies-exported"
    VACANCIES_SHOWN = "vacancies-shown"
    VACANCIES_HIDDEN = "vacancies-hidden"
    PLACES_IMPORTED = "places-imported"
    EVENT_CREATED = "event-created"
    EVENT_CHANGED = "event-changed"
    EVENT_PUBLISHED = "event-published"
    EVENT_REFUSED = "event-refused"
    EVENT_CANCELLED = "event-cancelled"
    EVENTS_IMPORTED = "events-imported"
    EVENTS_ERASED = "events-erased"
    PARTNER_CREATED = "partner-created"
    PARTNER_CHANGED = "partner-changed"
    PARTNER_LINK_SENT = "partner-link-sent"
    TERRACE_CHANGED = "terrace-changed"
    PERMITS_IMPORTED = "permits-imported"
    SKYLINES_IMPORTED = "skylines-imported"
    ROUTE_CREATED = "route-created"
    ROUTE_CHANGED = "route-changed"
    ROUTE_PUBLISHED = "route-published"
    ROUTE_WITHDRAWN = "route-withdrawn"
    ROUTES_IMPORTED = "routes-imported"
    PLATES_MADE = "plates-made"
    IMPORT_UNDONE = "import-undone"
    EMBEDDING_CHANGED = "embedding-changed"
    SHOP_REGISTERED = "shop-registered"
    SHOP_CHANGED = "shop-changed"
    SHOP_APPROVED = "shop-approved"
    SHOP_REFUSED = "shop-refused"
    COUNTER_OPENED = "counter-opened"
    COUNTER_PIN_CHANGED = "counter-pin-changed"
    COUNTER_REVOKED = "counter-revoked"
    COUNTER_RENAMED = "counter-renamed"
    COUNTER_DEVICES_ENDED = "counter-devices-ended"
    PAIRING_MADE = "pairing-made"
    DEVICE_PAIRED = "device-paired"
    DEVICE_ENDED = "device-ended"
    SCAN_DECIDED = "scan-decided"


class JournalEntry(Base):
    """One line of the journal. Account ids are plain numbers: an account may be erased, its line stays."""

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    happening: Mapped[str]
    subject: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True, default=None)
    account_id: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


def record(  # noqa: PLR0913 - a line of the journal has six facts
    session: Session,
    happening: Happening,
    subject: str,
    *,
    account_id: int | None,
    now: datetime,
    note: str = "",
) -> None:
    """Write a line in the same transaction; `subject` names the row (`offer 12`), never a person."""
    entry = JournalEntry(at=now, happening=happening, subject=subject, account_id=account_id, note=note)
    entry.city_id = chosen_city(session)
    session.add(entry)


def record_each(
    session: Session, happening: Happening, subjects: Sequence[str], *, account_id: int | None, now: datetime
) -> None:
    """Write a line for each of these rows, all in one statement."""
    facts = {"at": now, "happening": happening, "account_id": account_id, "note": ""}
    facts["city_id"] = chosen_city(session)
    if subjects:
        session.execute(insert(JournalEntry), [{**facts, "subject": subject} for subject in subjects])


def latest_entries(session: Session, *, city_id: int, limit: int = 50) -> Sequence[JournalEntry]:
    """The newest lines of one city first."""
    mine = select(JournalEntry).where(JournalEntry.city_id == city_id)
    return session.scalars(mine.order_by(JournalEntry.id.desc()).limit(limit)).all()
