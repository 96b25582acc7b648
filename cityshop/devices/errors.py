"""What phones behind a counter are refused, and why a pairing did not work."""

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class DeviceUnknown(Unknown):
    pass


class ConflictUnknown(Unknown):
    pass


class PairingUnknown(Refusal):
    status = 404
    message = n_("This link does not exist. Ask the shop for a new one.")


class PairingUsed(Refusal):
    status = 410
    message = n_("This link was used already. A link is good for one phone: ask the shop for a new one.")


class PairingExpired(Refusal):
    status = 410
    message = n_("This link is too old: it was good for fifteen minutes. Ask the shop for a new one.")


class PairingRevoked(Refusal):
    status = 410
    message = n_("The shop took this link back. Ask the shop for a new one.")


class KeyUnreadable(Refusal):
    status = 422
    message = n_("This phone sent a key that we cannot read.")


class DeviceEnded(Refusal):
    status = 403
    message = n_("This phone was ended: it takes no vouchers without reception any more.")


class TooManyDevices(Refusal):
    message = n_("This counter has %(most)s phones already. End one of them first.")


class BatchUnreadable(Refusal):
    status = 422
    message = n_("Send at most %(most)s scans at a time, each with its text and its signature.")


class NeedsReception(Refusal):
    message = n_("Vouchers of this offer are only taken with reception.")


class AlreadyDecided(Refusal):
    message = n_("Somebody decided on this scan a moment ago.")


class VoucherGone(Refusal):
    message = n_("This voucher cannot be honoured: we do not know which one it was.")
    field = "decision"
