"""The signed text of a voucher: which key signs it, and when none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from cityshop.core.codes import serial_of
from cityshop.core.db import Session
from cityshop.offers.keys import OpenKey, open_keys
from cityshop.offers.models import VoucherState
from cityshop.offers.revoking import revoked_codes
from cityshop.offers.rules import VoucherFacts
from cityshop.offers.signing import Token, minute_of, minute_until, signed


@dataclass(frozen=True)
class Signer:
    """Signs vouchers of one campaign, for a page or for a sheet of hundreds; `revoked` are signed no more."""

    keys: Sequence[OpenKey]
    revoked: frozenset[str]

    def text_of(self, voucher: VoucherFacts) -> str:
        """What its QR code holds behind `/V/`: the signed token, or its typed code where nothing may sign."""
        key = self._key_of(voucher)
        if key is None or voucher.state != VoucherState.ISSUED or voucher.code in self.revoked:
            return voucher.code
        until = minute_until(voucher.offer.ends_at)
        facts = (key.id, voucher.offer.campaign_id, voucher.offer.id, serial_of(voucher.code))
        return signed(Token(*facts, minute_of(voucher.claimed_at), until), key.private)

    def _key_of(self, voucher: VoucherFacts) -> OpenKey | None:
        """The key of the time of claiming, so that the text stays the same.

        For who claimed before the first key, or under one that was retired: the oldest that came later.
        """
        at = voucher.claimed_at
        later = [key for key in self.keys if at < key.valid_until]
        then = (key for key in later if key.valid_from <= at)
        return next(then, later[-1] if later else None)


def signer_for(
    session: Session, campaign_id: int, vouchers: Sequence[VoucherFacts], *, secret: str
) -> Signer:
    """What signs these vouchers of one campaign; three reads however many they are."""
    codes = [voucher.code for voucher in vouchers]
    return Signer(open_keys(session, campaign_id, secret=secret), revoked_codes(session, campaign_id, codes))
