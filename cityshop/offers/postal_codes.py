"""Where somebody comes from, as a postal code: four digits in Belgium, anything short elsewhere."""

import re

# Of Belgium; and the codes of its neighbours and of most other countries.
_BELGIAN = re.compile(r"(?:B[ -]?)?([1-9]\d{3})", re.ASCII)
_FOREIGN = re.compile(r"(?=.*\d)[A-Z0-9](?:[A-Z0-9]|[ -](?=[A-Z0-9])){2,9}", re.ASCII)


def read_postal_code(typed: str) -> str | None:
    """The code as it is kept: `8500`, `59000`, `1012 AB`; None when it cannot be one."""
    text = " ".join(typed.upper().split())
    belgian = _BELGIAN.fullmatch(text)
    if belgian:
        return belgian[1]
    return text if _FOREIGN.fullmatch(text) else None
