"""Every reason for which a counter says no is said in words, colour, picture and sound, in four languages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import cityshop
from cityshop.core import files
from cityshop.offers import refusals as refused_at_till
from cityshop.offers import words
from cityshop.offers.refusals import Reason, RedemptionRefused
from tests.makers.base import NOW

FACTS = {"next_window": NOW, "ended_at": NOW, "redeemed_at": NOW, "counter": "Kassa", "least_cents": 25_00}
LOOKS = ("good", "refused", "wait", "saved")
SMALLEST_CONTRAST = 7  # WCAG 1.4.6: a till stands in the sun


def refusals():
    kinds = [kind for kind in vars(refused_at_till).values() if isinstance(kind, type)]
    return [kind for kind in kinds if issubclass(kind, RedemptionRefused) and kind is not RedemptionRefused]


@pytest.fixture
def sounds():
    script = files.TEMPLATES.parent / "static/js/sounds.js"
    return set(re.findall(r"^  (\w+): \{ tones", script.read_text(), re.MULTILINE))


def test_every_reason_has_a_refusal():
    assert {kind.reason for kind in refusals()} == set(Reason)


@pytest.fixture(params=["nl", "fr", "de"])
def catalogue(request):
    file = Path(cityshop.__file__).parent / f"translations/{request.param}/LC_MESSAGES/messages.po"
    with file.open("rb") as words_of_a_language:
        return read_po(words_of_a_language, locale=request.param)


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.__name__)
def test_a_refusal_says_what_is_wrong_and_what_to_do(app, kind):
    with app.test_request_context("/counter/x"):
        said = words.refused(kind(**FACTS))

    assert said.word
    assert said.sentence
    assert said.then
    assert "%(" not in said.sentence


def test_every_refusal_is_said_in_every_language(catalogue):
    told = [sentence for kind in refusals() for sentence in (kind.word, kind.message, kind.then)]

    assert [sentence for sentence in told if not catalogue[sentence].string] == []


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.__name__)
def test_a_refusal_has_a_colour_a_picture_and_a_sound(kind, sounds):
    drawings = (files.TEMPLATES / "components/icon.html").read_text()
    sheet = (files.TEMPLATES.parent / "static/css/till.css").read_text()

    assert kind.look in sounds
    assert f".answer--{kind.look} " in sheet
    assert f'"{kind.picture}": "M' in drawings


@pytest.mark.parametrize("look", LOOKS)
def test_an_answer_is_read_in_the_sun(look, sounds):
    sheet = (files.TEMPLATES.parent / "static/css/till.css").read_text()
    block = ".answer" if look == "good" else f".answer--{look}"
    plate = re.search(rf"^{re.escape(block)} {{\n  --plate: #(\w{{6}});", sheet, re.MULTILINE)[1]

    assert look in sounds
    assert contrast_with_white(plate) >= SMALLEST_CONTRAST


def contrast_with_white(colour):
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
