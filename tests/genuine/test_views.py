"""Is this code genuine? What is ours, what is not, and reports of fakes."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from cityshop.core.codes import new_typed_code
from cityshop.core.db import across_cities
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from cityshop.core.pictures import Picture
from cityshop.genuine.models import FakeReport
from cityshop.links.models import LinkScan
from cityshop.offers.models import VoucherState
from tests.makers.base import NOW
from tests.page import Page

PAGE = "/kortrijk/genuine"
OWN = "mijn-adres"
WHERE = "Op de parkeermeter, Grote Markt 12"


@pytest.fixture(autouse=True)
def kortrijk(make):
    return make.kortrijk()


@pytest.fixture
def ask(client):
    def look(code):
        return Page(client.get(PAGE, query_string={"code": code}))

    return look


@pytest.fixture
def reports(database):
    def read():
        with database.reads() as session, across_cities(session):
            return session.scalars(select(FakeReport).order_by(FakeReport.id)).all()

    return read


def test_the_page_asks_for_a_code_and_is_kept(client):
    answer = client.get(PAGE)

    page = Page(answer)
    assert page.heading == "Is this code genuine?"
    assert "no-store" not in answer.headers.get("Cache-Control", "")
    assert "Set-Cookie" not in answer.headers


def test_every_page_of_the_city_leads_to_it(client):
    assert PAGE in Page(client.get("/kortrijk")).links


@pytest.mark.parametrize(
    "shape", ["{}", "{:.5}-…", "lower", "Sticker {}", "http://localhost/K/{}", "localhost/k/{}"]
)
def test_a_code_of_ours_is_genuine(ask, make, shape):
    link = make.short_link(target="/kortrijk/vote")
    code = f"{link.code[:5]}-{link.code[5:]}"
    shown = {"lower": code.lower(), "{:.5}-…": f"{link.code[:5]} {link.code[5:]}"}.get(
        shape, shape.format(code)
    )

    page = ask(shown)

    assert page.status == 200
    assert "This code is genuine" in page.text
    assert "Affiche" in page.text
    assert "Kortrijk" in page.text
    assert "localhost/kortrijk/vote" in page.text
    assert "/kortrijk/vote" in page.links


def test_an_answer_is_private_and_counts_nothing(client, make, database):
    link = make.short_link()

    answer = client.get(PAGE, query_string={"code": link.code})

    assert answer.headers["Cache-Control"] == "no-store"
    with database.reads() as session:
        assert session.scalar(select(func.count()).select_from(LinkScan)) == 0


def test_a_pause_an_end_and_a_retired_code_are_told(ask, make):
    paused = make.short_link(campaign=make.campaign(paused=True))
    over = make.short_link(campaign=make.campaign(ends_at=NOW - timedelta(days=1)))
    retired = make.short_link(retired_at=NOW)

    assert "paused what it leads to" in ask(paused.code).text
    assert "This code is genuine, and over" in ask(over.code).text
    assert "This code was ours" in ask(retired.code).text
    assert "localhost/kortrijk/vote" not in ask(retired.code).text


@pytest.mark.parametrize("state", list(VoucherState))
def test_a_voucher_is_ours_and_its_state_is_nobodys_business(ask, make, settings, state):
    voucher = make.voucher(state=state)
    asked = (voucher.code, f"http://localhost/V/{make.token(voucher, secret=settings.secret_key)}")

    for shown in asked:
        page = ask(shown)
        assert "This is a voucher of ours" in page.text
        assert voucher.offer.title["nl"] not in page.text
        assert "Bakkerij Bert" not in page.text


def test_vouchers_in_different_states_give_the_same_answer(ask, make):
    pages = [ask(make.voucher(state=state).code).text for state in VoucherState]

    assert len(set(pages)) == 1


@pytest.mark.parametrize(
    "shown",
    [
        "https://kwaad.example/win",
        "https://localhost.kwaad.example/k/AAAAA",
        "https://localhost@kwaad.example/",
        "https://kwaad.example\\@localhost/",
        "javascript:alert(1)",
        "//localhost/k/AAAA",
        "<script>alert(1)</script>//",
    ],
)
def test_another_address_is_not_ours(ask, shown):
    page = ask(shown)

    assert "This is not ours" in page.text
    assert "<script>alert" not in page.html
    assert any("/genuine/report?shown=" in link for link in page.links)
    assert not any("kwaad.example" in link and "genuine" not in link for link in page.links)


def test_a_changed_voucher_is_not_ours(ask, make, settings):
    token = make.token(make.voucher(), secret=settings.secret_key)

    assert "we did not sign it" in ask(f"http://localhost/V/{token[:-4]}AAAA").text
    assert "we did not sign it" in ask(token[:90]).text


def test_a_page_of_ours_is_ours(ask):
    assert "This address is ours" in ask("http://localhost/kortrijk/offers").text


def test_a_wrong_character_is_told_apart_from_an_unknown_code(ask):
    code = new_typed_code()
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")

    assert "A character is wrong" in ask(wrong).text
    assert "We do not know this code" in ask(code).text


@pytest.mark.parametrize("shown", ["", "   ", "A" * 501, "a\0b"])
def test_what_is_no_code_gets_a_sentence(client, shown):
    answer = client.get(PAGE, query_string={"code": shown})

    assert answer.status_code == 422
    assert Page(answer).errors


def test_vouchers_are_not_found_by_trying(client):
    statuses = [client.get(PAGE, query_string={"code": new_typed_code()}).status_code for _ in range(61)]

    assert statuses == [200] * 60 + [429]
    assert client.get(PAGE).status_code == 200


def test_a_fake_is_reported_without_account(client, make, reports, database):
    amina = make.staff(Role.WRITER)
    make.staff(Role.READER)

    sent = client.post(f"{PAGE}/report", data={"place": WHERE, "shown": "https://kwaad.example/win"})

    assert sent.status_code == 303
    assert "Set-Cookie" not in sent.headers
    (report,) = reports()
    assert (report.place, report.shown, report.state) == (WHERE, "https://kwaad.example/win", "waiting")
    with database.reads() as session:
        (mail,) = session.scalars(select(OutgoingMail)).all()
    assert mail.recipient == amina.email
    assert mail.subject == "A code in Kortrijk that may not be ours"
    assert f"/staff/kortrijk/codes/reports/{report.id}" in mail.text
    page = Page(client.get(sent.location))
    assert page.heading == "Thank you for your report"
    assert WHERE in page.text


def test_a_photo_loses_all_it_says_beside_the_picture(client, reports, database):
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = "Bert woont hier"
    exif[0x010F] = "Telefoon van Bert"
    Image.new("RGB", (300, 300), "red").save(content, "JPEG", exif=exif)
    facts = {"place": WHERE, "photo": (io.BytesIO(content.getvalue()), "nep.jpg")}

    client.post(f"{PAGE}/report", data=facts, content_type="multipart/form-data")

    with database.reads() as session:
        (picture,) = session.scalars(select(Picture)).all()
    assert (picture.name, picture.is_claimed) == (reports()[0].picture, True)
    assert not Image.open(io.BytesIO(picture.content)).getexif()
    assert b"Bert" not in picture.content


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"place": ""}, "Say where it is, so that we find it."),
        ({"place": "x" * 301}, "Use at most 300 characters; these are 301."),
        (
            {"place": WHERE, "shown": "a\0b"},
            "There is a character in it that cannot be shown. Type it again.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, reports, facts, sentence):
    answer = client.post(f"{PAGE}/report", data={"shown": "K7P2D", **facts})

    page = Page(answer)
    assert answer.status_code == 422
    assert any(sentence in error for error in page.errors)
    assert page.form("/genuine/report").fields["shown"] == facts.get("shown", "K7P2D").replace("\0", "\0")
    assert reports() == []


def test_a_file_that_is_no_photo_is_refused(client, reports):
    facts = {"place": WHERE, "photo": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")}

    answer = client.post(f"{PAGE}/report", data=facts, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert reports() == []


def test_the_form_starts_with_what_was_looked_up(client):
    answer = client.get(f"{PAGE}/report", query_string={"shown": "https://kwaad.example/"})

    assert Page(answer).form().fields["shown"] == "https://kwaad.example/"
    assert answer.headers["Cache-Control"] == "no-store"


def test_reports_are_throttled(client, reports):
    statuses = [client.post(f"{PAGE}/report", data={"place": WHERE}).status_code for _ in range(6)]

    assert statuses == [303] * 5 + [429]
    assert len(reports()) == 5


def test_a_report_from_another_site_is_refused(client, reports):
    headers = {"Origin": "https://kwaad.example", "Sec-Fetch-Site": "cross-site"}

    assert client.post(f"{PAGE}/report", data={"place": WHERE}, headers=headers).status_code >= 400
    assert reports() == []


def test_only_the_sender_reads_what_became_of_it(client, make):
    make.fake_report(OWN, state="removed", answer="Weggehaald, dank je.")
    genk = make.city("genk", "Genk")

    assert "Weggehaald, dank je." in Page(client.get(f"{PAGE}/report/{OWN}")).text
    assert client.get(f"{PAGE}/report/ander-token").status_code == 404
    assert client.get(f"/{genk.slug}/genuine/report/{OWN}").status_code == 404
