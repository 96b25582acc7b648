"""Fails when a sentence of the site has no Dutch or French translation; one line for each that is missing.

French signs that stand apart from their word must not begin a line: a space that breaks there is a fault too.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

COMPLETE = ("nl", "fr")
TRANSLATIONS = Path("cityshop/translations")
BREAKS = re.compile("« | [:;!?»]")


def sentences() -> Catalog:
    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        extract = ["pybabel", "--quiet", "extract", "--mapping=pyproject.toml", "--keyword=n_"]
        subprocess.run([*extract, f"--output-file={file.name}", "."], check=True)
        return read_po(file)


def is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(texts_of(message))


def texts_of(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def catalogue_of(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def broken_french() -> list[str]:
    found = (message for message in catalogue_of("fr") if message.id)
    return [f"fr: {message.string}" for message in found if any(map(BREAKS.search, texts_of(message)))]


def missing(language: str, wanted: Catalog) -> list[str]:
    known = catalogue_of(language)
    return [
        f"{language}: {message.id}"
        for message in wanted
        if message.id and not is_translated(known.get(message.id, message.context))
    ]


def main() -> int:
    wanted = sentences()
    faults = [fault for language in COMPLETE for fault in missing(language, wanted)]
    breaks = broken_french()
    for fault in (*faults, *breaks):
        print(fault)
    print(f"{len(wanted)} sentences, {len(faults)} translations missing in {' and '.join(COMPLETE)}")
    print(f"{len(breaks)} French sentences with a space that breaks before a sign")
    return 1 if faults or breaks else 0


if __name__ == "__main__":
    sys.exit(main())
