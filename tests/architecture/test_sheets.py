"""A page for residents asks for every sheet that styles what stands on it, and for none that does not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES, STYLES = ROOT / "templates", ROOT / "static/css"
EXTRA = ("town", "contest", "ticket")
PARTS = {
    "cities/home.html": "_home.html",
    "cities/index.html": "_front.html",
    "elections/contest.html": "_contest.html",
    "elections/candidate.html": "_candidate.html",
    "elections/receipt.html": "_receipt.html",
}
NAMED = re.compile(r"""(?:include|import|from|extends) ["']([\w/.]+\.html)""")
CLASSES = re.compile(r'(?:class|look)="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"')
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
ASKED = re.compile(r"""css/(\w+)\.css""")


def imported(sheet: str) -> Iterator[str]:
    text = (STYLES / f"{sheet}.css").read_text()
    yield re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    for name in re.findall(r'@import url\("(\w[\w-]*)\.css"\)', text):
        yield from imported(name)


def styled_by(sheet: str) -> set[str]:
    return {name for text in imported(sheet) for name in re.findall(r"\.([a-z][\w-]*)", text)}


def whole(name: str, seen: set[str]) -> set[str]:
    """The template, and all templates that it is made of."""
    if name not in seen:
        seen.add(name)
        for other in NAMED.findall((TEMPLATES / name).read_text()):
            whole(other, seen)
        for part in TEMPLATES.glob(f"*/{PARTS[name]}") if name in PARTS else ():
            whole(str(part.relative_to(TEMPLATES)), seen)
    return seen


def classes_in(name: str) -> set[str]:
    texts = [(TEMPLATES / one).read_text() for one in whole(name, set())]
    return {word for text in texts for found in CLASSES.findall(text) for word in words(found)}


def words(classes: str) -> list[str]:
    """The names in a class attribute, also those that a condition chooses between."""
    chosen = [name for tag in TAGS.findall(classes) for name in re.findall(r"""["']([^"']+)["']""", tag)]
    return re.findall(r"[\w-]+", " ".join([TAGS.sub("", classes), *chosen]))


def public_pages() -> list[str]:
    found = (str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.html")))
    return [name for name in found if 'extends "areas/public.html"' in (TEMPLATES / name).read_text()]


@pytest.mark.parametrize("name", public_pages())
def test_a_public_page_asks_for_the_sheets_it_needs(name: str) -> None:
    always = styled_by("site")
    only_there = {sheet: styled_by(sheet) - always for sheet in EXTRA}
    needed = {sheet for sheet in EXTRA if only_there[sheet] & classes_in(name)}

    assert set(ASKED.findall((TEMPLATES / name).read_text())) & set(EXTRA) == needed
