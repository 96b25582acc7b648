"""Which migration the database should have, read from the files: importing Alembic costs a slow start."""

import re
from pathlib import Path

from sqlalchemy import inspect, text

from cityshop.core.db import Session

_REVISION = re.compile(r'^revision(?:: str)? = "(\w+)"', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision(?:: [^=]+)? = "(\w+)"', re.MULTILINE)


def newest_migrations(folder: Path) -> set[str]:
    """The migrations that no other one builds on."""
    texts = [file.read_text(encoding="utf-8") for file in (folder / "versions").glob("*.py")]
    made = {found for words in texts for found in _REVISION.findall(words)}
    return made - {found for words in texts for found in _BEFORE.findall(words)}


def applied_migrations(session: Session) -> set[str]:
    """What the database says it has; nothing before the first migration."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return set()
    return set(session.scalars(text("SELECT version_num FROM alembic_version")))
