"""The sample brags: drawings of the house stand in for the photos that residents send."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from cityshop.brags import services
from cityshop.brags.models import Brag
from cityshop.brags.services import BragAsked, BragDraft, TypedBragCode
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, choose_city
from cityshop.core.mailbox import Mailbox, read_mailbox
from cityshop.core.pictures import keep_picture
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Candidate, Contest
from cityshop.sample.vote import SLUG

PHOTOS = Path(__file__).with_name("photos")
WAITING = 2  # the last ones, so that town hall has something to look at


@dataclass(frozen=True)
class Praise:
    """What a resident of Kortrijk says of a shop, and what is on the photo."""

    shop: str
    photo: str
    name: str
    sentence: str
    on_photo: str


BRAGS = (
    Praise(
        "bakkerij-vandoorne",
        "bread",
        "Lien",
        "Mijn kinderen staan voor dit brood vanzelf op.",
        "Een mand met stokbroden, een bol brood en een croissant",
    ),
    Praise(
        "bloemen-sint-maarten",
        "flowers",
        "Ömer",
        "Vijf euro, en de hele week zondag op tafel.",
        "Een boeket bloemen",
    ),
    Praise(
        "kaashuis-groeninge",
        "cheese",
        "Marie-Jeanne",
        "Hij laat je proeven tot je het weet. Ik wist het na de vierde.",
        "Een stuk kaas op een plank",
    ),
    Praise("boekhandel-de-letterzetter", "books", "Thibault", "Ik kwam voor één boek.", "Een stapel boeken"),
    Praise(
        "bakkerij-vandoorne",
        "baker",
        "Fatima",
        "Deze man kent de naam van mijn hond.",
        "De bakker achter zijn toonbank",
    ),
    Praise(
        "fietsen-leiekant",
        "bicycle",
        "Wout",
        "Om acht uur een platte band, om negen uur op mijn werk.",
        "Een fiets voor de winkel",
    ),
)


def load(session: Session, keys_folder: Path, *, now: datetime) -> None:
    """Send the brags as residents do, and accept all but the last ones."""
    city = city_by_slug(session, "kortrijk")
    if city is None:
        raise LookupError("kortrijk")
    choose_city(session, city.id)
    contest = session.scalars(select(Contest).where(Contest.slug == SLUG)).one()
    key = read_key(keys_folder, contest.key_fingerprint)
    for number, praise in enumerate(BRAGS):
        _send(session, contest, praise, read_mailbox(f"inwoner{number}@inwoner.example"), key=key, now=now)
    sent = session.scalars(select(Brag.id).order_by(Brag.id)).all()
    services.approve_brags(session, contest, sent[:-WAITING], account_id=None, now=now)


def _send(  # noqa: PLR0913 - what a resident sends, and what the city keeps of it
    session: Session, contest: Contest, praise: Praise, mailbox: Mailbox, *, key: ContestKey, now: datetime
) -> None:
    stands = select(Candidate).where(Candidate.contest_id == contest.id, Candidate.slug == praise.shop)
    photo = keep_picture(session, (PHOTOS / f"{praise.photo}.webp").read_bytes(), now=now)
    draft = BragDraft(mailbox, praise.sentence, praise.name, photo, praise.on_photo)
    asked = BragAsked(contest.id, session.scalars(stands).one().id, draft)
    services.ask_for_code(session, asked, key=key, now=now)
    services.confirm_brag(session, TypedBragCode(contest.id, asked.id, asked.code), key=key, now=now)
