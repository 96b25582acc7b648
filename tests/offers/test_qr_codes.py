"""Every voucher's QR code is read by another decoder: on paper of 21 mm, and from a dimmed screen."""

import re

import pytest

from cityshop.core.qr import quick_qr_svg
from cityshop.offers import queries
from cityshop.offers.tickets import voucher_address
from cityshop.offers.tokens import signer_for
from tests.offers.decoding import modules_of, on_dimmed_screen, printed, read

HOSTS = ("https://a.be", "https://bonnen.kortrijk.be", "https://shops.province-west-flanders.example.be")


@pytest.fixture
def addresses(make, app, settings, database):
    """What the QR codes of fifty vouchers hold."""
    offer = make.offer()
    vouchers = [make.voucher(offer) for _ in range(50)]
    make.signing_key(offer.campaign, secret=settings.secret_key)
    with database.reads() as session, app.test_request_context():
        facts = [queries.voucher_by_code(session, voucher.code) for voucher in vouchers]
        signer = signer_for(session, offer.campaign_id, facts, secret=settings.secret_key)
        return [voucher_address(signer.text_of(each)) for each in facts]


def test_every_code_is_read_from_paper_of_21_mm(addresses):
    for address in addresses:
        assert read(printed(quick_qr_svg(address, ""))) == [address]


def test_every_code_is_read_from_a_dimmed_screen(addresses):
    for number, address in enumerate(addresses):
        picture = on_dimmed_screen(quick_qr_svg(address, ""), degrees=number % 30 - 15)
        assert read(picture) == [address]


def test_codes_are_in_capitals_and_of_45_modules(addresses):
    for address in addresses:
        assert re.fullmatch(r"HTTP://LOCALHOST/V/[A-Z2-7]{144}", address)
        assert modules_of(quick_qr_svg(address, "")).size == (53, 53)


@pytest.mark.parametrize(("host", "modules"), [(HOSTS[0], 45), (HOSTS[1], 45), (HOSTS[2], 49)])
def test_a_long_name_of_a_site_makes_a_larger_code(addresses, host, modules):
    address = addresses[0].replace("HTTP://LOCALHOST", host.upper())
    svg = quick_qr_svg(address, "")

    assert modules_of(svg).width - 8 == modules
    assert read(printed(svg)) == [address]


def test_the_page_of_a_voucher_holds_what_was_signed(client, make, settings):
    voucher = make.voucher()
    token = make.token(voucher, secret=settings.secret_key)

    svg = client.get(f"/v/{voucher.code}").get_data(as_text=True)

    assert read(printed(svg)) == [f"HTTP://LOCALHOST/V/{token}"]


def test_a_typed_code_alone_is_read_too(client, make):
    voucher = make.voucher()

    svg = client.get(f"/v/{voucher.code}").get_data(as_text=True)

    assert read(printed(svg)) == [f"HTTP://LOCALHOST/V/{voucher.code}"]
