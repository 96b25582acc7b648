import re

import pytest
from sqlalchemy import func, select

from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.models import CandidateState, ContestState
from cityshop.links.models import ShortLink
from tests.page import Page
from tests.sign_in import post_form, sign_in


@pytest.fixture
def links(database):
    def read():
        with database.reads() as session:
            rows = session.execute(select(ShortLink.__table__).order_by(ShortLink.__table__.c.id))
            return {row.about: row for row in rows}

    return read


@pytest.fixture
def bert(make, client):
    """A shopkeeper who stands, signed in."""

    class Bert:
        def __init__(self):
            self.contest = make.contest()
            self.shop = make.shop()
            self.candidate = make.candidate(self.contest, shop=self.shop)
            self.client = sign_in(client, make.merchant(self.shop))
            self.path = f"/shop/candidate/{self.contest.id}"

        def makes_kit(self):
            return post_form(self.client, f"{self.path}/kit")

    return Bert()


def test_a_shop_finds_its_kit_on_the_page_of_its_candidacy(bert):
    page = Page(bert.client.get(bert.path))

    assert any(link.startswith(f"{bert.path}/kit") for link in page.links)


def test_a_kit_is_made_with_one_button_and_once(bert, links, database):
    before = Page(bert.client.get(f"{bert.path}/kit"))

    answers = [bert.makes_kit() for _ in range(2)]

    name = f"candidate {bert.candidate.id}"
    assert before.all("blockquote") == []
    assert {answer.status_code for answer in answers} == {303}
    assert set(links()) == {f"{name} {piece}" for piece in ("poster", "sticker", "social-nl", "social-fr")}
    page = f"/kortrijk/vote/{bert.contest.slug}/{bert.candidate.slug}"
    assert links()[f"{name} poster"].target == page
    assert links()[f"{name} social-fr"].target == f"/fr{page}"
    with database.reads() as session:
        entries = session.scalar(
            select(func.count()).where(JournalEntry.happening == Happening.KIT_MADE).select_from(JournalEntry)
        )
    assert entries == 2


def test_texts_to_copy_are_in_their_own_language_with_their_own_link(bert, links):
    bert.makes_kit()

    page = Page(bert.client.get(f"{bert.path}/kit"))

    quotes = [(quote.facts["lang"], quote.text) for quote in page.all("blockquote")]
    name = f"candidate {bert.candidate.id}"
    for language in ("nl", "fr"):
        address = f"http://localhost/k/{links()[f'{name} social-{language}'].code}"
        mine = [text for lang, text in quotes if lang == language]
        assert len(mine) == 3
        assert all(address in text for text in mine)
    assert "12 december" in quotes[0][1]
    assert "Bakkerij Bert" in quotes[0][1]


@pytest.mark.parametrize(
    ("sheet", "codes"), [("poster-a4", 1), ("poster-a3", 1), ("stickers-round", 6), ("x", 1)]
)
def test_a_sheet_has_a_code_with_the_sites_name_below_it(bert, links, sheet, codes):
    bert.makes_kit()

    page = Page(bert.client.get(f"{bert.path}/kit/print?sheet={sheet}"))

    piece = "sticker" if "sticker" in sheet else "poster"
    code = links()[f"candidate {bert.candidate.id} {piece}"].code
    assert len(page.all("svg")) - len(re.findall('class="icon"', page.html)) == codes
    assert page.text.count(f"localhost/k/{code[:5]}-{code[5:]}") == codes


def test_before_the_kit_is_made_there_is_nothing_to_print(bert):
    assert "Make the kit first." in Page(bert.client.get(f"{bert.path}/kit/print")).text


def test_a_draft_can_be_printed_and_says_when_its_codes_work(make, client):
    contest, shop = make.contest(state=ContestState.DRAFT), make.shop()
    make.candidate(contest, shop=shop)
    sign_in(client, make.merchant(shop))

    assert "The vote is not public yet" in Page(client.get(f"/shop/candidate/{contest.id}/kit")).text


@pytest.mark.parametrize("state", [CandidateState.PROPOSED, CandidateState.REFUSED])
def test_who_is_not_on_the_list_has_no_kit(make, client, state):
    contest, shop = make.contest(), make.shop()
    make.candidate(contest, shop=shop, state=state)
    sign_in(client, make.merchant(shop))

    assert client.get(f"/shop/candidate/{contest.id}/kit").status_code == 404
    assert post_form(client, f"/shop/candidate/{contest.id}/kit").status_code == 404
    assert not [link for link in Page(client.get(f"/shop/candidate/{contest.id}")).links if "/kit" in link]


def test_another_shops_kit_is_not_found(bert, make, links):
    other = make.candidate(bert.contest, shop=make.shop(name="Bloemen Chloé"))
    elsewhere = make.candidate(make.contest(make.campaign(make.city("genk"))))

    for path in (f"{bert.path}/kit?shop=winkel-999", f"/shop/candidate/{elsewhere.contest_id}/kit"):
        assert bert.client.get(path).status_code == 404
        assert post_form(bert.client, path).status_code == 404
    assert other.slug not in str(links())
    assert links() == {}


@pytest.mark.parametrize(
    "name", ["🥐👩‍🌾 Brood", "مخبز", "<script>alert(1)</script>", "W" * 120, "a" * 60 + " " + "b" * 59]
)
def test_strange_names_fit_in_a_kit(make, client, name):
    contest, shop = make.contest(), make.shop(name=name)
    make.candidate(contest, shop=shop)
    sign_in(client, make.merchant(shop))
    path = f"/shop/candidate/{contest.id}/kit"
    post_form(client, path)

    page = Page(client.get(path))

    assert name in page.text
    assert "<script>alert" not in page.html
