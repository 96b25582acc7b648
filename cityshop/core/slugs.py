"""The word of a thing in its address."""

import re
import unicodedata

LONGEST = 60


def slug_of(name: str, *, otherwise: str) -> str:
    """Small letters, digits and dashes (Café Ünique is `cafe-unique`); `otherwise` when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-") or otherwise
