"""Pages made of parts: a feature offers its part, the page that shows it does not know the feature."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app

from cityshop.core.db import Session


@dataclass(frozen=True)
class Part:
    """A template with its facts; `until` (UTC) is when it stops being true."""

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    until: datetime | None = None


PartMaker = Callable[[Session, datetime], Part | None]


def install(app: Flask, **pages: Sequence[PartMaker]) -> None:
    """Name the pages that are made of parts, and their parts in order."""
    app.extensions["cityshop.parts"] = pages


def parts_of(page: str, session: Session, now: datetime) -> list[Part]:
    """The parts of a page that have something to show."""
    makers = cast("Sequence[PartMaker]", current_app.extensions["cityshop.parts"][page])
    return [part for maker in makers if (part := maker(session, now)) is not None]


def next_change(parts: Sequence[Part]) -> datetime | None:
    """The first moment at which one of the parts stops being true."""
    return min((part.until for part in parts if part.until is not None), default=None)
