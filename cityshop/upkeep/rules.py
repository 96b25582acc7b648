"""Decisions about upkeep, free of web and database: what waits, when to ask, what is kept how long."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cityshop.core.clock import local
from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.core.throttle import Limit
from cityshop.upkeep.models import ReportKind

ASK_AFTER = timedelta(days=25)  # who confirmed or changed a place by then is not asked this month
OFFICE_HOURS = range(8, 18)  # nobody is woken by a telephone
LINK_LASTS = timedelta(days=62)
MAILBOX_KEPT = timedelta(days=30)  # after the answer
MAILBOX_KEPT_AT_MOST = timedelta(days=90)  # without one
REPORTS_AN_HOUR = 10
REPORTS_A_PLACE = 20
WISHES_AN_HOUR = 60
# What a place is taken for: a shopkeeper proposes it, town hall looks first.
WAITING_FIELDS = (
    "name", "street", "postal_code", "town", "latitude", "longitude", "picture", "picture_alt",
)  # fmt: skip


def report_limits(address: str | None, place_id: int) -> list[Limit]:
    """How often one network may report, and how often anybody may report one place."""
    return [
        Limit(("place-report", network_of(address, NEIGHBOURHOOD)), REPORTS_AN_HOUR, timedelta(hours=1)),
        Limit(("place-report-of", str(place_id)), REPORTS_A_PLACE, timedelta(days=1)),
    ]


def wish_limit(account_id: int) -> Limit:
    """How often somebody may save a wish: each may carry a photo."""
    return Limit(("place-edit", str(account_id)), WISHES_AN_HOUR, timedelta(hours=1))


def differing(now: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What of the asked fields is not so already."""
    return {name: value for name, value in asked.items() if now.get(name) != value}


def month_of(moment: datetime) -> str:
    """The month on a Belgian calendar: `2026-11`."""
    return f"{local(moment):%Y-%m}"


def is_hour_to_ask(moment: datetime) -> bool:
    """Whether it is a fair hour for a mail."""
    return local(moment).hour in OFFICE_HOURS


def closes_the_place(kind: str) -> bool:
    """Whether a report, once accepted, takes the place out of the guide."""
    return kind == ReportKind.CLOSED
