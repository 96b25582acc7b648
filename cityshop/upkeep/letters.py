"""The letters of upkeep: what town hall decided, what became of a report, the monthly question."""

from datetime import datetime

from cityshop.accounts.models import Account
from cityshop.core.outbox import Letter
from cityshop.core.words import DEFAULT_LANGUAGE, LANGUAGES, n_
from cityshop.merchants.models import Shop
from cityshop.merchants.services import LetterWriter
from cityshop.places.models import Place
from cityshop.places.place_page import address_of
from cityshop.places.staff_pages import read_hours
from cityshop.upkeep.models import MonthlyAsk, PlaceEdit, PlaceReport, Verdict
from cityshop.upkeep.monthly import Mailbox
from cityshop.upkeep.tokens import make_token
from cityshop.web.areas import page_city
from cityshop.web.i18n import speaking, translated
from cityshop.web.letters import full_address, letter


def decided(edit: PlaceEdit) -> LetterWriter:
    """What town hall said of a shop's wish, for each of its keepers."""

    def write(account: Account, shop: Shop) -> Letter:
        template = "accepted" if edit.state == Verdict.ACCEPTED else "refused"
        link = full_address("own_place.show_place", shop_id=shop.id)
        facts = {"name": account.name, "shop": shop.name, "reason": edit.reason, "city": page_city().name}
        return letter(f"upkeep/{template}", account.email, link=link, **facts)

    return write


def answered(report: PlaceReport) -> Letter:
    """What became of a report, in the language in which it was sent."""
    with speaking(report.language if report.language in LANGUAGES else DEFAULT_LANGUAGE):
        facts = {
            "place": report.place.name,
            "is_right": report.state == Verdict.ACCEPTED,
            "answer": report.answer,
            "city": page_city().name,
            "link": full_address("guide.index", city=page_city().slug),
        }
        return letter("upkeep/answered", report.mailbox, **facts)


def still_right(asked: MonthlyAsk, mailbox: Mailbox, *, city: str, secret: str) -> Letter:
    """The monthly question, in Dutch: which language a keeper reads is not known."""
    token = make_token(asked.id, secret)
    with speaking(DEFAULT_LANGUAGE):
        place = asked.place
        facts = {
            "place": place.name,
            "address": address_of(place),
            "phone": place.phone,
            "hours": _hours_words(place, asked.asked_at),
            "link": full_address("upkeep.still_right", city=city, token=token),
            "changed_link": full_address("upkeep.changed", city=city, token=token),
            "stop_link": full_address("upkeep.stop", city=city, token=token),
        }
        return letter("upkeep/still_right", mailbox.address, **facts)


def _hours_words(place: Place, now: datetime) -> str:
    """The week of that day, a line for each day; as it was written where we cannot read it."""
    days = read_hours(place.hours_text, now=now).days
    return "\n".join(f"{day}: {words or translated(n_('Closed'))}" for day, words in days) or place.hours_text
