"""How people write diets, ways to pay, what a shop sells and whose it is, in the cells of a list."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from cityshop.places.models import folded
from cityshop.places.refused import Reason, Unusable
from cityshop.places.traits import Diet, Ownership, Payment, ShopCategory

Word = TypeVar("Word", bound=StrEnum)

# Without accents, hyphens and capitals; commas between. The guide's own words are among them.
DIETS: Mapping[Diet, str] = {
    Diet.VEGETARIAN: "vegetarian, vegetarisch, veggie, vegetarien, vegetarienne",
    Diet.VEGAN: "vegan, veganistisch, vegetalien, plantaardig",
    Diet.GLUTEN_FREE: "gluten free, glutenvrij, sans gluten, glutenfrei",
    Diet.LACTOSE_FREE: "lactose free, lactosevrij, sans lactose, laktosefrei",
    Diet.HALAL: "halal",
    Diet.KOSHER: "kosher, koosjer, casher, koscher",
}
PAYMENTS: Mapping[Payment, str] = {
    Payment.CASH: "cash, contant, contant geld, especes, liquide, bar, bargeld",
    Payment.BANCONTACT: "bancontact, mister cash",
    Payment.CARDS: "cards, card, other bank cards, kaart, bankkaart, andere bankkaarten, kredietkaart, visa,"
    " mastercard, maestro, carte, carte bancaire, carte de credit, karte, bankkarte, kreditkarte",
    Payment.MEAL_VOUCHERS: "meal vouchers, meal voucher, maaltijdcheques, maaltijdcheque, cheques repas,"
    " titres repas, essensschecks, mahlzeitschecks, edenred, monizze, sodexo, pluxee",
    Payment.PAYCONIQ: "payconiq, payconiq by bancontact",
}
CATEGORIES: Mapping[ShopCategory, str] = {
    ShopCategory.BAKERY: "bakery, bakker, bakkerij, boulangerie, backerei",
    ShopCategory.BUTCHER: "butcher, slager, slagerij, beenhouwer, beenhouwerij, boucherie, metzgerei",
    ShopCategory.FOOD: "food, voeding, kruidenier, supermarkt, alimentation, lebensmittel",
    ShopCategory.CLOTHES: "clothes, kleding, kleren, mode, vetements, kleidung",
    ShopCategory.SHOES: "shoes, schoenen, chaussures, schuhe",
    ShopCategory.BEAUTY: "beauty, schoonheid, kapper, beaute, coiffeur, schonheit, friseur",
    ShopCategory.HEALTH: "health, gezondheid, opticien, sante, gesundheit, optiker",
    ShopCategory.BOOKS: "books, boeken, boekhandel, livres, librairie, bucher, buchhandlung",
    ShopCategory.FLOWERS: "flowers, bloemen, fleurs, fleuriste, blumen",
    ShopCategory.HOME: "home, wonen, interieur, doe het zelf, maison, haus, wohnen",
    ShopCategory.GIFTS: "gifts, geschenken, cadeaus, juwelen, cadeaux, bijoux, geschenke, schmuck",
    ShopCategory.TOYS: "toys, speelgoed, jouets, spielzeug",
    ShopCategory.SPORT: "sport, sports",
    ShopCategory.BICYCLES: "bicycles, fietsen, velos, fahrrader",
    ShopCategory.ELECTRONICS: "electronics, elektronica, elektro, electronique, elektronik",
    ShopCategory.OTHER: "other, other shop, andere, andere winkel, autre, autres, sonstiges",
}
OWNERSHIPS: Mapping[Ownership, str] = {
    Ownership.UNKNOWN: "unknown, onbekend, niet bekend, inconnu, unbekannt",
    Ownership.INDEPENDENT: "independent, zelfstandig, zelfstandige, independant, selbststandig,"
    " selbstandig, unabhangig",
    Ownership.CHAIN: "chain, keten, chaine, kette, filiaal, filiale, franchise",
}
_BETWEEN = re.compile(r"[,;/|+&\n]|\b(?:en|et|und|and)\b")
_NOT_A_LETTER = re.compile(r"[\W_]+")


def diets_in(cell: str) -> list[str]:
    """The diets in a cell, in the order of the guide. Raises Unusable for a word that is none."""
    return _all_in(cell, DIETS, Reason.NOT_A_DIET)


def payments_in(cell: str) -> list[str]:
    """The ways to pay in a cell, in the order of the guide. Raises Unusable for a word that is none."""
    return _all_in(cell, PAYMENTS, Reason.NOT_A_PAYMENT)


def category_in(cell: str) -> str:
    """What a shop sells, empty when the cell is. Raises Unusable for what the guide has no word for."""
    return str(_one_in(cell, CATEGORIES, Reason.NOT_A_CATEGORY)) if cell else ""


def ownership_in(cell: str) -> str:
    """Whose business it is, unknown when the cell is empty. Raises Unusable for any other word."""
    return str(_one_in(cell, OWNERSHIPS, Reason.NOT_AN_OWNERSHIP) if cell else Ownership.UNKNOWN)


def _all_in(cell: str, words: Mapping[Word, str], otherwise: Reason) -> list[str]:
    parts = [part for part in _BETWEEN.split(_folded_lines(cell)) if part.strip()]
    found = {_one_in(part, words, otherwise) for part in parts}
    return [str(word) for word in words if word in found]


def _one_in(text: str, words: Mapping[Word, str], otherwise: Reason) -> Word:
    plain = _NOT_A_LETTER.sub(" ", folded(text)).strip()
    for word, written in words.items():
        if plain in written.split(", "):
            return word
    raise Unusable(otherwise)


def _folded_lines(cell: str) -> str:
    """Folded, with line ends kept as the signs between words that they are."""
    return "\n".join(folded(line) for line in cell.splitlines())
