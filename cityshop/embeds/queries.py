"""Reads of embeds."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.embeds.models import EmbedSettings


def allowed_sites(session: Session) -> Sequence[str]:
    """The sites that may frame the chosen city's guide, in the order of the alphabet."""
    return session.scalar(select(EmbedSettings.sites)) or []
