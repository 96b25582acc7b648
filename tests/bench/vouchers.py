"""What it costs to sign the vouchers of a discount weekend and to draw their QR codes, and to check them."""

import time
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cityshop.core.codes import new_typed_code, serial_of
from cityshop.core.qr import quick_qr_svg
from cityshop.offers.signing import Token, is_signed_by, read_token, signed
from tests.bench.table import Line

VOUCHERS = 10_000
ADDRESS = "HTTPS://SHOPS.EXAMPLE.BE/V/"


def measure() -> Iterator[Line]:
    """The lines about signed vouchers; all in CPU seconds for ten thousand."""
    key = Ed25519PrivateKey.generate()
    tokens = [Token(1, 1, 1, serial_of(new_typed_code()), 3_630_000, 3_640_000) for _ in range(VOUCHERS)]
    start = time.process_time()
    texts = [signed(token, key) for token in tokens]
    drawn = sum(len(quick_qr_svg(ADDRESS + text, "voucher")) for text in texts)
    spent = time.process_time() - start
    note = f"{drawn / VOUCHERS / 1000:.1f} kB each"
    yield Line("10,000 vouchers signed and drawn, CPU seconds", spent, at_most=60, note=note)
    public = key.public_key().public_bytes_raw()
    start = time.process_time()
    good = sum(is_signed_by(read, public) for text in texts if (read := read_token(text)) is not None)
    spent = time.process_time() - start
    yield Line("10,000 vouchers read and checked, CPU seconds", spent, at_most=10, note=f"{good} genuine")
