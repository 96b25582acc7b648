"""Photographs that people send: opened with care, turned upright, freed of everything but the picture itself.

A picture is kept as WebP under a random name. Nothing of the sent file survives: no EXIF, no place where it
was taken, no second frame, no bytes behind the picture. It is kept as soon as it was read, so that a form
that needs another look does not ask for it again; what nobody claims goes after a day.
"""

import io
import re
import warnings
from datetime import datetime, timedelta

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import ForeignKey, LargeBinary, delete, false, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cityshop.core.codes import new_token
from cityshop.core.db import Base, chosen_city
from cityshop.core.errors import Refusal
from cityshop.core.words import n_

MOST_SENT_BYTES = 12_000_000
MOST_PIXELS = 60_000_000  # a phone of 2026 makes 50 million; a bomb claims 400 million in 47 kB
LONGEST_SIDE = 1_200
SHORTEST_SIDE = 200
QUALITIES = (78, 60, 40, 20)
MOST_KEPT_BYTES = 100_000
SMALL_SIDE, SMALL_QUALITY = 400, 62  # for lists: a square of some 15 kB
READABLE = ("JPEG", "PNG", "WEBP")
KEPT_UNCLAIMED = timedelta(days=1)
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")  # as core/codes makes a token


class PictureRefused(Refusal):
    status = 422
    message = n_("We cannot read this picture. Send a photo as JPEG, PNG or WebP.")
    field = "photo"


class PictureTooLarge(PictureRefused):
    message = n_("This picture is too large. Send one of at most 12 MB.")


class PictureTooSmall(PictureRefused):
    message = n_("This picture is too small: each side needs at least 200 pixels.")


class Picture(Base):
    """A picture as it is served, and small and square for lists. `is_claimed` says that some row shows it."""

    __tablename__ = "picture"

    name: Mapped[str] = mapped_column(primary_key=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    small: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    kept_at: Mapped[datetime]
    is_claimed: Mapped[bool] = mapped_column(default=False, server_default=false())


def keep_picture(session: Session, sent: bytes, *, now: datetime) -> str:
    """Re-encode what was sent and keep it for a day; gives its name. Raises PictureRefused."""
    image = _opened(sent)
    kept = Picture(name=new_token(), width=image.width, height=image.height, kept_at=now)
    kept.city_id, kept.content = chosen_city(session), _light(image)
    kept.small = _as_webp(ImageOps.fit(image, (SMALL_SIDE, SMALL_SIDE)), SMALL_QUALITY)
    session.add(kept)
    session.flush()
    return kept.name


def is_picture_name(text: str) -> bool:
    """Whether a kept picture may have this name; what is drawn for the site stands in a folder."""
    return _NAME.fullmatch(text) is not None


def claim_picture(session: Session, name: str) -> bool:
    """Some row shows this picture from now on: keep it.

    False where it is gone, another city's, or shown by some row already: nobody takes over, and then
    erases, somebody else's photo by its name.
    """
    mine = (Picture.name == name, Picture.city_id == chosen_city(session), Picture.is_claimed.is_(False))
    claimed = session.scalar(update(Picture).where(*mine).values(is_claimed=True).returning(Picture.name))
    return claimed is not None


def is_free_picture(session: Session, name: str) -> bool:
    """Whether this picture is kept for the chosen city and no row shows it yet."""
    picture = session.get(Picture, name)
    return picture is not None and picture.city_id == chosen_city(session) and not picture.is_claimed


def forget_picture(session: Session, name: str) -> None:
    """Erase a picture that no row shows any more."""
    session.execute(delete(Picture).where(Picture.name == name))


def forget_unclaimed_pictures(session: Session, *, now: datetime) -> None:
    """Erase what was sent a day ago with a form that was never finished."""
    old = (Picture.is_claimed.is_(False), Picture.kept_at < now - KEPT_UNCLAIMED)
    session.execute(delete(Picture).where(*old))


def _opened(sent: bytes) -> Image.Image:
    """The picture upright and within size; only its header is read before its size is known."""
    if len(sent) > MOST_SENT_BYTES:
        raise PictureTooLarge
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(sent), formats=READABLE)
            if image.width * image.height > MOST_PIXELS:
                raise PictureTooLarge
            if min(image.size) < SHORTEST_SIDE:
                raise PictureTooSmall
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = _on_paper(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureRefused from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _on_paper(image: Image.Image) -> Image.Image:
    """Nothing see-through: a logo without background stands on white, as on paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")


def _light(image: Image.Image) -> bytes:
    """At the best quality that keeps it within 100 kB; a picture of pure noise may weigh more."""
    written = b""
    for quality in QUALITIES:
        written = _as_webp(image, quality)
        if len(written) <= MOST_KEPT_BYTES:
            break
    return written


def _as_webp(image: Image.Image, quality: int) -> bytes:
    """Pixels alone: a new picture takes over neither EXIF nor colour profile."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    written = io.BytesIO()
    bare.save(written, "WEBP", quality=quality, method=4)
    return written.getvalue()
