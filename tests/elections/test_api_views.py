from cityshop.elections.models import ContestState


def test_programs_read_a_citys_contests(client, make):
    contest = make.contest()

    (facts,) = client.get("/api/v1/cities/kortrijk/contests").json

    assert facts == {
        "slug": contest.slug,
        "title": contest.title,
        "state": "open",
        "opens_at": "2026-11-14T10:00:00Z",
        "closes_at": "2026-12-12T10:00:00Z",
        "rules_hash": contest.rules_hash,
        "url": f"http://localhost/kortrijk/vote/{contest.slug}",
    }


def test_a_draft_is_nobodys_business(client, make):
    make.contest(state=ContestState.DRAFT)

    assert client.get("/api/v1/cities/kortrijk/contests").json == []


def test_a_contest_of_another_city_is_not_listed(client, make):
    make.kortrijk()
    make.contest(make.campaign(make.city("genk"), kind="vote"))

    assert client.get("/api/v1/cities/kortrijk/contests").json == []


def test_a_city_without_contests_has_an_empty_list(client, make):
    make.kortrijk()

    assert client.get("/api/v1/cities/kortrijk/contests").json == []
