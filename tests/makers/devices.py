"""Phones behind a counter that sign what they scan."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cityshop.devices.models import Algorithm, Device
from cityshop.devices.services import digest_of
from cityshop.devices.signed_scans import SignedText
from cityshop.merchants.models import Counter
from tests.makers.base import NOW
from tests.makers.offers import OfferMakers


class Phone:
    """A paired phone: it signs scans in a chain, by a clock that may be wrong."""

    def __init__(self, device: Device, private: Ed25519PrivateKey, token: str) -> None:
        self.device, self.private, self.token = device, private, token
        self.sequence, self.previous = 0, ""

    def scan(self, code: str, *, at: datetime, key: str = "", cents: int | None = None) -> SignedText:
        """The next scan of the chain."""
        return self._signed(at, key, code=code, amount_cents=cents)

    def undo(self, key: str, *, at: datetime) -> SignedText:
        """The next link of the chain: a scan undone before it was sent."""
        return self._signed(at, "", undoes=key)

    def _signed(self, at: datetime, key: str, **facts: Any) -> SignedText:
        self.sequence += 1
        place = {"device": self.device.id, "sequence": self.sequence, "previous": self.previous}
        moment = round(at.timestamp() * 1000)
        key = key or f"sleutel-van-scan-{self.device.id}-{self.sequence}"
        text = json.dumps({**place, "key": key, "scanned_at": moment, **facts})
        self.previous = hashlib.sha256(text.encode()).hexdigest()
        return SignedText(text, self.private.sign(text.encode()))


def as_sent(signed: SignedText) -> dict[str, str]:
    """A signed text as a phone sends it."""
    return {"text": signed.text, "signature": base64.urlsafe_b64encode(signed.signature).decode().rstrip("=")}


class DeviceMakers(OfferMakers):
    def phone(self, counter: Counter | None = None, *, ahead: timedelta = timedelta(), **facts: Any) -> Phone:
        """A phone that had its last contact an hour before now; `ahead` is how far its clock is ahead."""
        counter = counter or self.counter()
        private = Ed25519PrivateKey.generate()
        token = f"geheim-van-telefoon-{self.number()}"
        an_hour_ago, skew = NOW - timedelta(hours=1), -round(ahead.total_seconds())
        defaults: dict[str, Any] = {"name": "Android", "bearer_version": counter.bearer_version}
        device = Device(
            city_id=counter.city_id,
            counter_id=counter.id,
            shop_id=counter.shop_id,
            algorithm=Algorithm.ED25519,
            public_key=private.public_key().public_bytes_raw(),
            token_digest=digest_of(token),
            paired_at=an_hour_ago,
            seen_at=an_hour_ago,
            emptied_at=an_hour_ago,
            skew_seconds=skew,
            emptied_skew=skew,
            **{**defaults, **facts},
        )
        return Phone(self.kept(device), private, token)
