"""The outbox as a page, so that whoever tries the site can read its mail. Only with CITYSHOP_DEMO=1."""

from flask import Response, jsonify, request

from cityshop.core.outbox import OutgoingMail, latest_letters, letters_to
from cityshop.web.areas import open_door
from cityshop.web.pages import show
from cityshop.web.session import reading

door = open_door("demo", __name__, prefix="/demo")


@door.get("/mail")
def mail() -> Response:
    return show("demo/mail.html", letters=latest_letters(reading()))


@door.get("/mail.json")
def mail_as_json() -> Response:
    recipient = request.args.get("to", "")
    letters = letters_to(reading(), recipient) if recipient else latest_letters(reading())
    return jsonify([_as_facts(letter) for letter in letters])


def _as_facts(letter: OutgoingMail) -> dict[str, str]:
    return {
        "to": letter.recipient,
        "subject": letter.subject,
        "text": letter.text,
        "created_at": letter.created_at.isoformat().replace("+00:00", "Z"),
    }
