import re

import pytest

ADDRESSES = ("/", "/kortrijk", "/nowhere", "/sign-in", "/healthz", "/kortrijk/privacy")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_strict_headers(make, client, address):
    make.kortrijk()
    make.city("genk")

    headers = client.get(address).headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_only_the_counter_may_use_the_camera(make, client):
    counter = make.counter()

    assert "camera=(self)" in client.get(f"/counter/{counter.token}").headers["Permissions-Policy"]


def test_a_foreign_host_is_refused(make, client):
    make.kortrijk()

    answer = client.get("/kortrijk/privacy", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert b"evil.example" not in answer.data


def test_a_forged_forwarded_host_changes_nothing(make, client):
    make.kortrijk()

    answer = client.get("/kortrijk/stem", headers={"X-Forwarded-Host": "evil.example"})

    assert "evil.example" not in answer.location


def test_built_files_may_be_kept_for_a_year(app, client):
    address = app.jinja_env.globals["asset"]("css/site.css")

    with client.get(address, headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert int(re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])[1]) >= 31_536_000
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
