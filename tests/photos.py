"""Photographs as phones and attackers make them, as bytes."""

import io
import struct
import zlib

from PIL import Image


def photo(form: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    """A picture with something on it."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    return written(image, form, **options)


def written(image: Image.Image, form: str, **options: object) -> bytes:
    sent = io.BytesIO()
    image.save(sent, form, **options)
    return sent.getvalue()


def photo_with_place() -> bytes:
    """A phone's photo: held sideways, with the place where it was taken and the name of its owner."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = "GEHEIM"
    exif[0x013B] = "Bert Bakker"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (50.0, 49.0, 41.0), "E", (3.0, 15.0, 52.0)
    return photo(exif=exif.tobytes())


def moving(form: str) -> bytes:
    """A picture of three frames."""
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green", "blue")]
    return written(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def bomb() -> bytes:
    """A PNG of a few kB that says it is 20,000 by 20,000."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 20_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script></svg>'


def polyglot() -> bytes:
    """A JPEG that goes on as a page with a script."""
    return photo() + SCRIPT
