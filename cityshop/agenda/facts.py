"""What people say of an event and of a partner, on its way from a form to the database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cityshop.agenda.models import Audience, Event
from cityshop.agenda.repeats import Rule, Times
from cityshop.places.models import folded

ONCE = Rule()


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """What people can say of an event; `times` are those of its first date."""

    title: Mapping[str, str]
    times: Times
    text: Mapping[str, str]
    place_id: int | None = None
    location: str = ""
    audience: str = Audience.EVERYONE
    is_free: bool = False
    price: str = ""
    link: str = ""
    picture: str = ""
    picture_alt: Mapping[str, str]
    has_end: bool = True
    is_all_day: bool = False
    rule: Rule = ONCE

    def columns(self) -> dict[str, Any]:
        """What stands in the event's own row."""
        plain = {name: value for name, value in vars(self).items() if name not in ("times", "rule")}
        times = {"starts_at": self.times.starts_at, "ends_at": self.times.ends_at}
        return {**plain, **times, "repeat": self.rule.as_json()}

    def as_json(self) -> dict[str, Any]:
        """As a change is kept that waits for town hall."""
        columns = self.columns()
        moments = {name: columns[name].isoformat() for name in ("starts_at", "ends_at")}
        return {**columns, **moments}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "EventFacts":
        """What `as_json` wrote."""
        own = {name: value for name, value in kept.items() if name not in ("starts_at", "ends_at", "repeat")}
        start, end = (datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at"))
        return cls(**own, times=Times(start, end), rule=Rule.from_json(kept["repeat"]))

    @classmethod
    def of(cls, event: Event) -> "EventFacts":
        """The event as it is now."""
        own = set(cls.__dataclass_fields__) - {"times", "rule"}
        plain = {name: getattr(event, name) for name in own}
        return cls(**plain, times=Times(event.starts_at, event.ends_at), rule=Rule.from_json(event.repeat))

    def with_picture(self, name: str) -> "EventFacts":
        """The same with another picture."""
        return replace(self, picture=name)


@dataclass(frozen=True, kw_only=True)
class PartnerFacts:
    """What town hall says of a partner."""

    name: str
    email: str = ""
    website: str = ""
    logo: str = ""
    is_trusted: bool = False


def search_text_of(title: Mapping[str, str], location: str, organiser: str) -> str:
    """What people search: titles in every language, where, and who."""
    return folded(" ".join([*title.values(), location, organiser]))
