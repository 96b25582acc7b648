import pytest

from cityshop.links.rules import grouped, is_followed_by_a_person, is_own_path

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    "target", ["/kortrijk/vote/ambassadeur-2026/bakker", "/fr/genk/guide?kind=cafe&open=now", "/kortrijk"]
)
def test_a_path_of_ours_is_our_own(target):
    assert is_own_path(target)


@pytest.mark.parametrize(
    "target",
    [
        *("", "/", "kortrijk", "//kwaad.example", "/\\kwaad.example", "\\\\kwaad.example"),
        *("https://kwaad.example", "javascript:alert(1)", "/a\r\nSet-Cookie: b=c", "/a b", "/a\0", "/é"),
        *("///kwaad.example", "@kwaad.example", "/kortrijk@kwaad:80", "/kortrijk#//kwaad"),
    ],
)
def test_anything_else_is_not(target):
    assert not is_own_path(target)


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1.15 Mobile/15E148 Instagram 334.0",
    ],
)
def test_a_telephone_counts(agent):
    assert is_followed_by_a_person("GET", {"User-Agent": agent})


@pytest.mark.parametrize(
    "agent",
    [
        *(
            "",
            "facebookexternalhit/1.1",
            "WhatsApp/2.23.20.0",
            "Twitterbot/1.0",
            "TelegramBot (like TwitterBot)",
        ),
        *("Slackbot-LinkExpanding 1.0", "LinkedInBot/1.0", "Mozilla/5.0 (compatible; Discordbot/2.0)"),
        *(
            "Mozilla/5.0 (compatible; Googlebot/2.1)",
            "SkypeUriPreview Preview/0.5",
            "Mastodon/4.2",
            "curl/8.5",
        ),
        *(
            "Mozilla/5.0 (Macintosh) facebookexternalhit/1.1 Facebot Twitterbot/1.0",
            "Iframely/1.3",
            "python-requests/2",
            "meta-externalagent/1.1",
            "Apache-HttpClient/4.5",
            "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
            "Synapse (bot; +https://example.org)",
            "Chrome-Lighthouse",
        ),
    ],
)
def test_a_program_that_looks_at_a_link_does_not(agent):
    assert not is_followed_by_a_person("GET", {"User-Agent": agent})


@pytest.mark.parametrize(
    ("method", "header", "value"),
    [
        ("HEAD", "Accept", "*/*"),
        ("GET", "Sec-Purpose", "prefetch;prerender"),
        ("GET", "Purpose", "prefetch"),
        ("GET", "X-Moz", "prefetch"),
        ("GET", "X-Purpose", "preview"),
    ],
)
def test_what_is_fetched_ahead_does_not_count(method, header, value):
    assert not is_followed_by_a_person(method, {"User-Agent": PHONE, header: value})


def test_a_code_is_read_in_two_groups():
    assert grouped("ABCDE12345") == "ABCDE-12345"
