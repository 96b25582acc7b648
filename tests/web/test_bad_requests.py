"""What no page may do: fault on strange input, change something on GET, answer a write by GET."""

import pytest
from sqlalchemy import select

from cityshop.core.db import Database
from cityshop.tables import metadata
from tests.bad_input import BAD_TEXTS

VALUES = {
    "city": "kortrijk",
    "contest": "ambassadeur",
    "candidate": "bert",
    "word": "stem",
    "rest": "x",
    "leaf": "0" * 64,
    "token": "nergens",
    "code": "0000000000",
}
STRANGE = ("0", "-1", "x" * 300, "%00", "<script>", "..%2f..", "\u202e", str(2**63), "🙂")


def digest(database: Database) -> list[object]:
    """Every row of every table, but for the count of wrong guesses at a code."""
    tables = [table for table in metadata.sorted_tables if table.name != "attempts"]
    with database.reads() as session:
        return [session.execute(select(table)).all() for table in tables]


def addresses(app, method):
    """Every address of the site with this method, filled with words that lead nowhere or to the city."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in rule.methods and rule.endpoint != "static":
            values = {
                name: VALUES.get(name, "1") for name in rule.arguments if name not in (rule.defaults or {})
            }
            values |= {name: 1 for name in rule.arguments if name.endswith("_id")}
            yield rule, adapter.build(rule.endpoint, values, append_unknown=False)


def test_reading_changes_nothing(app, client, make, database):
    make.kortrijk()
    make.voucher(make.offer())
    before = digest(database)

    for _, address in addresses(app, "GET"):
        if address != "/readyz":  # it says 503: tests make their tables without migrations
            assert client.get(address).status_code < 500, address

    assert digest(database) == before


def test_no_address_faults_on_a_strange_word(app, client, make):
    make.kortrijk()
    faults = []

    for rule, address in addresses(app, "GET"):
        for strange in STRANGE:
            if rule.arguments:
                asked = f"{address.rpartition('/')[0]}/{strange}"
                faults += [asked] if client.get(asked).status_code >= 500 else []

    assert faults == []


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_no_list_faults_on_a_strange_filter(client, make, text):
    make.kortrijk()
    names = (
        "kind",
        "open",
        "sun",
        "covered",
        "wheelchair",
        "terrace",
        "q",
        "sort",
        "page",
        "category",
        "map",
        "next",
    )

    for address in ("/kortrijk", "/kortrijk/guide", "/kortrijk/offers", "/kortrijk/vote", "/sign-in"):
        answer = client.get(address, query_string=dict.fromkeys(names, text))
        assert answer.status_code < 500, address
        assert "<script>alert" not in answer.text


def test_no_write_faults_without_a_form_or_with_nonsense(app, client, make):
    make.kortrijk()
    bodies = (
        {},
        {"data": b"\xff\xfe\x00"},
        {"data": {"a": ["1"] * 300}},
        {"json": [[[]]]},
        {"data": "x" * 100_000},
    )
    faults = []

    for _, address in addresses(app, "POST"):
        faults += [address for body in bodies if client.post(address, **body).status_code >= 500]

    assert faults == []


def test_what_is_too_large_is_refused(client, make):
    make.kortrijk()

    answer = client.post("/sign-in", data={"email": "x" * 2_000_000})

    assert answer.status_code in (400, 413)


def test_a_write_by_get_is_refused(app, client, make):
    make.kortrijk()
    reading = {address for _, address in addresses(app, "GET")}

    for _, address in addresses(app, "POST"):
        if address not in reading:
            assert client.get(address).status_code in (303, 404, 405), address
