"""What stands beside the form of an offer: what the guard says, and what residents will see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.merchants.models import Shop
from cityshop.offers import guard, guarding
from cityshop.offers.guard import Finding, Rule
from cityshop.offers.models import OfferKind
from cityshop.offers.offer_forms import OfferForm
from cityshop.offers.pages import OfferPage, offer_page
from cityshop.offers.previewing import previewed
from cityshop.offers.rules import OfferFacts
from cityshop.web.badges import Badges, badges_of
from cityshop.web.i18n import day, euro, translated

NOT_SAID_YET = "…"
_ABOUT_THE_BAN = (Rule.SALES_BAN, Rule.STREET_FAIR)
_TITLE_COMES = n_("Your title comes here")


@dataclass(frozen=True)
class Pointer:
    """One thing that the guard says."""

    sentence: str
    needs_reason: bool


@dataclass(frozen=True)
class CheckPage:
    """What the guard says of an offer, and how residents will see it where that can be told."""

    pointers: Sequence[Pointer] = ()
    needs_reason: bool = False
    preview: OfferPage | None = None
    is_trusted: bool = False
    may_be_fair: bool = False


def check_page(session: Session, offer: OfferFacts | None, now: datetime) -> CheckPage:
    """An offer with what the guard says of it."""
    return CheckPage() if offer is None else check_pages(session, [offer], now)[0]


def check_pages(session: Session, offers: Sequence[OfferFacts], now: datetime) -> list[CheckPage]:
    """Each of these offers with what the guard says of it."""
    badges, said = badges_of(session, now), guarding.findings_of(session, offers)
    return [_checked(*each, badges, now) for each in zip(offers, said, strict=True)]


def _checked(offer: OfferFacts, said: Sequence[Finding], badges: Badges, now: datetime) -> CheckPage:
    page, is_refused = offer_page(offer, badges, now), guard.needs_reason(said)
    is_worth_nothing = not offer.value and offer.kind != OfferKind.GIFT
    preview = replace(
        page,
        title=page.title or translated(_TITLE_COMES),
        worth=NOT_SAID_YET if is_worth_nothing else page.worth,
    )
    is_trusted = bool(offer.trusts_shops) and not is_refused and not offer.state_reason
    may_be_fair = any(one.rule in _ABOUT_THE_BAN and offer.kind in guard.PRICE_CUTS for one in said)
    return CheckPage([_pointer(one) for one in said], is_refused, preview, is_trusted, may_be_fair)


def check_form(session: Session, form: OfferForm, about: Shop | OfferFacts, now: datetime) -> CheckPage:
    """What was typed so far, valid or not, about a new offer of a shop or about one that changes."""
    if not form.can_be_shown():
        return CheckPage()
    draft = form.draft(about if isinstance(about, OfferFacts) else None)
    return check_page(session, previewed(session, draft, about), now)


def _pointer(finding: Finding) -> Pointer:
    facts = {name: _fact(name, value) for name, value in finding.facts.items()}
    return Pointer(translated(finding.sentence, **facts), finding.needs_reason)


def _fact(name: str, value: object) -> object:
    """Days and amounts as people read them."""
    if isinstance(value, date):
        return day(value)
    return euro(value) if name.endswith("_cents") and isinstance(value, int) else value
