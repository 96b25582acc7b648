"""The request's database sessions: reading for whoever asks, writing only where something is sent."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, Response, current_app, g, request

from cityshop.core.db import UNAVAILABLE, Database, Session, choose_city, chosen_city

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_ERROR = 400


def database() -> Database:
    """The site's database."""
    return cast("Database", current_app.extensions["cityshop.database"])


def reading() -> Session:
    """The request's reading session; opened on first use, it cannot change anything."""
    if "reading" not in g:
        g.reading = database().reads()
    return cast("Session", g.reading)


def db() -> Session:
    """The session of a view: reading on GET, else one that writes, committed when the answer is below 400."""
    if request.method in SAFE_METHODS:
        return reading()
    if "writing" not in g:
        g.writing = database().writes()
        _same_city(g.writing)
    return cast("Session", g.writing)


def let_go() -> None:
    """Give the connection of the reading session back: something slow follows, and others want to read."""
    if "reading" in g:
        _end_reading(g.reading)


@contextmanager
def short_write() -> Iterator[Session]:
    """A write transaction of its own for the hot writes: over before anything is rendered."""
    with database().writes.begin() as session:
        _same_city(session)
        yield session


def install(app: Flask) -> None:
    """Let the answer decide the transaction, and close what was opened whatever happens."""
    app.after_request(_settle)
    app.teardown_request(_close)


def _same_city(session: Session) -> None:
    city_id = chosen_city(g.reading) if "reading" in g else None
    if city_id is not None:
        choose_city(session, city_id)


def _settle(response: Response) -> Response:
    session: Session | None = g.get("writing")
    if session is not None:
        if response.status_code < FIRST_ERROR:
            session.commit()
        else:
            session.rollback()
    return response


def _close(error: BaseException | None) -> None:
    read: Session | None = g.get("reading")
    if read is not None and error is None:
        _end_reading(read)
    for name in ("writing", "reading"):
        session: Session | None = g.pop(name, None)
        if session is not None:
            session.close()


def _end_reading(session: Session) -> None:
    """A commit, although nothing changed: after a rollback psycopg forgets every statement it prepared."""
    try:
        session.commit()
    except UNAVAILABLE as gone:
        log.warning("the database went away while a page was made: %s", type(gone).__name__)
