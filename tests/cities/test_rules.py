import pytest

from cityshop.cities.rules import (
    INK,
    NIGHT,
    PAPER,
    READABLE,
    WHITE,
    contrast,
    readable_on,
    theme_css,
    theme_from,
)


def test_black_on_white_is_the_strongest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)


def test_a_known_contrast():
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["#a5182b", "#0b5d52", "#24476f", "#000000", "#ffffff", "#ffcc00"])
def test_everything_in_a_theme_can_be_read(colour):
    theme = theme_from(colour)

    assert contrast(theme["city"], theme["city-ink"]) >= READABLE
    assert contrast(theme["city-text"], PAPER) >= READABLE
    assert contrast(theme["dark-city"], theme["dark-city-ink"]) >= READABLE
    assert contrast(theme["dark-city-text"], NIGHT) >= READABLE


def test_a_readable_colour_stays_as_it_is():
    assert readable_on(PAPER, "#a5182b", towards=INK) == "#a5182b"


def test_a_pale_colour_is_mixed_until_it_can_be_read():
    assert contrast(readable_on(PAPER, "#ffcc00", towards=INK), PAPER) >= READABLE
    assert contrast(readable_on(NIGHT, "#101010", towards=WHITE), NIGHT) >= READABLE


def test_the_stylesheet_has_day_and_night():
    css = theme_css(theme_from("#a5182b"))

    assert css.startswith(":root{--city:#a5182b;")
    assert "prefers-color-scheme:dark" in css
