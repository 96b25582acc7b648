"""Phones behind a counter, for their own script: a contact, and what was scanned without reception."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify

from cityshop.devices import forms, till
from cityshop.devices.batches import Answer
from cityshop.devices.models import Device
from cityshop.devices.queries import LentOffer, count_to_look_at
from cityshop.devices.rules import is_clock_wrong
from cityshop.offers import cookie
from cityshop.web import areas
from cityshop.web.session import reading

api = areas.open_door("device_api", __name__, prefix="/api/v1")


@api.post("/devices/contact")
def contact() -> Response:
    """The phone says what its clock says and how much waits; it hears all it needs to go on alone."""
    device, known = till.device_here(), forms.known_revocations()
    fresh, lent = till.greet(device, forms.report())
    knowledge = till.knowledge_for(device, known)
    attention = count_to_look_at(reading(), device.city_id, shop_ids=[device.shop_id])
    stock = {"counted": [offer.offer_id for offer in lent], "leases": _leases(lent)}
    told = {**_about(fresh), "attention": attention, "bearer": cookie.bearer_of(device.counter)}
    return jsonify({**knowledge, **stock, **told})


@api.post("/redemptions/batch")
def batch() -> Response:
    """At most 200 scans in their order; each gets a verdict that is final."""
    answers = till.take_in(till.device_here(), forms.batch())
    return jsonify(answers=[_answer(answer) for answer in answers])


def _about(device: Device) -> dict[str, Any]:
    is_wrong = is_clock_wrong(device.skew_seconds)
    return {
        "device": device.id,
        "skew_seconds": device.skew_seconds,
        "clock": "wrong" if is_wrong else "right",
    }


def _leases(lent: Sequence[LentOffer]) -> list[dict[str, Any]]:
    return [
        {"offer": offer.offer_id, "left": offer.left_on_loan, "until": _written(offer.until)}
        for offer in lent
        if offer.lease_id is not None
    ]


def _answer(answer: Answer) -> dict[str, Any]:
    """The verdict; of what was told before `replayed`, and what it `was`."""
    scan = answer.scan
    said = {"digest": scan.digest.hex(), "key": scan.key, "verdict": scan.verdict, "reason": scan.reason}
    return {**said, "verdict": "replayed", "was": scan.verdict} if answer.is_replay else said


def _written(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None
