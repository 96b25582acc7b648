"""The kit in words. Texts to copy are in their own language, whatever language the page is in."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.kits.rules import Piece, Sheet

PIECES: Mapping[str, str] = {
    Piece.POSTER: n_("Poster"),
    Piece.STICKER: n_("Sticker"),
    Piece.SOCIAL_NL: n_("Texts in Dutch"),
    Piece.SOCIAL_FR: n_("Texts in French"),
}
SHEETS: Mapping[str, str] = {
    Sheet.POSTER_A4: n_("Poster, A4"),
    Sheet.POSTER_A3: n_("Poster, A3"),
    Sheet.STICKERS_ROUND: n_("Round stickers"),
    Sheet.STICKERS_SQUARE: n_("Square stickers"),
}
_POST_NL = """{shop} staat op de lijst: {title}

Kom je graag bij ons over de vloer? Stem dan op ons. Het kan tot en met {until}, zonder account.
Je krijgt een code in je mailbox, en dat is alles.

{link}"""
_BRAG_NL = """Toon wat je bij ons kocht. Zet een foto en een zin op onze pagina: zo stoef je over {shop}.

{link}"""
_POST_FR = """{shop} est sur la liste\u00a0: {title}

Vous aimez venir chez nous\u00a0? Votez pour nous jusqu’au {until} inclus, sans compte.
Vous recevez un code par e-mail, et c’est tout.

{link}"""
_BRAG_FR = """Montrez ce que vous avez trouvé chez nous. Une photo et une phrase sur notre page suffisent.

{link}"""
TEXTS: Mapping[Piece, tuple[str, ...]] = {
    Piece.SOCIAL_NL: (_POST_NL, "Stem je op {shop} in {city}? Eén minuut, zonder account: {link}", _BRAG_NL),
    Piece.SOCIAL_FR: (
        _POST_FR,
        "Votez pour {shop} à {city}. Une minute, sans compte\u00a0: {link}",
        _BRAG_FR,
    ),
}
LOCALES: Mapping[Piece, str] = {Piece.SOCIAL_NL: "nl_BE", Piece.SOCIAL_FR: "fr_BE"}
