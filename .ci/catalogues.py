"""Fails when a sentence of the site has no Dutch or French translation; one line for each that is missing."""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

COMPLETE = ("nl", "fr")
TRANSLATIONS = Path("cityshop/translations")


def sentences() -> Catalog:
    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        extract = ["pybabel", "--quiet", "extract", "--mapping=pyproject.toml", "--keyword=n_"]
        subprocess.run([*extract, f"--output-file={file.name}", "."], check=True)
        return read_po(file)


def is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts)


def missing(language: str, wanted: Catalog) -> list[str]:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return [f"{path} is missing: run `make translate`"]
    with path.open("rb") as file:
        known = read_po(file, locale=language)
    return [
        f"{language}: {message.id}"
        for message in wanted
        if message.id and not is_translated(known.get(message.id, message.context))
    ]


def main() -> int:
    wanted = sentences()
    faults = [fault for language in COMPLETE for fault in missing(language, wanted)]
    for fault in faults:
        print(fault)
    print(f"{len(wanted)} sentences, {len(faults)} translations missing in {' and '.join(COMPLETE)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
