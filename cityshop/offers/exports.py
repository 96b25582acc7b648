"""What a counter needs to judge vouchers alone: public keys, what is void, the pause, the terms."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cityshop.core.codes import serial_of
from cityshop.core.db import Session
from cityshop.offers import offline
from cityshop.offers.models import OfferVersion
from cityshop.offers.offline import KeyLine
from cityshop.offers.rules import OfferFacts, asks_purchase, is_paused_at_counters


def counter_keys(
    session: Session, shop_id: int, *, since: Mapping[int, int], now: datetime
) -> dict[str, Any]:
    """Everything for the offers of one shop; `since` says which revocation of a campaign is known already.

    Moments as ISO 8601 in UTC; keys as 32 bytes in base64; serials as the numbers that stand in tokens.
    """
    offers = offline.offers_of_shop(session, shop_id, now=now)
    campaigns = sorted({offer.campaign_id for offer in offers})
    versions = offline.versions_of(session, [offer.id for offer in offers])
    revoked = offline.revoked_since(session, campaigns, shop_id=shop_id, since=since)
    return {
        "now": _moment(now),
        "keys": [_key(key) for key in offline.keys_of(session, campaigns)],
        "revocations": [
            {"campaign": campaign, "number": number, "serials": [serial_of(code) for code in codes]}
            for campaign, number, codes in revoked
        ],
        "campaigns": _campaigns(offers),
        "offers": [_offer(offer, versions.get(offer.id, ())) for offer in offers],
    }


def _key(key: KeyLine) -> dict[str, Any]:
    return {
        "campaign": key.campaign_id,
        "id": key.id,
        "public": base64.b64encode(key.public).decode(),
        "from": _moment(key.valid_from),
        "until": _moment(key.valid_until),
    }


def _campaigns(offers: Iterable[OfferFacts]) -> list[dict[str, Any]]:
    """Each campaign once, with whether its vouchers wait now."""
    found = {offer.campaign_id: offer for offer in offers}
    return [
        {"id": number, "paused": is_paused_at_counters(offer), "pause_text": dict(offer.pause_text)}
        for number, offer in sorted(found.items())
    ]


def _offer(offer: OfferFacts, versions: Sequence[OfferVersion]) -> dict[str, Any]:
    """An offer with what each of its versions promised: a token was claimed under the last one before it."""
    return {
        "id": offer.id,
        "campaign": offer.campaign_id,
        "version": offer.version,
        "online_only": offer.is_online_only,
        "limited": offer.is_limited_at_till,
        "asks_purchase": asks_purchase(offer),
        "starts_at": _moment(offer.starts_at),
        "ends_at": _moment(offer.ends_at),
        "versions": [_version(offer, version) for version in versions],
    }


def _version(offer: OfferFacts, version: OfferVersion) -> dict[str, Any]:
    """Without days of its own it lasts as long as the campaign, whatever the offer says by now."""
    promised = replace(offer, own_start=version.starts_at, own_end=version.ends_at)
    names = ("version", "kind", "title", "value", "product", "conditions", "min_spend_cents", "windows")
    return {
        **{name: getattr(version, name) for name in names},
        "is_combinable": version.is_combinable,
        "since": _moment(version.since),
        "starts_at": _moment(promised.starts_at),
        "ends_at": _moment(promised.ends_at),
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
