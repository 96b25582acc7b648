"""Is the site alive, is it ready, and how is it doing: for machines, not for people."""

import time
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, request

from cityshop.core import files
from cityshop.core.migrations import applied_migrations, newest_migrations
from cityshop.web.session import database

door = Blueprint("health", __name__)
LOOPBACK = ("127.0.0.1", "::1")
STARTED = time.time()


@door.get("/healthz")
def alive() -> Response:
    return _fresh(jsonify(status="alive"))


@door.get("/readyz")
def ready() -> Response:
    checks = {"database": database().answers(), "keys": _keys_are_there(current_app.config["KEYS_FOLDER"])}
    checks["migrations"] = checks["database"] and _is_migrated()
    is_ready = all(checks.values())
    response = _fresh(jsonify(status="ready" if is_ready else "not ready", checks=checks))
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


def _is_migrated() -> bool:
    with database().reads() as session:
        return applied_migrations(session) == newest_migrations(files.MIGRATIONS)


def _keys_are_there(folder: Path) -> bool:
    return not folder.exists() or folder.is_dir()


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
