"""Decisions about shops: numbers, addresses and PINs as people type them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from stdnum.be import vat
from stdnum.exceptions import ValidationError

from cityshop.core.words import n_
from cityshop.merchants.errors import NoEnterpriseNumber, NoPhone, NoWebsite, PinTooEasy

MOST_COUNTERS = 20
LONGEST_ADDRESS = 200
GENERATED_PIN_DIGITS = 6
REGISTRATIONS = 20  # of one network: a whole street may register at an evening in the town hall
REGISTRATIONS_WINDOW = timedelta(hours=1)

CATEGORIES: Mapping[str, str] = {
    "bakery": n_("Bakery"),
    "bicycles": n_("Bicycles"),
    "books": n_("Books"),
    "cheese": n_("Cheese"),
    "chocolate": n_("Chocolate"),
    "clothes": n_("Clothes"),
    "coffee": n_("Coffee"),
    "flowers": n_("Flowers"),
    "furniture": n_("Furniture"),
    "greengrocer": n_("Greengrocer"),
    "hairdresser": n_("Hairdresser"),
    "ice-cream": n_("Ice cream"),
    "jewellery": n_("Jewellery"),
    "leather": n_("Leather goods"),
    "records": n_("Records"),
    "restaurant": n_("Restaurant or café"),
    "sewing": n_("Fabrics and sewing"),
    "shoes": n_("Shoes"),
    "toys": n_("Toys"),
    "wine": n_("Wine"),
    "other": n_("Something else"),
}

_PHONE = re.compile(r"\+?[0-9][0-9 ./()-]{6,24}")
_PIN = re.compile(r"[0-9]{4,6}")
_ROWS = "01234567890123456789"
_HOUSE = re.compile(r"[,\s]+\d.*$")
_BETWEEN_WORDS = re.compile(r"[\s.,'’-]+")
_SHORTENED = {"st": "sint", "str": "straat"}


def enterprise_number(typed: str) -> str:
    """Ten digits of what was typed with or without BE, dots and spaces; raises NoEnterpriseNumber.

    The check on 97 is that of the Crossroads Bank for Enterprises, as python-stdnum knows it.
    """
    try:
        number: str = vat.validate(typed.strip().removeprefix("be"))
    except ValidationError as error:
        raise NoEnterpriseNumber from error
    if not re.fullmatch(r"[01][0-9]{9}", number):
        raise NoEnterpriseNumber
    return number


def written_enterprise_number(number: str) -> str:
    """As it stands on a till receipt: 0403.170.701."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def website(typed: str) -> str:
    """A full http or https address, or nothing when nothing was typed; raises NoWebsite."""
    address = typed.strip()
    if not address:
        return ""
    if not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        has_host = re.fullmatch(r"([^\W_]([\w-]*[^\W_])?\.)+[^\W\d_]{2,}", parts.hostname or "") is not None
        is_plain = parts.scheme in ("http", "https") and parts.username is None and parts.port is None
    except ValueError as error:
        raise NoWebsite from error
    if not (has_host and is_plain) or len(address) > LONGEST_ADDRESS or re.search(r"[\s\\<>\"]", address):
        raise NoWebsite
    return address


def phone(typed: str) -> str:
    """A telephone number as it was typed, or nothing; raises NoPhone."""
    if typed and _PHONE.fullmatch(typed) is None:
        raise NoPhone
    return typed


def pin(typed: str) -> str:
    """Four to six digits that are not the first ones a stranger tries; raises PinTooEasy."""
    if not is_good_pin(typed):
        raise PinTooEasy
    return typed


def is_good_pin(typed: str) -> bool:
    """Whether it is four to six digits, not all the same and not a row."""
    is_row = typed in _ROWS or typed[::-1] in _ROWS
    return _PIN.fullmatch(typed) is not None and not is_row and len(set(typed)) > 1


def street_name(address: str) -> str:
    """The street of an address as people write it: `Grote Markt 36 bus 2` is Grote Markt."""
    return _HOUSE.sub("", address.strip())


def same_street(address: str) -> str:
    """What addresses in one street share, however typed: `DOORNIKSESTR. 21` is doorniksestraat."""
    plain = unicodedata.normalize("NFKD", street_name(address)).encode("ascii", "ignore").decode().casefold()
    words = (_SHORTENED.get(word, word) for word in _BETWEEN_WORDS.split(plain) if word)
    return " ".join(re.sub(r"(?<=.)str$", "straat", word) for word in words)
