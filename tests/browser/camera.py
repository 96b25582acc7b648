"""Films for Chromium's pretended camera, in the raw format that it reads (YUV4MPEG2)."""

import random
from pathlib import Path

import qrcode
from qrcode.constants import ERROR_CORRECT_M

WIDTH, HEIGHT = 640, 480
FRAMES = 5
LARGEST_MODULE = 10  # pixels
WHITE, BLACK = b"\xeb", b"\x10"
GREY = b"\x80" * (WIDTH * HEIGHT // 2)  # no colour


def film_of_code(file: Path, text: str) -> Path:
    """A film in which the QR code of the text is held still before the camera."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    modules = code.get_matrix()
    size = min(LARGEST_MODULE, HEIGHT // len(modules))
    rows = [b"".join((BLACK if dark else WHITE) * size for dark in row) for row in modules]
    margin, top = WIDTH - len(rows) * size, HEIGHT - len(rows) * size
    lines = [
        WHITE * (margin // 2) + row + WHITE * (margin - margin // 2) for row in rows for _ in range(size)
    ]
    empty = WHITE * WIDTH
    return _film(file, b"".join([empty] * (top // 2) + lines + [empty] * (top - top // 2)))


def film_of_nothing(file: Path) -> Path:
    """A film of snow."""
    return _film(file, random.Random(7).randbytes(WIDTH * HEIGHT))  # noqa: S311 - snow, no secret


def _film(file: Path, brightness: bytes) -> Path:
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    file.write_bytes(header + (b"FRAME\n" + brightness + GREY) * FRAMES)
    return file
