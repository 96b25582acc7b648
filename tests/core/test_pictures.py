"""What becomes of pictures that people, and worse, send."""

import io
import random
from datetime import timedelta

import pytest
from PIL import Image, ImageFilter

from cityshop.core.db import choose_city
from cityshop.core.pictures import (
    LONGEST_SIDE,
    MOST_KEPT_BYTES,
    MOST_SENT_BYTES,
    Picture,
    PictureRefused,
    PictureTooLarge,
    PictureTooSmall,
    claim_picture,
    forget_unclaimed_pictures,
    keep_picture,
)
from tests.makers.base import NOW
from tests.photos import SCRIPT, SVG, bomb, moving, photo, photo_with_place, polyglot, written


@pytest.fixture
def keep(make, session):
    choose_city(session, make.kortrijk().id)

    def kept(sent):
        return session.get(Picture, keep_picture(session, sent, now=NOW))

    return kept


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_webp_with_a_small_square_beside_it(keep, form):
    picture = keep(photo(form))

    assert opened(picture.content).format == opened(picture.small).format == "WEBP"
    assert opened(picture.content).size == (picture.width, picture.height) == (640, 480)
    assert opened(picture.small).size == (400, 400)
    assert len(picture.small) < 20_000


def test_a_photo_says_nothing_of_where_and_by_whom(keep):
    picture = keep(photo_with_place())

    for content in (picture.content, picture.small):
        assert not opened(content).getexif()
        assert opened(content).info.get("exif") is None
        for word in (b"GEHEIM", b"Bert", b"GPS", b"Exif", b"EXIF"):
            assert word not in content


def test_a_photo_stands_upright(keep):
    picture = keep(photo_with_place())

    assert (picture.width, picture.height) == (480, 640)


def test_a_large_photo_becomes_smaller(keep):
    picture = keep(photo(size=(5_000, 3_000)))

    assert max(picture.width, picture.height) == LONGEST_SIDE
    assert len(picture.content) <= MOST_KEPT_BYTES


def test_a_busy_photo_is_kept_at_less_quality(keep):
    busy = Image.effect_noise((1_600, 1_200), 60).convert("RGB").filter(ImageFilter.GaussianBlur(1.2))

    assert len(keep(written(busy, "JPEG", quality=92)).content) <= MOST_KEPT_BYTES


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_moving_picture_one_frame_stays(keep, form):
    assert getattr(opened(keep(moving(form)).content), "n_frames", 1) == 1


def test_nothing_of_what_stands_behind_a_picture_is_kept(keep):
    picture = keep(polyglot())

    assert SCRIPT not in picture.content
    assert SCRIPT not in picture.small


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(SVG, id="svg"),
        pytest.param(moving("GIF"), id="gif"),
        pytest.param(b"%PDF-1.7\n%%EOF", id="pdf"),
        pytest.param(b"PK\x03\x04" + b"\0" * 2_000, id="zip"),
        pytest.param(photo()[:2_000], id="truncated-jpeg"),
        pytest.param(photo("PNG")[:-2_000], id="truncated-png"),
        pytest.param(photo("WEBP")[:600], id="truncated-webp"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 500, id="only-a-beginning"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="only-a-signature"),
    ],
)
def test_what_is_no_photo_is_refused(keep, sent):
    with pytest.raises(PictureRefused):
        keep(sent)


def test_a_bomb_is_refused_before_it_is_unpacked(keep):
    sent = bomb()

    assert len(sent) < 50_000
    with pytest.raises(PictureTooLarge):
        keep(sent)


def test_more_bytes_than_we_take_are_refused(keep):
    with pytest.raises(PictureTooLarge):
        keep(photo() + b"\0" * MOST_SENT_BYTES)


def test_a_stamp_is_too_small(keep):
    with pytest.raises(PictureTooSmall):
        keep(photo(size=(400, 100)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_broken_bytes_are_a_refusal_or_a_picture_and_never_a_fault(keep, form):
    whole, dice = photo(form, size=(220, 220)), random.Random(20_261_125)  # noqa: S311 - the same damage every time

    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 30)):
            broken[dice.randrange(min(len(broken), 900))] = dice.randrange(256)
        try:
            keep(bytes(broken))
        except PictureRefused:
            continue


def test_a_picture_is_claimed_once_and_only_in_its_city(keep, make, session):
    genk = make.city("genk", "Genk")
    name = keep(photo()).name

    choose_city(session, genk.id)
    assert not claim_picture(session, name)
    choose_city(session, make.kortrijk().id)
    assert claim_picture(session, name)
    assert not claim_picture(session, name)
    assert not claim_picture(session, "x" * 22)


def test_what_nobody_claims_goes_after_a_day(keep, session):
    claimed, forgotten = keep(photo()).name, keep(photo()).name
    claim_picture(session, claimed)

    forget_unclaimed_pictures(session, now=NOW + timedelta(days=1, seconds=1))
    session.expire_all()

    assert session.get(Picture, claimed) is not None
    assert session.get(Picture, forgotten) is None
