"""The kit of an offer in words. Texts to copy are in their own language, whatever language the page is in."""

from collections.abc import Mapping, Sequence

from cityshop.core.words import n_
from cityshop.kits.pieces import OfferPiece, OfferSheet, Wording

OFFER_PIECES: Mapping[str, str] = {
    OfferPiece.POSTER: n_("Poster"),
    OfferPiece.TENT: n_("Table tent"),
    OfferPiece.STICKER: n_("Window sticker"),
    OfferPiece.CARD: n_("Card for the till"),
    OfferPiece.SOCIAL_NL: n_("Texts in Dutch"),
    OfferPiece.SOCIAL_FR: n_("Texts in French"),
    OfferPiece.SOCIAL_DE: n_("Texts in German"),
}
OFFER_SHEETS: Mapping[str, tuple[str, str]] = {
    OfferSheet.POSTER: (n_("Poster, A4"), n_("For the window or the wall.")),
    OfferSheet.TENT: (n_("Table tent, A5"), n_("Fold an A4 in the middle: two sides of A5.")),
    OfferSheet.STICKERS: (n_("Window stickers, 10 by 10 cm"), n_("Four on an A4 with crop marks.")),
    OfferSheet.STICKER_CUT: (n_("Window sticker for a print shop"), n_("A page of exactly 10 by 10 cm.")),
    OfferSheet.CARDS: (n_("Card for the till, A5"), n_("Two on an A4: what to do with a voucher.")),
}
WORDINGS: Mapping[str, str] = {
    Wording.NL: "Nederlands",
    Wording.FR: "Français",
    Wording.DE: "Deutsch",
    Wording.NL_FR: "Nederlands + français",
    Wording.NL_DE: "Nederlands + Deutsch",
}
CALL = n_("Scan and take your voucher")
HOW = n_("No account, no app. Show the voucher at the till.")
AT_THE_TILL = n_("A voucher? This is how.")
STEPS: Sequence[str] = (
    n_("Open the counter of this shop on a phone: the link, then the PIN."),
    n_("Scan the square on the voucher, or type the ten characters below it."),
    n_("Green: press “Redeem” and give the advantage. Red: read out why not."),
    n_("A mistake? Undo it within ten minutes."),
)
WITHOUT_VOUCHER = n_("No voucher yet? Let your customer scan this square.")
# Three lengths, each for a purpose.
PURPOSES: Sequence[str] = (
    n_("Short: for a story, a status or a text message"),
    n_("Middle: for a post with a photo"),
    n_("Long: for a newsletter or a mail to regulars"),
)
LOCALES: Mapping[OfferPiece, str] = {
    OfferPiece.SOCIAL_NL: "nl",
    OfferPiece.SOCIAL_FR: "fr",
    OfferPiece.SOCIAL_DE: "de",
}
_NL = (
    "{worth} bij {shop}: {title}. Neem je bon: {link}",
    """{worth} bij {shop} in {city}.

{title}.
Wanneer: {period}.
Neem je bon op je telefoon, zonder account: {link}""",
    """Kom je binnenkort langs?

Tijdens {campaign} krijg je bij {shop} een extraatje: {title} ({worth}).
Wanneer: {period}.
Waar: {street}, {city}.

Zo werkt het: open de link, neem je bon en toon hem aan de kassa.
Je hebt geen account en geen app nodig.

{link}

Tot dan!
{shop}""",
)
_FR = (
    "{worth} chez {shop}\u00a0: {title}. Prenez votre bon\u00a0: {link}",
    """{worth} chez {shop} à {city}.

{title}.
Quand\u00a0: {period}.
Prenez votre bon sur votre téléphone, sans compte\u00a0: {link}""",
    """Vous passez bientôt nous voir\u00a0?

Pendant {campaign}, {shop} vous offre un petit plus\u00a0: {title} ({worth}).
Quand\u00a0: {period}.
Où\u00a0: {street}, {city}.

C’est simple\u00a0: ouvrez le lien, prenez votre bon et montrez-le à la caisse.
Pas de compte, pas d’application.

{link}

À bientôt\u00a0!
{shop}""",
)
_DE = (
    "{worth} bei {shop}: {title}. Hol dir deinen Gutschein: {link}",
    """{worth} bei {shop} in {city}.

{title}.
Wann: {period}.
Hol dir deinen Gutschein aufs Handy, ohne Konto: {link}""",
    """Kommst du bald vorbei?

Während {campaign} bekommst du bei {shop} etwas extra: {title} ({worth}).
Wann: {period}.
Wo: {street}, {city}.

So geht es: Öffne den Link, hol dir deinen Gutschein und zeige ihn an der Kasse.
Du brauchst kein Konto und keine App.

{link}

Bis dann!
{shop}""",
)
OFFER_TEXTS: Mapping[OfferPiece, Sequence[str]] = {
    OfferPiece.SOCIAL_NL: _NL,
    OfferPiece.SOCIAL_FR: _FR,
    OfferPiece.SOCIAL_DE: _DE,
}
