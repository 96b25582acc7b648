"""Every page of the town hall, asked for by every role: the permission table is what happens.

Walks the map of addresses, so that a page somebody adds is asked for without a change here. What an address
names (an offer, a place) does not exist: whoever may act is told so with a 404, others never get that far.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from cityshop.core.permissions import PERMISSIONS, STAFF, Act, Role, is_allowed
from tests.sign_in import post_form, sign_in

STAFF_PREFIX = "/staff/<city>"
NOTHING = {"int": "999999", "default": "nothing", "path": "nothing", "uuid": "0" * 32}


def staff_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(STAFF_PREFIX)]


def act_of(app: Flask, rule: Rule) -> Act | None:
    return getattr(app.view_functions[rule.endpoint], "act", None)


def calls(app: Flask) -> Iterator[tuple[str, str, Act]]:
    """Every method and address of the town hall of Kortrijk, with the act it belongs to."""
    for rule in staff_rules(app):
        act = act_of(app, rule)
        assert act is not None, f"{rule.endpoint} says with @may(...) which act it is"
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, address_of(rule), act


def address_of(rule: Rule, city: str = "kortrijk") -> str:
    parts = []
    for is_dynamic, text in rule._trace:  # noqa: SLF001 - Werkzeug tells a rule's parts nowhere else
        parts.append(filler(rule, text, city) if is_dynamic else text.lstrip("|"))
    return "".join(parts)


def filler(rule: Rule, argument: str, city: str) -> str:
    if argument == "city":
        return city
    is_number = isinstance(rule._converters[argument], IntegerConverter)  # noqa: SLF001
    return NOTHING["int"] if is_number else NOTHING["default"]


def ask(client, method: str, address: str) -> int:
    """The status of the answer; a form is sent empty, with its token."""
    if method == "POST":
        return post_form(client, address).status_code
    return client.get(address).status_code


def test_every_page_of_the_town_hall_names_its_act(app):
    nameless = [rule.endpoint for rule in staff_rules(app) if act_of(app, rule) is None]

    assert nameless == []


def test_every_act_has_its_roles():
    assert set(PERMISSIONS) == set(Act)


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(app, client, make, role):
    make.kortrijk()
    account = make.account(role, city=None if role == Role.ORGANISER else make.kortrijk())
    sign_in(client, account)
    wrong = []

    for method, address, act in calls(app):
        status = ask(client, method, address)
        if role not in STAFF:
            expected = status == 404
        elif is_allowed(act, [role]):
            expected = status not in (401, 403, 500)
        else:
            expected = status == 403
        if not expected:
            wrong.append((method, address, act.value, status))

    assert wrong == []


def test_the_town_hall_of_another_city_does_not_exist(app, client, make):
    make.kortrijk()
    sign_in(client, make.account(Role.COORDINATOR, city=make.city("genk", "Genk")))

    found = [(method, address) for method, address, _ in calls(app) if ask(client, method, address) != 404]

    assert found == []


def test_the_town_hall_of_no_city_does_not_exist(app, client, make):
    sign_in(client, make.staff())

    addresses = [address_of(rule, "nergens") for rule in staff_rules(app) if "GET" in (rule.methods or ())]

    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_stranger_is_asked_to_sign_in(app, client, make):
    make.kortrijk()

    for method, address, _ in calls(app):
        answer = client.open(address, method=method)
        assert answer.status_code == 303, address
        assert answer.location.startswith("/sign-in"), address


def test_nothing_is_written_without_the_token_of_the_form(app, client, make):
    sign_in(client, make.staff())

    posts = [address for method, address, _ in calls(app) if method == "POST"]

    assert {client.post(address).status_code for address in posts} == {400}


def test_every_act_behind_the_login_is_closed_to_strangers(app, client, make):
    """Shopkeepers', organisers' and everybody's own pages too."""
    doors = ("/shop", "/organiser", "/account", "/creator")
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(doors) and "/register" not in rule.rule
    ]

    for rule in rules:
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(address_of(rule), method=method)
            assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in"), rule.rule
