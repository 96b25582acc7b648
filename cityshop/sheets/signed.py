"""A batch with what its QR codes say."""

from collections.abc import Mapping
from dataclasses import dataclass

from cityshop.offers.rules import OfferFacts, VoucherFacts
from cityshop.offers.tickets import voucher_address
from cityshop.offers.tokens import Signer


@dataclass(frozen=True)
class SignedSheet:
    """The vouchers of a batch by their number on the sheet, the offer they promise, and what signs them."""

    offer: OfferFacts
    vouchers: Mapping[int, VoucherFacts]
    signer: Signer

    def address(self, voucher: VoucherFacts) -> str:
        """What the QR code of one of them says."""
        return voucher_address(self.signer.text_of(voucher))
