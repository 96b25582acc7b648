"""Every address of the site stands in doors.txt, which reviewers read.

After adding or changing an address: `python -m tests.architecture.test_doors > tests/architecture/doors.txt`.
"""

import sys
from pathlib import Path

from flask import Flask

from cityshop.app import create_app
from cityshop.settings import Settings

LIST = Path(__file__).with_name("doors.txt")


def doors(app: Flask) -> str:
    """One line per address: methods, address, door, and the act it needs."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        act = getattr(app.view_functions[rule.endpoint], "act", None)
        blueprint = rule.endpoint.partition(".")[0]
        lines.append(f"{rule.rule}  {methods}  {blueprint}{f'  {act.value}' if act else ''}")
    return "\n".join(sorted(lines)) + "\n"


def test_every_address_is_listed(app):
    assert doors(app) == LIST.read_text(), (
        "read what changed, then write doors.txt anew (see the top of this file)"
    )


if __name__ == "__main__":
    settings = Settings(database_url="sqlite://", secret_key="only to list addresses " * 2, demo=True)
    sys.stdout.write(doors(create_app(settings)))
