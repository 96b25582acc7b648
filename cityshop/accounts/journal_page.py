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
    Happening.NOMINATIONS_OPENED: n_("Let shops come forward for a contest"),
    Happening.CONTEST_PAUSED: n_("Paused a contest"),
    Happening.CONTEST_RESUMED: n_("Resumed a contest"),
    Happening.CONTEST_ANNULLED: n_("Annulled a contest"),
    Happening.CONTEST_PUBLISHED: n_("Published a result"),
    Happening.CONTEST_SEALED: n_("Sealed a contest"),
    Happening.SECOND_PERSON_ASKED: n_("Asked for a second person"),
    Happening.SECOND_PERSON_WITHDREW: n_("Withdrew what waited for a second person"),
    Happening.RESULT_ASKED_TOO_EARLY: n_("Asked for a result before it was out"),
    Happening.SIGNALS_ERASED: n_("Erased the signals of a contest"),
    Happening.ADDRESSES_ERASED: n_("Erased addresses of voters"),
    Happening.ROLL_ERASED: n_("Erased a voter list"),
    Happening.NOMINATIONS_ERASED: n_("Erased photos and suggestions of a contest"),
    Happening.KEY_DESTROYED: n_("Destroyed the key of a contest"),
    Happening.CANDIDATE_WITHDRAWN: n_("Withdrew a candidate"),
    Happening.BRAG_APPROVED: n_("Approved a brag"),
    Happening.BRAG_REFUSED: n_("Refused a brag"),
    Happening.KIT_MADE: n_("Made a candidate’s kit"),
    Happening.LINK_RETIRED: n_("Took a code out of use"),
    Happening.PAPER_CODES_ISSUED: n_("Made paper codes"),
    Happening.PAPER_CODES_REVOKED: n_("Revoked paper codes"),
    Happening.ASSISTED_BALLOT_CAST: n_("Cast a ballot for somebody at the counter"),
    Happening.CASE_OPENED: n_("Opened a case of suspicious votes"),
    Happening.CASE_DECIDED: n_("Decided a case of suspicious votes"),
    Happening.JURY_CONVENED: n_("Convened a jury"),
    Happening.JURY_CHANGED: n_("Changed a jury"),
    Happening.JURY_REVEALED: n_("Opened the scores of a jury"),
    Happening.JURY_DISMISSED: n_("Dismissed a jury"),
    Happening.PRIZE_DRAWN: n_("Drew the prize for voters"),
    Happening.OPT_INS_ERASED: n_("Erased the list of the prize for voters"),
    Happening.PROGRAMME_CHANGED: n_("Changed a programme"),
    Happening.TEMPLATE_COPIED: n_("Copied a template"),
    Happening.CANDIDATE_CHANGED: n_("Changed a candidate"),
    Happening.CANDIDATE_ACCEPTED: n_("Accepted a candidate"),
    Happening.CANDIDATE_REFUSED: n_("Refused a candidate"),
    Happening.OFFER_CREATED: n_("Made an offer"),
    Happening.OFFER_CHANGED: n_("Changed an offer"),
    Happening.OFFER_APPROVED: n_("Approved an offer"),
    Happening.OFFER_WITHDRAWN: n_("Withdrew an offer"),
    Happening.OFFER_SOLD_OUT: n_("Said that an offer is sold out"),
    Happening.OFFER_AVAILABLE: n_("Brought an offer back that was sold out"),
    Happening.OFFER_REFUSED: n_("Sent an offer back to its shop"),
    Happening.OFFER_GUARD_OVERRIDDEN: n_("Let an offer through against the guard"),
    Happening.DISCOUNT_RULES_CHANGED: n_("Changed the rules of a discount campaign"),
    Happening.SALES_CALENDAR_CHANGED: n_("Changed the calendar of the sales"),
    Happening.REDEMPTION_UNDONE: n_("Took back a redemption"),
    Happening.CARD_WISH_CHANGED: n_("Changed which mails a shop wants after a weekend"),
    Happening.SURVEY_REMINDED: n_("Reminded shops of the three questions"),
    Happening.SIGNING_KEY_REPLACED: n_("Replaced the key that signs vouchers"),
    Happening.CODES_GUESSED: n_("Many wrong codes were tried at a counter"),
    Happening.FAKE_REPORTED: n_("Somebody reported a code that is not ours"),
    Happening.FAKE_ANSWERED: n_("Dealt with a code that is not ours"),
    Happening.PLACE_CREATED: n_("Added a place"),
    Happening.PLACE_CHANGED: n_("Changed a place"),
    Happening.HOURS_CHANGED: n_("Changed the opening hours of a place"),
    Happening.CLOSURE_ADDED: n_("Added special days to a place"),
    Happening.CLOSURE_ENDED: n_("Ended special days of a place"),
    Happening.PLACE_RESTORED: n_("Put a place back as it was"),
    Happening.PLACE_EDIT_ASKED: n_("Asked for a change of a place"),
    Happening.PLACE_EDIT_ACCEPTED: n_("Accepted a change of a place"),
    Happening.PLACE_EDIT_REFUSED: n_("Refused a change of a place"),
    Happening.REPORT_ACCEPTED: n_("Dealt with a report about a place"),
    Happening.REPORT_REFUSED: n_("Answered a report about a place: nothing to change"),
    Happening.ASKING_STOPPED: n_("Somebody wants no monthly mail about a place"),
    Happening.VACANCY_ADDED: n_("Added vacant premises"),
    Happening.VACANCY_CHANGED: n_("Changed vacant premises"),
    Happening.VACANCY_REMOVED: n_("Removed vacant premises"),
    Happening.VACANCIES_IMPORTED: n_("Imported vacant premises"),
    Happening.VACANCIES_EXPORTED: n_("Downloaded the list of vacant premises"),
    Happening.VACANCIES_SHOWN: n_("Put vacant premises on the public site"),
    Happening.VACANCIES_HIDDEN: n_("Took vacant premises off the public site"),
    Happening.PLACES_IMPORTED: n_("Imported places"),
    Happening.EVENT_CREATED: n_("Made an event"),
    Happening.EVENT_CHANGED: n_("Changed an event"),
    Happening.EVENT_PUBLISHED: n_("Published an event"),
    Happening.EVENT_REFUSED: n_("Refused an event"),
    Happening.EVENT_CANCELLED: n_("Cancelled an event"),
    Happening.EVENTS_IMPORTED: n_("Took events from a calendar"),
    Happening.EVENTS_ERASED: n_("Erased events that were long over"),
    Happening.PARTNER_CREATED: n_("Made a partner of the agenda"),
    Happening.PARTNER_CHANGED: n_("Changed a partner of the agenda"),
    Happening.PARTNER_LINK_SENT: n_("Sent a partner its link"),
    Happening.TERRACE_CHANGED: n_("Changed a terrace"),
    Happening.PERMITS_IMPORTED: n_("Read in a list of terrace permits"),
    Happening.SKYLINES_IMPORTED: n_("Worked out the sun from building outlines"),
    Happening.ROUTE_CREATED: n_("Made a route"),
    Happening.ROUTE_CHANGED: n_("Changed a route"),
    Happening.ROUTE_PUBLISHED: n_("Published a route"),
    Happening.ROUTE_WITHDRAWN: n_("Withdrew a route"),
    Happening.ROUTES_IMPORTED: n_("Imported routes"),
    Happening.PLATES_MADE: n_("Made the plates of a route"),
    Happening.IMPORT_UNDONE: n_("Took an import back"),
    Happening.EMBEDDING_CHANGED: n_("Changed which sites may show the guide"),
    Happening.SHOP_REGISTERED: n_("Registered a shop"),
    Happening.SHOP_CHANGED: n_("Changed a shop"),
    Happening.SHOP_APPROVED: n_("Approved a shop"),
    Happening.SHOP_REFUSED: n_("Refused a shop"),
    Happening.COUNTER_OPENED: n_("Opened a counter"),
    Happening.COUNTER_PIN_CHANGED: n_("Changed the PIN of a counter"),
    Happening.COUNTER_REVOKED: n_("Closed a counter"),
    Happening.COUNTER_RENAMED: n_("Gave a counter another name"),
    Happening.COUNTER_DEVICES_ENDED: n_("Sent the devices of a counter away"),
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
