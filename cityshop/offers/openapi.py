"""What programs can ask for, as OpenAPI 3.1. Written by hand; a test holds it against the routes."""

from collections.abc import Mapping
from typing import Any

from cityshop.offers.refusals import Reason

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 0}
_BY_LANGUAGE = {"type": "object", "additionalProperties": _TEXT}


def _object(required: str, **properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _see(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _answer(description: str, schema: Mapping[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {kind: {"schema": schema}}}


def _problem(description: str, schema: str = "Problem") -> dict[str, Any]:
    return _answer(description, _see(schema), "application/problem+json")


def _in_path(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema or _TEXT}


def _body(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _see(schema)}}}


_LIST_OF = {"type": "array"}
_YES_OR_NO = {"type": "boolean"}
_COUNTER_ONLY: list[dict[str, list[str]]] = [{"counter": []}]

DOCUMENT: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "cityshop",
        "version": "1",
        "description": "Offers of cities, vouchers at counters. Times are in UTC, amounts in euro cents.",
    },
    "servers": [{"url": "/api/v1"}],
    "paths": {
        "/openapi.json": {
            "get": {"summary": "This description", "responses": {"200": _answer("It", {"type": "object"})}}
        },
        "/cities": {
            "get": {
                "summary": "Every city",
                "responses": {"200": _answer("Cities by name", {**_LIST_OF, "items": _see("City")})},
            }
        },
        "/cities/{slug}/offers": {
            "parameters": [_in_path("slug")],
            "get": {
                "summary": "The offers of a city that are on or coming",
                "responses": {
                    "200": _answer("Offers by shop", {**_LIST_OF, "items": _see("Offer")}),
                    "404": _problem("No such city"),
                },
            },
        },
        "/counters/{token}/sign-in": {
            "parameters": [_in_path("token")],
            "post": {
                "summary": "Stand behind a counter for twelve hours",
                "requestBody": _body("Pin"),
                "responses": {
                    "200": _answer("The bearer token", _see("Bearer")),
                    "404": _problem("No such counter, or closed"),
                    "422": _problem("Not the PIN"),
                    "429": _problem("Too many tries"),
                },
            },
        },
        "/counters/keys": {
            "get": {
                "summary": "What this counter needs to judge vouchers without reception",
                "security": _COUNTER_ONLY,
                "parameters": [
                    {
                        "name": "since",
                        "in": "query",
                        "schema": {**_LIST_OF, "items": {**_TEXT, "pattern": "^[0-9]+[.][0-9]+$"}},
                        "description": "The last revocation known of a campaign, as campaign.number",
                    }
                ],
                "responses": {
                    "200": _answer("Keys, revocations, pauses, terms", _see("CounterKeys")),
                    "401": _problem("No bearer token, or no longer good"),
                    "409": _problem("The shop closed this counter", "RefusedRedemption"),
                },
            }
        },
        "/redemptions": {
            "post": {
                "summary": "Redeem a voucher exactly once",
                "security": _COUNTER_ONLY,
                "requestBody": _body("Order"),
                "responses": {
                    "201": _answer("Redeemed now", _see("Redemption")),
                    "200": _answer("The same answer to the same key again", _see("Redemption")),
                    "401": _problem("No bearer token, or no longer good"),
                    "409": _problem("Refused, with a reason", "RefusedRedemption"),
                    "422": _problem("A field is wrong, or the key was used for something else"),
                    "429": _problem("Too many unknown codes"),
                },
            }
        },
        "/devices/contact": {
            "post": {
                "summary": "A paired phone tells its clock and what waits, and hears all it needs alone",
                "security": _COUNTER_ONLY,
                "requestBody": _body("Contact"),
                "responses": {"200": _answer("What a counter needs, and stock on loan", _see("CounterKeys"))},
            }
        },
        "/redemptions/batch": {
            "post": {
                "summary": "What a paired phone took without reception, in its order; at most 200",
                "security": _COUNTER_ONLY,
                "requestBody": _body("Batch"),
                "responses": {"200": _answer("A verdict for each", _see("Verdicts"))},
            }
        },
        "/redemptions/{redemption_id}/undo": {
            "parameters": [_in_path("redemption_id", type="integer")],
            "post": {
                "summary": "Take a redemption back within ten minutes; twice is the same as once",
                "security": _COUNTER_ONLY,
                "responses": {
                    "200": _answer("Undone", _see("Undone")),
                    "401": _problem("No bearer token, or no longer good"),
                    "404": _problem("No such redemption in this shop"),
                    "409": _problem("Too late"),
                },
            },
        },
    },
    "components": {
        "securitySchemes": {"counter": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "City": _object("slug name nis_code", slug=_TEXT, name=_TEXT, nis_code=_TEXT),
            "Offer": _object(
                "slug title kind value state starts_at ends_at shop",
                slug=_TEXT,
                title=_BY_LANGUAGE,
                kind={"enum": ["percent", "amount", "gift", "bundle", "second"]},
                value=_COUNT,
                conditions=_BY_LANGUAGE,
                min_spend_cents=_COUNT,
                windows={**_LIST_OF, "items": {"type": "object"}},
                stock={"type": ["integer", "null"]},
                left={"type": ["integer", "null"]},
                state={"enum": ["coming", "open", "paused", "sold-out", "over"]},
                starts_at=_MOMENT,
                ends_at=_MOMENT,
                shop=_object("name street category", name=_TEXT, street=_TEXT, category=_TEXT),
            ),
            "Pin": _object("pin", pin=_TEXT),
            "Bearer": _object("bearer good_until", bearer=_TEXT, good_until=_MOMENT),
            "CounterKeys": _object(
                "now keys revocations campaigns offers",
                now=_MOMENT,
                keys=_list(
                    _object(
                        "campaign id public from until",
                        campaign=_COUNT,
                        id={"type": "integer", "minimum": 1, "maximum": 255},
                        public={**_TEXT, "description": "Ed25519, 32 bytes in base64"},
                        until=_MOMENT,
                        **{"from": _MOMENT},
                    )
                ),
                revocations=_list(
                    _object("campaign number serials", campaign=_COUNT, number=_COUNT, serials=_list(_COUNT))
                ),
                campaigns=_list(
                    _object("id paused pause_text", id=_COUNT, paused=_YES_OR_NO, pause_text=_BY_LANGUAGE)
                ),
                offers=_list(
                    _object(
                        "id campaign version online_only limited asks_purchase starts_at ends_at versions",
                        id=_COUNT,
                        campaign=_COUNT,
                        version=_COUNT,
                        online_only=_YES_OR_NO,
                        limited=_YES_OR_NO,
                        asks_purchase=_YES_OR_NO,
                        starts_at=_MOMENT,
                        ends_at=_MOMENT,
                        versions=_list({"type": "object"}),
                    )
                ),
            ),
            "Order": _object(
                "idempotency_key",
                code={**_TEXT, "maxLength": 300, "description": "As typed, or the address in the QR code"},
                token={**_TEXT, "maxLength": 300, "description": "What the QR code holds; instead of code"},
                idempotency_key={**_TEXT, "maxLength": 300},
                amount_cents={"type": ["integer", "null"], "minimum": 0},
            ),
            "Redemption": _object(
                "id state redeemed_at undo_until replayed",
                id=_COUNT,
                state={"const": "redeemed"},
                redeemed_at=_MOMENT,
                undo_until=_MOMENT,
                replayed={"type": "boolean"},
            ),
            "Contact": _object("sent_at waiting", sent_at=_COUNT, waiting=_COUNT, known={"type": "object"}),
            "Batch": _object(
                "sent_at scans",
                sent_at=_COUNT,
                scans=_list(_object("text signature", text=_TEXT, signature=_TEXT)),
            ),
            "Verdicts": _object(
                "answers",
                answers=_list(
                    _object("digest verdict", digest=_TEXT, verdict=_TEXT, reason=_TEXT, was=_TEXT)
                ),
            ),
            "Undone": _object("id state", id=_COUNT, state={"const": "undone"}),
            "Problem": _object(
                "type title status code detail",
                type=_TEXT,
                title=_TEXT,
                status=_COUNT,
                code={**_TEXT, "description": "A stable word for programs"},
                detail=_TEXT,
            ),
            "RefusedRedemption": {
                "allOf": [
                    _see("Problem"),
                    _object("reason", reason={"enum": [str(reason) for reason in Reason]}),
                ]
            },
        },
    },
}
