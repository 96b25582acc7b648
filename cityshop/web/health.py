"""Is the site alive, is it ready, and how is it doing: for machines, not for people."""

import time
from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, make_response, request

from cityshop.core import clock, files
from cityshop.core.db import Session
from cityshop.core.heartbeat import WORKER, age
from cityshop.core.migrations import applied_migrations, newest_migrations
from cityshop.web.session import database

door = Blueprint("health", __name__)
LOOPBACK = ("127.0.0.1", "::1")
STARTED = time.time()

ReadyCheck = Callable[[Session], bool]


@door.get("/healthz")
def alive() -> Response:
    return _fresh(jsonify(status="alive"))


@door.get("/readyz")
def ready() -> Response:
    checks = {"database": database().answers()}
    further: Mapping[str, ReadyCheck] = current_app.extensions["cityshop.ready"]
    for name, check in further.items():  # each leans on those before it
        checks[name] = all(checks.values()) and _holds(check)
    is_ready = all(checks.values())
    facts = {"checks": checks, "worker_age_seconds": _worker_age() if checks["migrations"] else None}
    response = _fresh(jsonify(status="ready" if is_ready else "not ready", **facts))
    response.status_code = 200 if is_ready else 503
    return response


@door.get("/metrics")
def metrics() -> Response:
    """Prometheus text for a collector on the same machine; who comes through a proxy is a stranger."""
    if request.remote_addr not in LOOPBACK or request.headers.get("X-Forwarded-For"):
        abort(404)
    if not current_app.config["SHOW_METRICS"]:
        abort(404)
    lines = ("# TYPE cityshop_uptime_seconds gauge", f"cityshop_uptime_seconds {time.time() - STARTED:.0f}")
    response = _fresh(make_response("\n".join(lines) + "\n"))
    response.mimetype = "text/plain"
    return response


def is_migrated(session: Session) -> bool:
    """Whether the database has every migration that the code knows."""
    return applied_migrations(session) == newest_migrations(files.MIGRATIONS)


def install(app: Flask, **checks: ReadyCheck) -> None:
    """What else must hold before the site may be asked."""
    app.extensions["cityshop.ready"] = {"migrations": is_migrated, **checks}


def _holds(check: ReadyCheck) -> bool:
    with database().reads() as session:
        return check(session)


def _worker_age() -> int | None:
    """Seconds since the worker's last sign of life; the site serves without it, mail does not go out."""
    with database().reads() as session:
        since = age(session, WORKER, now=clock.utc_now())
    return int(since.total_seconds()) if since is not None else None


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
