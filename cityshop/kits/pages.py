"""A candidate's kit as pages and paper show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from flask import g, url_for
from markupsafe import Markup

from cityshop.core.db import Session
from cityshop.core.words import in_language, n_
from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.pages import CandidateCard, candidate_card
from cityshop.elections.queries import AnyRow, candidates_on_page
from cityshop.kits.rows import ScanRow, scan_rows_of
from cityshop.kits.rules import STICKERS_A_SHEET, Piece, Sheet, about, last_day
from cityshop.kits.words import LOCALES, PIECES, SHEETS, TEXTS
from cityshop.links.models import ShortLink
from cityshop.links.pages import link_qr, printed_path, short_address, site_name
from cityshop.links.queries import links_about
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part

LONG_NAME, VERY_LONG_NAME = 9, 14


@dataclass(frozen=True)
class Printed:
    """One poster or sticker. `site` and `path` stand below the code; `size` is how large the name can be."""

    card: CandidateCard
    specialty: str
    title: str
    last_day: date
    site: str
    path: str
    qr: Markup
    size: str


@dataclass(frozen=True)
class Texts:
    """What somebody copies into a message, in one language."""

    piece: str
    word: str
    link: str
    qr: Markup
    texts: Sequence[str]


@dataclass(frozen=True)
class Kit:
    """One candidate's kit; `is_made` says whether its links are there."""

    card: CandidateCard
    is_made: bool
    poster: Printed | None = None
    sticker: Printed | None = None
    texts: Sequence[Texts] = ()


@dataclass(frozen=True)
class PrintRun:
    """Everything that comes out of the printer: posters one a page, stickers six."""

    sheet: Sheet
    word: str
    pages: Sequence[Sequence[Printed]]


def standing(session: Session, contest: Contest) -> list[AnyRow]:
    """Who stands, by the word in the address."""
    rows = candidates_on_page(session, contest.id)
    return [row for row in rows if row.state == CandidateState.ACCEPTED]


def kits(session: Session, contest: Contest, candidates: Iterable[AnyRow], *, city: str) -> list[Kit]:
    """The kits of these candidates."""
    rows = list(candidates)
    links = links_about(session, [about(row.id, piece) for row in rows for piece in Piece])
    return [_kit(contest, row, links, city) for row in rows]


def print_run(made: Iterable[Kit], sheet: Sheet) -> PrintRun:
    """These kits on paper. One kit alone fills its sheet of stickers; of many, each comes once."""
    if sheet in (Sheet.POSTER_A4, Sheet.POSTER_A3):
        return _run(sheet, [[kit.poster] for kit in made if kit.poster])
    stickers = [kit.sticker for kit in made if kit.sticker]
    if len(stickers) == 1:
        stickers = stickers * STICKERS_A_SHEET
    starts = range(0, len(stickers), STICKERS_A_SHEET)
    return _run(sheet, [stickers[start : start + STICKERS_A_SHEET] for start in starts])


def scan_rows(session: Session, candidates: Iterable[AnyRow], *, now: datetime) -> list[ScanRow]:
    """The links of these candidates with their scans, the most followed first."""
    pieces = {about(row.id, piece): PIECES[piece] for row in candidates for piece in Piece}
    return scan_rows_of(session, pieces, now=now)


def own_candidate_part(session: Session, now: datetime) -> Part | None:
    """The way from a shop's candidacy to its kit, once it is on the list."""
    candidate = g.candidate
    if candidate is None or candidate.state != CandidateState.ACCEPTED:
        return None
    address = url_for("own_kit.show_kit", contest_id=g.contest.id, shop=candidate.shop.slug)
    return Part("kits/_own_candidate.html", {"address": address})


def desk_part(session: Session, now: datetime) -> Part | None:
    """The kits of a vote, and how often each link was followed."""
    rows = scan_rows(session, standing(session, g.contest), now=now)
    return Part("kits/_desk.html", {"rows": rows, "contest": g.contest})


def _kit(contest: Contest, row: AnyRow, links: Mapping[str, ShortLink], city: str) -> Kit:
    card = candidate_card(contest, row)
    own = {piece: links[name] for piece in Piece if (name := about(row.id, piece)) in links}
    if len(own) < len(Piece):
        return Kit(card, is_made=False)
    return Kit(
        card,
        is_made=True,
        poster=_printed(contest, row, card, own[Piece.POSTER]),
        sticker=_printed(contest, row, card, own[Piece.STICKER]),
        texts=[_texts(contest, row, piece, own[piece], city) for piece in TEXTS],
    )


def _printed(contest: Contest, row: AnyRow, card: CandidateCard, link: ShortLink) -> Printed:
    return Printed(
        card=card,
        specialty=own_text(row.specialty),
        title=own_text(contest.title),
        last_day=last_day(contest.closes_at),
        site=site_name(),
        path=printed_path(link),
        qr=_qr(link, card),
        size=_size(card.name),
    )


def _size(name: str) -> str:
    """How large a name can be on a poster and still stand on one line, or two."""
    if len(name) > VERY_LONG_NAME:
        return "small"
    return "medium" if len(name) > LONG_NAME else "large"


def _texts(contest: Contest, row: AnyRow, piece: Piece, link: ShortLink, city: str) -> Texts:
    locale = LOCALES[piece]
    facts = {
        "shop": row.shop,
        "city": city,
        "title": in_language(contest.title, locale[:2]),
        "until": format_date(last_day(contest.closes_at), "d MMMM", locale=locale),
        "link": short_address(link),
    }
    texts = [text.format(**facts) for text in TEXTS[piece]]
    return Texts(piece, PIECES[piece], facts["link"], _qr(link, candidate_card(contest, row)), texts)


def _qr(link: ShortLink, card: CandidateCard) -> Markup:
    return link_qr(link, translated(n_("QR code to vote for %(name)s"), name=card.name))


def _run(sheet: Sheet, pages: Sequence[Sequence[Printed]]) -> PrintRun:
    return PrintRun(sheet, SHEETS[sheet], pages)
