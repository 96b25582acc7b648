"""What the counter's screen says of a redemption, and of what was tried too often or too late."""

from datetime import datetime

from cityshop.core.errors import TooMany
from cityshop.core.words import n_
from cityshop.offers.errors import UndoTooLate
from cityshop.offers.queries import RedemptionLine
from cityshop.offers.rules import UNDO_WITHIN, may_be_undone
from cityshop.offers.words import Said
from cityshop.web.i18n import clock_time, euro, own_text, translated


def redeemed(line: RedemptionLine, now: datetime) -> Said:
    """A redemption that stands, with what was told of the purchase, or one that was undone."""
    title = own_text(line.title)
    if line.undone_at is not None:
        return Said(
            "wait", translated(n_("Undone")), title, translated(n_("The voucher is good again.")), "undo"
        )
    amount = f" ({euro(line.amount_cents)})" if line.amount_cents is not None else ""
    return Said("good", translated(n_("Redeemed")), f"{title}{amount}", _until(line, now))


def too_late(refusal: UndoTooLate) -> Said:
    """Undoing came too late."""
    return Said("refused", translated(n_("Too late")), translated(refusal.message), picture="clock")


def too_many_codes(_: TooMany) -> Said:
    """So many wrong codes that somebody seems to guess."""
    return Said(
        "wait",
        translated(n_("Too many wrong codes")),
        translated(n_("A good voucher still works here.")),
        translated(n_("Does somebody try codes? Give this counter a new PIN on the page of your shop.")),
        "warning",
    )


def _until(line: RedemptionLine, now: datetime) -> str:
    if not may_be_undone(line.redeemed_at, now):
        return translated(n_("Redeemed at %(time)s."), time=clock_time(line.redeemed_at))
    return translated(
        n_("You can undo this until %(time)s."), time=clock_time(line.redeemed_at + UNDO_WITHIN)
    )
