"""What a guide exports, another guide reads without loss, and the same guide without news."""

import csv
import io
import json
import re

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.imports.jobs import work_on_imports
from cityshop.imports.models import BatchState, ImportBatch
from cityshop.places.models import Terrace
from cityshop.places.traits import Diet, Payment, ShopCategory
from tests.payloads import PAYLOADS
from tests.sign_in import post_form, sign_in

FILES = ("csv", "json", "geojson", "gpx")
NOT_DATA = {"state", "next_change", "url"}


@pytest.fixture
def guide(make):
    """Places with everything that a place can have."""
    make.place(
        name="'t Café; “Élan”",
        slug="t-cafe-elan",
        phone="056 11 22 33",
        website="https://elan.example/a?b=1&c=2",
        postal_code="8500",
        town="Kortrijk",
        hours="Mo-Fr 09:00-18:00; PH off",
        text={"nl": "Koffie.\nEn taart.", "fr": "Café & gâteau"},
        wheelchair="yes",
        diets=["vegetarian", "gluten-free", "halal"],
        payments=["cash", "bancontact", "meal-vouchers"],
        ownership="independent",
        terrace=Terrace(seats=12, is_covered=True, is_heated=False),
        at=(50.8279123, 3.2646456),
    )
    make.place(name="=SOM(A1)", slug="som", street="-1", kind="shop", hours="vraag het", at=(50.83, 3.27))
    make.place(
        name="Van de kaart", slug="van-de-kaart", source_id="way/1", at=(50.84, 3.28), terrace=Terrace(),
        diets=["vegan"],
    )  # fmt: skip
    make.place(
        name="De Kaart zelf", slug="kaart", source_id="node/7", owned_by_files=["name"], at=(50.85, 3.29),
        kind="shop", category="bicycles", ownership="chain", payments=["payconiq"],
    )  # fmt: skip


def exported(client, city):
    places = client.get(f"/{city}/guide.json").json["places"]
    kept = [{name: value for name, value in place.items() if name not in NOT_DATA} for place in places]
    return [json.loads(json.dumps(place).replace("Genk", "Kortrijk")) for place in kept]


@pytest.fixture
def bring(client, make, database):
    """Import a file as the town hall of Genk does, columns as guessed."""

    def run(content, ending):
        genk = make.city("genk", "Genk")
        batch = make.sent_file(content, city=genk, name=f"guide.{ending}")
        sign_in(client, make.staff(city=genk))
        desk = f"/staff/genk/places/import/{batch.id}"
        if batch.state == BatchState.ASKED:
            post_form(client, f"{desk}/columns", **columns_of(client.get(desk)))
        work_on_imports(database)
        assert post_form(client, f"{desk}/accept").status_code == 303
        work_on_imports(database)
        return stored(database, batch)

    return run


def stored(database, batch):
    with database.reads() as session, across_cities(session):
        return session.get(ImportBatch, batch.id)


def columns_of(answer):
    """What the form proposes."""
    html = answer.text
    chosen = {}
    for name, body in re.findall(r'<select[^>]* name="(column_\d+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        selected = re.search(r'<option selected value="([^"]*)"', body)
        chosen[name] = selected[1] if selected else ""
    return chosen


@pytest.mark.parametrize("ending", FILES)
def test_an_export_read_by_an_empty_guide_gives_the_same_export(client, bring, guide, ending):
    before = exported(client, "kortrijk")
    file = client.get(f"/kortrijk/guide.{ending}").data

    batch = bring(file, ending)

    assert (batch.state, batch.added, batch.refused) == (BatchState.DONE, 4, 0)
    assert exported(client, "genk") == before


@pytest.mark.parametrize("ending", FILES)
def test_an_export_read_by_its_own_guide_is_no_news(client, make, database, guide, ending):
    file = client.get(f"/kortrijk/guide.{ending}").data
    batch = make.sent_file(file, name=f"guide.{ending}")
    desk = f"/staff/kortrijk/places/import/{batch.id}"
    sign_in(client, make.staff())
    if batch.state == BatchState.ASKED:
        post_form(client, f"{desk}/columns", **columns_of(client.get(desk)))

    work_on_imports(database)

    planned = stored(database, batch)
    assert (planned.added, planned.changed, planned.doubles, planned.refused) == (0, 0, 0, 0)
    assert planned.unchanged == 4


def test_every_trait_of_the_guide_is_carried(make, client, bring):
    facts = {"diets": list(map(str, Diet)), "payments": list(map(str, Payment))}
    for number, category in enumerate(ShopCategory):
        make.place(
            name=f"Winkel {number}", kind="shop", category=category, at=(50.7 + number / 500, 3.2), **facts
        )

    batch = bring(client.get("/kortrijk/guide.csv").data, "csv")

    places = exported(client, "genk")
    assert batch.added == len(ShopCategory)
    assert {place["category"] for place in places} == set(ShopCategory)
    assert all(place["diets"] == list(Diet) and place["payments"] == list(Payment) for place in places)


@pytest.mark.parametrize("ending", ["json", "geojson"])
def test_an_older_export_empties_nothing_that_it_had_no_word_for(client, make, database, guide, ending):
    text = client.get(f"/kortrijk/guide.{ending}").text
    older = re.sub(r'"(diets|payments)": ?\[[^]]*\], ?|"(category|ownership)": ?"[^"]*", ?', "", text)
    make.sent_file(older.encode(), name=f"guide.{ending}")

    work_on_imports(database)

    with database.reads() as session, across_cities(session):
        batch = session.scalars(select(ImportBatch)).one()
    assert "diets" not in older
    assert (batch.changed, batch.unchanged, batch.refused) == (0, 4, 0)


def test_a_name_with_anything_in_it_comes_back_the_same(client, make, bring):
    names = [" ".join(text.split())[:120] for text in PAYLOADS if text.strip()]
    for number, name in enumerate(names):
        make.place(name=name, slug=f"p{number}", at=(50.7 + number / 500, 3.2))
    file = client.get("/kortrijk/guide.csv").data

    batch = bring(file, "csv")

    assert batch.added == len(names)
    rows = csv.DictReader(io.StringIO(client.get("/genk/guide.csv").data.decode("utf-8-sig")), delimiter=";")
    before = csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";")
    assert sorted(row["name"] for row in rows) == sorted(row["name"] for row in before)
