"""What a device shows to act for a counter: who, until when, and a signature. Nothing of it is kept here."""

from datetime import UTC, datetime, timedelta

from cityshop.core.codes import is_same, keyed_digest

GOOD_FOR = timedelta(hours=12)


def make_bearer(key: bytes, counter_id: int, version: int, *, now: datetime) -> str:
    """A bearer token for twelve hours; it dies earlier when the counter's `bearer_version` moves on."""
    body = f"{counter_id}.{version}.{int((now + GOOD_FOR).timestamp())}"
    return f"{body}.{_signature(key, body)}"


def read_bearer(key: bytes, bearer: str, *, now: datetime) -> tuple[int, int] | None:
    """The counter's id and bearer version; None when it was not made with this key or is too old."""
    body, _, signature = bearer.rpartition(".")
    if not is_same(signature.encode(), _signature(key, body).encode()):
        return None
    counter_id, version, until = (int(part) for part in body.split("."))
    return (counter_id, version) if now < datetime.fromtimestamp(until, UTC) else None


def _signature(key: bytes, body: str) -> str:
    return keyed_digest(key, "bearer", body).hex()
