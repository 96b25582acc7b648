"""Whether what somebody saw is ours: looks, and writes nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cityshop.core.codes import is_mistyped, read_typed_code
from cityshop.core.db import Session
from cityshop.genuine.rules import Address, code_in, read_address
from cityshop.links.models import ShortLink
from cityshop.links.queries import link_by_code
from cityshop.links.rules import is_over
from cityshop.offers.judging import recognise
from cityshop.offers.refusals import RedemptionRefused, VoucherForged


class Verdict(StrEnum):
    """What can be said of a code to anybody."""

    OURS = "ours"
    PAUSED = "paused"
    OVER = "over"
    RETIRED = "retired"
    VOUCHER = "voucher"
    PAGE = "page"
    FOREIGN = "foreign"
    FORGED = "forged"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"


MISSES = (Verdict.FORGED, Verdict.MISTYPED, Verdict.UNKNOWN)


@dataclass(frozen=True)
class Judgement:
    """A verdict, with the link it is about, or the host that an address leads to."""

    verdict: Verdict
    link: ShortLink | None = None
    host: str = ""


def judge(session: Session, shown: str, *, site: str, now: datetime) -> Judgement:
    """What a typed code, a pasted address or a scanned text is; `site` is our own host."""
    text = code_in(shown)
    address = read_address(text)
    if address is None:
        return _judge_code(session, text, now)
    if address.host != site.lower():
        return Judgement(Verdict.FOREIGN, host=address.host)
    return _judge_path(session, address, now)


def _judge_path(session: Session, address: Address, now: datetime) -> Judgement:
    """An address of ours: a printed code, a voucher, or just a page."""
    kind, _, code = address.path.strip("/").partition("/")
    if kind.lower() not in ("k", "v") or not code:
        return Judgement(Verdict.PAGE, host=address.host)
    return _judge_code(session, code, now)


def _judge_code(session: Session, text: str, now: datetime) -> Judgement:
    link = link_by_code(session, read_typed_code(text) or "")
    if link is not None:
        return Judgement(_state_of(link, now), link)
    try:
        recognise(session, text)
    except VoucherForged:
        return Judgement(Verdict.FORGED)
    except RedemptionRefused:
        return Judgement(Verdict.MISTYPED if is_mistyped(text) else Verdict.UNKNOWN)
    return Judgement(Verdict.VOUCHER)


def _state_of(link: ShortLink, now: datetime) -> Verdict:
    if link.retired_at is not None:
        return Verdict.RETIRED
    if link.campaign is None:
        return Verdict.OURS
    if is_over(link, now):
        return Verdict.OVER
    return Verdict.PAUSED if link.campaign.paused_at is not None else Verdict.OURS
