"""The mail of a running sample site."""

import json
import re
from urllib.parse import quote

from tests.server import Server


def text_sent_to(site: Server, address: str) -> str:
    """The text of the newest mail to an address."""
    letters = json.loads(site.get(f"/demo/mail.json?to={quote(address)}").body)
    text: str = letters[0]["text"]
    return text


def code_sent_to(site: Server, address: str) -> str:
    """The six digits in the newest mail to an address."""
    found = re.search(r"\b\d{3} ?\d{3}\b", text_sent_to(site, address))
    assert found is not None
    return found[0].replace(" ", "")
