import pytest

from tests.page import Page


@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/fr", "fr"), ("/en", "en"), ("/de", "de")])
def test_every_language_has_its_prefix(make, client, prefix, language):
    make.kortrijk()

    page = Page(client.get(f"{prefix}/kortrijk"))

    assert page.all("html")[0].facts["lang"] == language


def test_links_keep_the_language(make, client):
    make.kortrijk()

    page = Page(client.get("/fr/kortrijk"))

    inside = [link for link in page.links if link.startswith("/")]
    others = ["/kortrijk", "/en/kortrijk", "/de/kortrijk"]
    assert all(link.startswith("/fr/") for link in inside if link not in others)


def test_dutch_words_lead_to_the_right_page(make, client):
    make.kortrijk()

    words = ("stem", "gids", "acties", "route")
    answers = {word: client.get(f"/kortrijk/{word}?kind=cafe") for word in words}

    assert {word: (answer.status_code, answer.location) for word, answer in answers.items()} == {
        "stem": (308, "/kortrijk/vote?kind=cafe"),
        "gids": (308, "/kortrijk/guide?kind=cafe"),
        "acties": (308, "/kortrijk/offers?kind=cafe"),
        "route": (308, "/kortrijk/routes?kind=cafe"),
    }


def test_the_rest_of_a_dutch_address_comes_along(make, client):
    make.kortrijk()

    assert client.get("/fr/kortrijk/stem/ambassadeur").location == "/fr/kortrijk/vote/ambassadeur"
