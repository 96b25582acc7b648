"""Residents vote with an eID: the whole way, with a real provider that the tests start."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select, update

from cityshop.core.db import Base
from cityshop.elections.models import CastSignal, Contest, ContestState, Level, Voter
from cityshop.verification.provider import Provider
from tests.eid_provider import CLIENT, SECRET, running_provider
from tests.makers.elections import NONCE
from tests.page import Page
from tests.ports import free_port

ACTION = re.compile(r'action="([^"]+)"')
PROMPT = re.compile(r'name="prompt" value="(\w+)"')


@pytest.fixture(scope="session")
def issuer():
    """The address of a provider that knows everybody."""
    with running_provider("http://localhost/eid/return") as address:
        yield address


@pytest.fixture
def eid(app, issuer, monkeypatch):
    """The site, with this provider."""
    provider = Provider(issuer, CLIENT, SECRET)
    monkeypatch.setitem(app.extensions, "cityshop.eid", provider)
    return provider


@pytest.fixture
def poll(poll, site_clock):
    """The provider's clock is the real one, so the site's must be."""
    now = site_clock.now = datetime.now(UTC)
    dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    return lambda **facts: poll(Level.OIDC, **{**dates, **facts})


class Person:
    """Somebody with a browser and an eID."""

    def __init__(self, client, poll, name="an"):
        self.client, self.poll, self.name = client, poll, name

    def leaves(self, candidate=None, language="", **fields):
        """Press the button on the candidate's page; gives where the browser is sent to sign in."""
        chosen = candidate or self.poll.bert
        data = {"candidate": chosen.slug, "nonce": NONCE} | fields
        self.left = self.client.post(language + self.poll.path("/eid"), data=data)
        self.on_the_way = self.client.get(self.left.location)
        return Page(self.on_the_way).links

    def signs_in(self, address):
        """At the provider; gives the address on our site to which it sends the browser back."""
        with httpx.Client() as http:
            answer = http.get(address)
            while not answer.headers.get("location", "").startswith("http://localhost/"):
                if answer.is_redirect:
                    answer = http.get(answer.next_request.url)
                else:
                    answer = self._fills_in(http, answer)
            return answer.headers["location"]

    def comes_back(self, address):
        """Follow every redirect of ours up to a page; gives that answer."""
        answer = self.client.get(address)
        while answer.status_code == 303:
            answer = self.client.get(answer.location)
        return answer

    def signs_in_and_comes_back(self, **facts):
        address = next(one for one in self.leaves(**facts) if one.startswith("http://127.0.0.1"))
        return self.comes_back(self.signs_in(address))

    def votes(self, **facts):
        form = Page(self.signs_in_and_comes_back(**facts)).form()
        return self.client.post(form.action, data=form.fields)

    def _fills_in(self, http, answer):
        """The provider asks twice: who are you, and may this site know."""
        action, prompt = (found.search(answer.text).group(1) for found in (ACTION, PROMPT))
        return http.post(action, data={"prompt": prompt, "login": self.name, "password": "x"})


@pytest.fixture
def person(app, client, poll, eid):
    def start(name="an", of=None):
        return Person(app.test_client(), of or poll(), name)

    return start


def provider_address(links):
    return next(one for one in links if one.startswith("http://127.0.0.1"))


def test_a_resident_votes_from_candidate_to_receipt(person, votes):
    an = person()

    answer = an.votes()

    assert answer.status_code == 303
    assert Page(an.client.get(answer.location.partition("#")[0])).heading == "Thank you, your vote is in"
    assert votes() == {(an.poll.bert.id, "oidc"): 1}


def test_a_vote_with_an_eid_leaves_how_it_came_and_not_for_whom(person, database):
    person().votes()

    with database.reads() as session:
        [signal] = session.execute(select(CastSignal.__table__)).all()
    assert signal.ip_tag
    assert (signal.domain_class, signal.name_tag, signal.score) == ("", "", 0)


def test_coming_back_casts_nothing_yet(person, box):
    an = person()

    page = Page(an.signs_in_and_comes_back())

    assert page.heading == "Cast your vote"
    assert "You vote for Bert" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert box() == [0, 0, 0]


