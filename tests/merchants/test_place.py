"""Town hall says which place of the guide a shop is."""

import pytest
from sqlalchemy import select

from cityshop.core.permissions import Role
from cityshop.merchants.models import Shop
from tests.page import Page
from tests.sign_in import post_form, sign_in


@pytest.fixture
def linked(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(Shop.__table__.c.place_id).order_by(Shop.__table__.c.id)).all()

    return read


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())


def at(shop, city="kortrijk"):
    return f"/staff/{city}/merchants/{shop.slug}/place"


@pytest.mark.parametrize(
    "typed", ["{}", "https://stad.example/fr/kortrijk/guide/{}/", "/kortrijk/guide/{}?q=x#y"]
)
def test_a_shop_gets_its_place(make, amina, linked, typed):
    shop, place = make.shop(), make.place()

    answer = post_form(amina, at(shop), place=typed.format(place.slug))

    assert (answer.status_code, linked()) == (303, [place.id])
    assert place.slug in Page(amina.get(at(shop))).html


def test_an_empty_field_takes_the_place_away(make, amina, linked):
    shop = make.shop(place=make.place())

    assert post_form(amina, at(shop), place="").status_code == 303
    assert linked() == [None]


def test_a_place_of_nowhere_or_another_city_is_told(make, amina, linked):
    shop, there = make.shop(), make.place(make.city("genk", "Genk"), slug="de-mijn")

    for typed in ("nergens", there.slug, "x" * 3000, "%00"):
        page = Page(post_form(amina, at(shop), place=typed))
        assert page.status == 422
        assert page.errors

    assert linked() == [None]


@pytest.mark.parametrize(("role", "status"), [(Role.WRITER, 403), (Role.APPROVER, 303)])
def test_linking_takes_an_approver(make, client, role, status):
    shop, place = make.shop(), make.place()

    assert post_form(sign_in(client, make.staff(role)), at(shop), place=place.slug).status_code == status


def test_a_shop_of_another_city_does_not_exist(make, client):
    shop, genk = make.shop(), make.city("genk", "Genk")
    colleague = sign_in(client, make.staff(city=genk))

    assert post_form(colleague, at(shop), place="").status_code == 404
    assert post_form(colleague, at(shop, "genk"), place="").status_code == 404
    assert colleague.get(at(shop, "genk")).status_code == 404
