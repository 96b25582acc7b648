"""Who can sign in on the sample site, and where things are: what `cityshop seed --show` prints."""

from typing import Any

from sqlalchemy import select

from cityshop.cities.models import City
from cityshop.core.db import Session, across_cities
from cityshop.elections.models import Contest
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import Offer
from cityshop.sample.shops import ACCOUNTS, PASSWORD, PIN


def sign_ins(session: Session, base_url: str) -> dict[str, Any]:
    """Sample accounts, counters with link and PIN, and the addresses of contests and offers."""
    # the sample fills several cities at once
    with across_cities(session):
        return {
            "accounts": [
                {"email": email, "name": name, "password": PASSWORD, "role": role, "city": city}
                for email, name, city, role in ACCOUNTS
            ],
            "counters": _counters(session, base_url),
            "contests": _addresses(session, Contest, base_url, "vote"),
            "offers": _addresses(session, Offer, base_url, "offers"),
        }


def welcome(facts: dict[str, Any], base_url: str) -> str:
    """What somebody who has just started the site wants to know."""
    counter = facts["counters"][0]
    people = [f"  {account['email']:30} {account['role']}" for account in facts["accounts"]]
    lines = (
        f"The site       {base_url}/kortrijk",
        f"Mail it sends  {base_url}/demo/mail",
        f"Sign in        {base_url}/sign-in, password {PASSWORD}",
        *people,
        f"A counter      {counter['link']}, PIN {counter['pin']} ({counter['shop']})",
    )
    return "\n".join(lines)


def _counters(session: Session, base_url: str) -> list[dict[str, str]]:
    found = select(Shop.name, Counter.token).join(Counter, Counter.shop_id == Shop.id).order_by(Counter.id)
    return [
        {"shop": shop, "link": f"{base_url}/counter/{token}", "pin": PIN}
        for shop, token in session.execute(found)
    ]


def _addresses(session: Session, kind: type[Contest] | type[Offer], base_url: str, word: str) -> list[str]:
    found = select(City.slug, kind.slug).join(kind, kind.city_id == City.id).order_by(City.slug, kind.id)
    return [f"{base_url}/{city}/{word}/{slug}" for city, slug in session.execute(found)]
