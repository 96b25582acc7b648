"""The journal as town hall reads it: words for what happened, a name for who did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cityshop.accounts.queries import names_of_accounts
from cityshop.core.db import Session
from cityshop.core.journal import Happening, JournalEntry, latest_entries
from cityshop.core.words import n_

WORDS: Mapping[str, str] = {
    Happening.ACCOUNT_CREATED: n_("Made an account"),
    Happening.ACCOUNT_DISABLED: n_("Closed an account"),
    Happening.SIGNED_IN: n_("Signed in"),
    Happening.PASSWORD_CHANGED: n_("Changed a password"),
    Happening.ROLE_GRANTED: n_("Gave a role"),
    Happening.ROLE_WITHDRAWN: n_("Took a role away"),
    Happening.CITY_CHANGED: n_("Changed the city’s page"),
    Happening.CAMPAIGN_CREATED: n_("Made a campaign"),
    Happening.CAMPAIGN_CHANGED: n_("Changed a campaign"),
    Happening.CAMPAIGN_PAUSED: n_("Paused a campaign"),
    Happening.CAMPAIGN_RESUMED: n_("Resumed a campaign"),
    Happening.CONTEST_CREATED: n_("Made a contest"),
    Happening.CONTEST_CHANGED: n_("Changed a contest"),
    Happening.CONTEST_OPENED: n_("Opened a contest"),
    Happening.CONTEST_CLOSED: n_("Closed a contest"),
    Happening.CONTEST_KEY_MISSING: n_("A contest misses its key"),
    Happening.CANDIDATE_CHANGED: n_("Changed a candidate"),
    Happening.CANDIDATE_ACCEPTED: n_("Accepted a candidate"),
    Happening.CANDIDATE_REFUSED: n_("Refused a candidate"),
    Happening.OFFER_CREATED: n_("Made an offer"),
    Happening.OFFER_CHANGED: n_("Changed an offer"),
    Happening.OFFER_APPROVED: n_("Approved an offer"),
    Happening.OFFER_WITHDRAWN: n_("Withdrew an offer"),
    Happening.REDEMPTION_UNDONE: n_("Took back a redemption"),
    Happening.PLACE_CREATED: n_("Added a place"),
    Happening.PLACE_CHANGED: n_("Changed a place"),
    Happening.PLACES_IMPORTED: n_("Imported places"),
    Happening.SHOP_REGISTERED: n_("Registered a shop"),
    Happening.SHOP_CHANGED: n_("Changed a shop"),
    Happening.SHOP_APPROVED: n_("Approved a shop"),
    Happening.SHOP_REFUSED: n_("Refused a shop"),
    Happening.COUNTER_OPENED: n_("Opened a counter"),
    Happening.COUNTER_PIN_CHANGED: n_("Changed the PIN of a counter"),
    Happening.COUNTER_REVOKED: n_("Closed a counter"),
}


@dataclass(frozen=True)
class JournalLine:
    """One line. `word` is a message id; `who` is empty for what the site did by itself."""

    at: datetime
    word: str
    subject: str
    who: str
    note: str


def journal_lines(session: Session, *, city_id: int) -> list[JournalLine]:
    """The newest lines of a city first."""
    entries = latest_entries(session, city_id=city_id)
    names = names_of_accounts(
        session, {entry.account_id for entry in entries if entry.account_id is not None}
    )
    return [_line(entry, names) for entry in entries]


def _line(entry: JournalEntry, names: Mapping[int, str]) -> JournalLine:
    who = names.get(entry.account_id, "") if entry.account_id is not None else ""
    return JournalLine(entry.at, WORDS[entry.happening], entry.subject, who, entry.note)
