"""What phones send as JSON, and what town hall fills in about a scan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import StopValidation

from cityshop.core.words import n_
from cityshop.devices.errors import BatchUnreadable, KeyUnreadable
from cityshop.devices.models import Algorithm, Decision
from cityshop.devices.rules import MOST_IN_A_BATCH, moment_of
from cityshop.devices.services import NewDevice, Report
from cityshop.devices.signed_scans import LONGEST_TEXT, SignedText, read_bytes
from cityshop.offers.errors import FactMissing, JsonUnreadable
from cityshop.web.forms import ParagraphField, Required, SignedInForm
from cityshop.web.i18n import translated

MOST_WAITING = 100_000
TOO_LARGE = 2**31  # for a column with a number
LONGEST_NAME = 40
LONGEST_SIGNATURE = 200
CHOOSE = n_("Choose what becomes of it.")
CHOICES: Mapping[str, str] = {
    Decision.HONOURED: n_("Count it: the voucher is used, and the city pays its part"),
    Decision.SHOP_BEARS: n_("Count it at the shop’s cost: the voucher is used, the city pays nothing"),
    Decision.WAIVED: n_("Do not count it: the voucher stays as it is"),
}


@dataclass(frozen=True)
class BatchSent:
    """Scans of a phone in its order, and what its clock said when it sent them."""

    sent_at: datetime
    texts: Sequence[SignedText]


class DecisionField(RadioField):
    """One of the decisions people can take, none chosen beforehand."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, [Required(CHOOSE)], **options)
        self.type = "RadioField"  # what components/field.html knows it by
        self.choices = [SelectChoice(decision, word) for decision, word in CHOICES.items()]

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        if self.data not in CHOICES:
            raise StopValidation(translated(CHOOSE))


class DecisionForm(SignedInForm):
    """What becomes of a scan that did not simply count, and why."""

    decision = DecisionField(n_("What becomes of it"))
    reason = ParagraphField(
        n_("Why"), [Required(n_("Write why, in a few words: the shop reads it too."))], most=300
    )


class EndForm(SignedInForm):
    """Why town hall ends a phone."""

    reason = ParagraphField(n_("Why"), [Required(n_("Write why, in a few words."))], most=300)


def new_device() -> NewDevice:
    """A phone that wants to be paired; raises FactMissing, KeyUnreadable or JsonUnreadable."""
    sent = _sent()
    algorithm, key = sent.get("algorithm"), sent.get("public_key")
    if algorithm not in set(Algorithm) or not isinstance(key, str):
        raise KeyUnreadable
    return NewDevice(_name(sent), Algorithm(algorithm), read_bytes(key[:LONGEST_SIGNATURE]), _moment(sent))


def report() -> Report:
    """What a phone says of itself at a contact."""
    sent = _sent()
    waiting = sent.get("waiting")
    if not isinstance(waiting, int) or isinstance(waiting, bool) or not 0 <= waiting <= MOST_WAITING:
        raise FactMissing(name="waiting")
    return Report(_moment(sent), waiting)


def known_revocations() -> Mapping[int, int]:
    """The last revocation of each campaign that the phone knows; numbers that none can have are left out."""
    known = _sent().get("known")
    pairs = known.items() if isinstance(known, dict) else ()
    return {int(name): number for name, number in pairs if _is_id(name) and _is_number(number)}


def batch() -> BatchSent:
    """What a phone scanned without reception; raises BatchUnreadable."""
    sent = _sent()
    scans = sent.get("scans")
    if not isinstance(scans, list) or not 0 < len(scans) <= MOST_IN_A_BATCH:
        raise BatchUnreadable(most=MOST_IN_A_BATCH)
    return BatchSent(_moment(sent), [_signed(scan) for scan in scans])


def _signed(scan: Any) -> SignedText:
    text, signature = (scan.get("text"), scan.get("signature")) if isinstance(scan, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(signature, str):
        raise BatchUnreadable(most=MOST_IN_A_BATCH)
    if len(text) > LONGEST_TEXT or len(signature) > LONGEST_SIGNATURE or not text.isascii():
        raise BatchUnreadable(most=MOST_IN_A_BATCH)
    return SignedText(text, read_bytes(signature))


def _sent() -> Mapping[str, Any]:
    try:
        sent = request.get_json()
    except RecursionError as error:
        raise JsonUnreadable from error
    if not isinstance(sent, dict):
        raise JsonUnreadable
    return sent


def _moment(sent: Mapping[str, Any]) -> datetime:
    milliseconds = sent.get("sent_at")
    is_number = isinstance(milliseconds, int) and not isinstance(milliseconds, bool)
    moment = moment_of(milliseconds) if is_number and milliseconds is not None else None
    if moment is None:
        raise FactMissing(name="sent_at")
    return moment


def _name(sent: Mapping[str, Any]) -> str:
    name = sent.get("name")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise FactMissing(name="name")
    return name.strip()[:LONGEST_NAME]


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < len(str(TOO_LARGE))


def _is_number(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < TOO_LARGE
