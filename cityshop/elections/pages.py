"""Parts of pages."""

from datetime import datetime

from cityshop.core.db import Session
from cityshop.web.parts import Part



def home_part(session: Session, now: datetime) -> Part | None:
    return None


def dashboard_part(session: Session, now: datetime) -> Part | None:
    return None


def own_shop_part(session: Session, now: datetime) -> Part | None:
    return None