def test_the_candidate_page_leads_to_the_eid_and_is_kept(client, person):
    an = person()

    page = Page(client.get(an.poll.path(f"/{an.poll.bert.slug}")))

    assert set(page.form("/eid").fields) == {"candidate", "nonce"}
    assert "Set-Cookie" not in page.response.headers
    assert page.response.headers["Cache-Control"].startswith("public")


def test_we_ask_for_openid_only_with_pkce_state_and_nonce(person):
    asked = parse_qs(urlsplit(provider_address(person().leaves())).query)

    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["prompt"] == ["login"]
    assert asked["redirect_uri"] == ["http://localhost/eid/return"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 22


def test_the_page_on_the_way_takes_the_browser_along(person):
    an = person()
    address = provider_address(an.leaves())

    assert an.on_the_way.headers["Refresh"] == f"0; url={address}"
    assert an.on_the_way.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_closed_to_scripts_and_other_sites(person):
    an = person()
    an.leaves()

    cookie = an.left.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=600" in cookie


def test_nothing_that_names_a_person_is_kept(person, make, session, issuer):
    an = person("an.peeters.1984")
    an.votes()
    key = make.clerk(an.poll.contest).key

    assert session.scalars(select(Voter.ident)).all() == [
        key.ident_of(Level.OIDC, f"{issuer}\nan.peeters.1984")
    ]
    for table in Base.metadata.sorted_tables:
        assert not [row for row in session.execute(select(table)) if "peeters.1984" in str(row)], table.name


def test_one_person_has_one_ballot_whatever_browser(person, votes, box):
    an = person()
    again = person("an", of=an.poll)

    an.votes()
    again.votes(candidate=an.poll.chloe, nonce="f" * 32)

    assert votes() == {(an.poll.chloe.id, "oidc"): 1}
    assert box() == [1, 1, 1]


def test_two_people_have_two_ballots(person, votes):
    an = person("an")

    an.votes()
    person("bob", of=an.poll).votes(nonce="f" * 32)

    assert votes() == {(an.poll.bert.id, "oidc"): 2}


def test_a_double_click_gives_one_ballot_and_one_receipt(person, box):
    an = person()
    form = Page(an.signs_in_and_comes_back()).form()
    cookie = an.client.get_cookie("eid").value

    answers = []
    for _ in range(3):
        an.client.set_cookie("eid", cookie)
        answers.append(an.client.post(form.action, data=form.fields))

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert box() == [1, 1, 0]


def test_after_voting_the_browser_knows_nobody(person):
    an = person()
    an.votes()

    assert an.client.get(an.poll.path("/eid/vote")).status_code == 401


def test_the_language_survives_the_way_there_and_back(person):
    page = Page(person().signs_in_and_comes_back(language="/fr"))

    assert page.all("html")[0].facts["lang"] == "fr"


def refused(answer, box):
    assert answer.status_code == 401
    assert Page(answer).heading
    assert box() == [0, 0, 0]


def test_an_answer_works_once(person, box):
    an = person()
    an.leaves()
    address = an.signs_in(provider_address(Page(an.on_the_way).links))
    cookie = an.client.get_cookie("eid").value
    an.comes_back(address)

    refused(an.comes_back(address), box)
    an.client.set_cookie("eid", cookie)  # and the provider takes its code back only once
    refused(an.comes_back(address), box)


def test_an_answer_to_another_browser_is_refused(person, box):
    an, mallory = person(), person("mallory")
    address = mallory.signs_in(provider_address(mallory.leaves()))
    an.poll = mallory.poll
    an.leaves()

    refused(an.comes_back(address), box)


def test_an_answer_for_another_vote_is_refused(person, poll, box):
    an = person()
    address = an.signs_in(provider_address(an.leaves()))
    other = poll()

    answer = an.client.get(f"{other.path('/eid/return')}?{urlsplit(address).query}")

    refused(answer, box)


def test_an_answer_with_another_state_is_refused(person, box):
    an = person()
    address = an.signs_in(provider_address(an.leaves()))
    query = parse_qs(urlsplit(address).query)
    changed = address.replace(query["state"][0], "A" * 22)

    refused(an.comes_back(changed), box)


def test_an_answer_of_another_provider_is_refused(person, box):
    an = person()
    address = an.signs_in(provider_address(an.leaves()))

    refused(an.comes_back(address.replace("iss=http", "iss=https")), box)


def test_an_answer_that_took_too_long_is_refused(person, site_clock, box):
    an = person()
    address = an.signs_in(provider_address(an.leaves()))
    site_clock.move(minutes=11)

    refused(an.comes_back(address), box)


def test_who_stops_at_the_provider_comes_back_without_a_vote(person, box):
    an = person()
    state = parse_qs(urlsplit(provider_address(an.leaves())).query)["state"][0]

    refused(an.comes_back(f"/eid/return?error=access_denied&state={state}"), box)


@pytest.mark.parametrize("cookie", ["", "x", "e30.x", "\N{SNOWMAN}", "x" * 4_000])
def test_a_forged_cookie_is_nobody(person, box, cookie):
    an = person()
    an.client.set_cookie("eid", cookie)

    answers = [
        an.client.get(an.poll.path("/eid/vote")),
        an.client.post(an.poll.path("/eid/vote"), data={"candidate": an.poll.bert.slug}),
        an.client.get("/eid/return?code=x&state=x"),
        an.client.get(an.poll.path("/eid/return?code=x&state=x")),
        an.client.get(an.poll.path("/eid")),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert box() == [0, 0, 0]


def test_who_is_on_the_way_has_not_come_back(person, box):
    an = person()
    an.leaves()

    answer = an.client.post(an.poll.path("/eid/vote"), data={"candidate": an.poll.bert.slug})

    assert answer.status_code == 401
    assert box() == [0, 0, 0]


def test_whoever_came_back_to_one_vote_is_nobody_in_another(person, poll, box):
    an = person()
    an.signs_in_and_comes_back()
    other = poll()

    answer = an.client.post(other.path("/eid/vote"), data={"candidate": other.bert.slug})

    assert answer.status_code == 401
    assert box() == [0, 0, 0]


@pytest.mark.parametrize("candidate", ["", "nobody", "\0", "-1", "x" * 9_999])
def test_a_bad_candidate_casts_nothing(person, box, candidate):
    an = person()
    form = Page(an.signs_in_and_comes_back()).form()

    page = Page(an.client.post(form.action, data=form.fields | {"candidate": candidate}))

    assert page.status == 422
    assert page.errors
    assert box() == [0, 0, 0]


def test_nobody_leaves_for_a_candidate_who_is_none(client, person):
    an = person()

    assert client.post(an.poll.path("/eid"), data={"candidate": "nobody"}).status_code == 422


def test_nobody_leaves_when_the_vote_is_over(person, site_clock):
    an = person()
    site_clock.move(days=2)

    answer = an.client.post(an.poll.path("/eid"), data={"candidate": an.poll.bert.slug})

    assert answer.status_code == 409
    assert "Set-Cookie" not in answer.headers


def test_a_pause_on_the_way_is_told(person, database, box):
    an = person()
    form = Page(an.signs_in_and_comes_back()).form()
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=ContestState.PAUSED))

    answer = an.client.post(form.action, data=form.fields)

    assert answer.status_code == 409
    assert Page(answer).errors
    assert box() == [0, 0, 0]


def test_a_provider_that_is_away_loses_nothing(app, person, monkeypatch, box):
    an = person()
    monkeypatch.setitem(app.extensions, "cityshop.eid", Provider(f"http://127.0.0.1:{free_port()}", "x", "y"))

    an.left = an.client.post(an.poll.path("/eid"), data={"candidate": an.poll.bert.slug})
    page = Page(an.client.get(an.left.location))

    assert page.status == 503
    assert page.heading == "The eID service does not answer"
    assert an.poll.path() in page.links
    assert box() == [0, 0, 0]


def test_a_site_without_provider_says_so(app, person, monkeypatch):
    an = person()
    monkeypatch.setitem(app.extensions, "cityshop.eid", None)

    left = an.client.post(an.poll.path("/eid"), data={"candidate": an.poll.bert.slug})

    assert an.client.get(left.location).status_code == 503


def test_a_vote_by_mail_has_no_eid(app, client, make, eid):
    contest = make.contest()
    path = f"/kortrijk/vote/{contest.slug}/eid"

    assert {client.get(path).status_code, client.post(path).status_code} == {404}
    assert {client.get(f"{path}/vote").status_code, client.post(f"{path}/vote").status_code} == {404}
