"""Colours of a city: what can be read on what."""

import hashlib
from collections.abc import Mapping

READABLE = 4.5
VISIBLE = 3.0
PAPER = "#f8f1e3"
INK = "#231b15"
WHITE = "#ffffff"
NIGHT = "#1a1512"


def contrast(one: str, other: str) -> float:
    """Contrast of two `#rrggbb` colours from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def theme_from(colour: str) -> dict[str, str]:
    """All of a city's colours from its own one, each readable where it is used, by day and by night."""
    return {
        "city": colour,
        "city-ink": max(WHITE, INK, key=lambda ink: contrast(ink, colour)),
        "city-text": readable_on(PAPER, colour, towards=INK),
        "city-soft": _mixed(colour, PAPER, 0.88),
        "dark-city": (night := readable_on(NIGHT, colour, towards=WHITE, at_least=VISIBLE)),
        "dark-city-ink": max(WHITE, INK, key=lambda ink: contrast(ink, night)),
        "dark-city-text": readable_on(_mixed(colour, NIGHT, 0.75), colour, towards=WHITE),
        "dark-city-soft": _mixed(colour, NIGHT, 0.75),
    }


def readable_on(background: str, colour: str, *, towards: str, at_least: float = READABLE) -> str:
    """The colour itself, or with as little of `towards` in it as gives it that contrast."""
    for twentieths in range(21):
        mixed = _mixed(colour, towards, twentieths / 20)
        if contrast(mixed, background) >= at_least:
            return mixed
    return towards


def theme_css(theme: Mapping[str, str]) -> str:
    """The city's stylesheet: a handful of custom properties for day and night."""
    day = "".join(f"--{name}:{value};" for name, value in theme.items() if not name.startswith("dark-"))
    dark = "".join(
        f"--{name.removeprefix('dark-')}:{value};"
        for name, value in theme.items()
        if name.startswith("dark-")
    )
    return (
        f":root{{{day}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}@media print{{:root{{{day}}}}}\n"
    )


def theme_hash(theme: Mapping[str, str]) -> str:
    """Names one state of the stylesheet, so that browsers may keep it for a year."""
    return hashlib.sha256(theme_css(theme).encode()).hexdigest()[:10]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    darkest = 0.04045  # below it sRGB is a straight line
    return channel / 12.92 if channel <= darkest else ((channel + 0.055) / 1.055) ** 2.4


def _mixed(colour: str, other: str, share: float) -> str:
    """A colour with this share of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own * (1 - share) + foreign * share):02x}" for own, foreign in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
