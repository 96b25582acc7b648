"""Letters that only look like others: a mail with a code must not go to a host that is read as another one.

After Unicode's UTS 39: one script in a word (Japanese, Chinese and Korean write in several), no shapes that
stand for another letter, and no word that is made of look-alikes altogether.
"""

import unicodedata

LATIN = "LATIN"
WRITTEN_TOGETHER = (
    frozenset({LATIN, "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({LATIN, "CJK", "BOPOMOFO"}),
    frozenset({LATIN, "CJK", "HANGUL"}),
)
# Cyrillic and Greek letters that nobody can tell from a Latin one, by their names.
_CYRILLIC = "A,IE,ES,O,ER,U,HA,DZE,JE,KOMI DE,SHHA,WE,QA,BYELORUSSIAN-UKRAINIAN I,PALOCHKA"
_GREEK = "ALPHA,OMICRON,RHO,NU,UPSILON,IOTA,KAPPA,CHI"
_LOOKS_LATIN = frozenset(
    {
        *(f"CYRILLIC SMALL LETTER {name}" for name in _CYRILLIC.split(",")),
        *(f"GREEK SMALL LETTER {name}" for name in _GREEK.split(",")),
    }
)


def has_lookalikes(text: str) -> bool:
    """Whether a host name (or the part before the @), as people read it, holds letters that deceive."""
    composed = unicodedata.normalize("NFC", text)
    if unicodedata.normalize("NFKC", composed) != composed:
        return True
    return any(_deceives(label) for label in composed.casefold().split("."))


def _deceives(label: str) -> bool:
    letters = [unicodedata.name(letter, "") for letter in label if letter.isalpha()]
    others = [other for other in label if not other.isalnum() and unicodedata.category(other)[0] != "M"]
    if any(not other.isascii() for other in others):
        return True
    scripts = {name.partition(" ")[0].partition("-")[0] for name in letters}
    if len(scripts) > 1 and not any(scripts <= group for group in WRITTEN_TOGETHER):
        return True
    return bool(letters) and all(name in _LOOKS_LATIN for name in letters)
