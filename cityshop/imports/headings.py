"""Which column of a list holds what: guessed from its name, said by people."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from cityshop.core.words import n_
from cityshop.places.models import folded

# What can stand in a list, with its words on the page and how people name such a column.
FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "name": (n_("Name"), ("name", "naam", "nom", "zaak", "handelsnaam", "enseigne", "titel", "benaming")),
    "kind": (n_("Kind"), ("kind", "soort", "type", "categorie", "category", "genre", "art")),
    "latitude": (n_("Latitude"), ("latitude", "lat", "breedtegraad", "breedte", "y", "y coordinaat")),
    "longitude": (
        n_("Longitude"),
        ("longitude", "lon", "lng", "long", "lengtegraad", "lengte", "x", "x coordinaat"),
    ),
    "point": (n_("Latitude and longitude together"), ("point", "punt", "coordinaten", "geo point 2d", "gps")),
    "street": (n_("Street"), ("street", "straat", "rue", "adres", "address", "adresse", "strasse")),
    "house_number": (
        n_("House number"),
        ("house number", "huisnummer", "huisnr", "nr", "nummer", "numero", "hausnummer"),
    ),
    "postal_code": (n_("Postal code"), ("postal code", "postcode", "code postal", "plz", "zip")),
    "town": (n_("Town"), ("town", "gemeente", "stad", "plaats", "commune", "ville", "ort", "city")),
    "phone": (n_("Phone"), ("phone", "telefoon", "tel", "gsm", "telephone", "telefon")),
    "website": (n_("Website"), ("website", "web", "site", "url", "webadres", "site web")),
    "hours": (
        n_("Opening hours"),
        ("hours", "openingsuren", "opening hours", "uren", "horaires", "heures", "offnungszeiten"),
    ),
    "wheelchair": (n_("Wheelchair"), ("wheelchair", "rolstoel", "toegankelijk", "pmr", "fauteuil roulant")),
    "diets": (
        n_("On the menu"),
        ("diets", "diet", "dieet", "dieten", "op de kaart", "regimes", "a la carte", "ernahrung"),
    ),
    "payments": (
        n_("Paying"),
        ("payments", "payment", "betalen", "betaalwijzen", "betaalmiddelen", "paiement", "zahlung"),
    ),
    "category": (
        n_("What the shop sells"),
        ("category", "branche", "assortiment", "assortment", "sortiment"),
    ),
    "ownership": (n_("Whose business it is"), ("ownership", "eigendom", "zelfstandig of keten", "propriete")),
    "terrace": (n_("Has a terrace"), ("terrace", "terras", "terrasse")),
    "seats": (n_("Seats"), ("seats", "zitplaatsen", "plaatsen terras", "places assises", "sitzplatze")),
    "covered": (n_("Covered"), ("covered", "overdekt", "couvert", "uberdacht")),
    "heated": (n_("Heated"), ("heated", "verwarmd", "chauffe", "beheizt")),
    "text_nl": (n_("Text in Dutch"), ("text nl", "tekst", "omschrijving", "beschrijving", "description")),
    "text_fr": (n_("Text in French"), ("text fr", "texte")),
    "text_en": (n_("Text in English"), ("text en", "text")),
    "text_de": (n_("Text in German"), ("text de", "beschreibung")),
    "slug": (n_("Word in the address of the guide"), ("slug",)),
    "source": (n_("Object on OpenStreetMap"), ("source", "osm", "osm id", "@id")),
    "licence": (n_("Licence"), ("licence",)),
}
_NOT_A_WORD = re.compile(r"[\W_]+")

Columns = Mapping[str, int]


def guess(head: Sequence[str]) -> dict[str, int]:
    """For every field the number of the column that seems to hold it; exact names go before beginnings."""
    plain = [_NOT_A_WORD.sub(" ", folded(name)).strip() for name in head]
    found: dict[str, int] = {}
    for matches in (_is_it, _begins_so):
        for field, (_, names) in FIELDS.items():
            free = [number for number, name in enumerate(plain) if name and number not in found.values()]
            column = next((number for word in names for number in free if matches(plain[number], word)), None)
            if field not in found and column is not None:
                found[field] = column
    return found


def as_exported(head: Sequence[str]) -> dict[str, int]:
    """The columns of a guide's own export, whose names are fields."""
    return {column: number for number, column in enumerate(head) if column in FIELDS}


def twice(columns: Columns) -> int | None:
    """A column that was chosen for two fields, if any."""
    chosen = sorted(columns.values())
    return next((one for one, other in pairwise(chosen) if one == other), None)


def has_place(columns: Columns) -> bool:
    """Whether rows say where they are."""
    return "point" in columns or {"latitude", "longitude"} <= columns.keys()


def _is_it(name: str, word: str) -> bool:
    return name == word


def _begins_so(name: str, word: str) -> bool:
    return name.startswith(f"{word} ") or name.endswith(f" {word}")
