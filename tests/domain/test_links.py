import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.links import UrlProblem, profile_url, published_url, url_problem
from postdesk.domain.platforms import Platform


@pytest.mark.parametrize(
    ("platform", "external_id", "url"),
    [
        ("linkedin", "urn:li:share:7441018768555757568", "https://www.linkedin.com/feed/update/urn:li:share:7441018768555757568"),
        ("linkedin", "urn:li:ugcPost:12", "https://www.linkedin.com/feed/update/urn:li:ugcPost:12"),
        ("linkedin", "urn:li:activity:12", "https://www.linkedin.com/feed/update/urn:li:activity:12"),
        ("twitter", "1793412345678901234", "https://x.com/i/web/status/1793412345678901234"),
        ("youtube", "dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("facebook", "1234_5678", "https://www.facebook.com/1234_5678"),
        ("facebook", "5678", "https://www.facebook.com/5678"),
        ("pinterest", "98765", "https://www.pinterest.com/pin/98765/"),
        ("reddit", "t3_1abc2d", "https://www.reddit.com/comments/1abc2d"),
    ],
)
def test_known_ids_make_an_address(platform: str, external_id: str, url: str) -> None:
    assert published_url(platform, external_id) == url


@pytest.mark.parametrize(
    ("platform", "external_id"),
    [
        ("instagram", "17895695668004550"),
        ("threads", "17895695668004550"),
        ("linkedin", "urn:li:person:12"),
        ("linkedin", "urn:li:share:12/../../in/x"),
        ("linkedin", "7441018768555757568"),
        ("twitter", "12a"),
        ("twitter", "12\n"),
        ("twitter", "١٢٣"),
        ("youtube", "dQw4w9WgXc"),
        ("youtube", "dQw4w9WgXc&"),
        ("facebook", "1_2_3"),
        ("facebook", "_1"),
        ("pinterest", ""),
        ("reddit", "t1_abc"),
        ("reddit", "t3_"),
        ("mastodon", "12"),
        ("twitter", "https://evil.example/"),
    ],
)
def test_other_ids_make_none(platform: str, external_id: str) -> None:
    assert published_url(platform, external_id) is None


@pytest.mark.parametrize(
    ("platform", "name", "url"),
    [
        ("twitter", "@alexmorgan", "https://x.com/alexmorgan"),
        ("twitter", "alexmorgan", "https://x.com/alexmorgan"),
        ("instagram", "@morgan.studio", "https://www.instagram.com/morgan.studio/"),
        ("threads", "morgan.studio", "https://www.threads.com/@morgan.studio"),
        ("reddit", "u/alex-morgan", "https://www.reddit.com/user/alex-morgan"),
        ("reddit", "alex_morgan", "https://www.reddit.com/user/alex_morgan"),
        ("youtube", "@AlexMorgan", "https://www.youtube.com/@AlexMorgan"),
        ("pinterest", "alexmorgan", "https://www.pinterest.com/alexmorgan/"),
    ],
)
def test_names_that_make_a_profile_address(platform: str, name: str, url: str) -> None:
    assert profile_url(platform, name) == url


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("linkedin", "ALEX_MORGAN"),
        ("facebook", "morgan.studio"),
        ("youtube", "Alex Morgan"),
        ("youtube", "AlexMorgan"),
        ("twitter", "a" * 16),
        ("twitter", "alex/status/1"),
        ("twitter", "alex\n"),
        ("instagram", ".."),
        ("instagram", "a..b"),
        ("youtube", "@a..b"),
        ("instagram", "a?b"),
        ("threads", "."),
        ("reddit", "../r/x"),
        ("pinterest", "ab"),
        ("pinterest", "a%2Fb"),
        ("twitter", "ａlex"),
        ("mastodon", "alex"),
        ("", ""),
    ],
)
def test_names_that_make_none(platform: str, name: str) -> None:
    assert profile_url(platform, name) is None


hostile = st.text(st.sampled_from("ab1@._-/\\:?#%&= \n\0\ud800<>\"'\u202e") | st.characters(), max_size=20)


@given(st.sampled_from(Platform), hostile)
def test_no_name_leads_elsewhere(platform: Platform, name: str) -> None:
    for url in (published_url(platform, name), profile_url(platform, name)):
        assert url is None or (url_problem(url) is None and url.isascii() and ".." not in url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.jpg",
        "https://cdn.example.com:8443/a%20b.jpg?x=1#y",
        "HTTPS://EXAMPLE.COM/A.JPG",
        "https://例え.jp/画像.png",
        "https://1.1.1.1/a.png",
        "https://[2606:4700:4700::1111]/a.png",
        "https://example.com./a.png",
    ],
)
def test_addresses_that_the_service_can_fetch(url: str) -> None:
    assert url_problem(url) is None


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.com/a.jpg", UrlProblem.NOT_HTTPS),
        ("ftp://example.com/a.jpg", UrlProblem.NOT_HTTPS),
        ("file:///home/me/a.jpg", UrlProblem.NOT_HTTPS),
        ("example.com/a.jpg", UrlProblem.NOT_HTTPS),
        ("/a.jpg", UrlProblem.NOT_HTTPS),
        ("//example.com/a.jpg", UrlProblem.NOT_HTTPS),
        ("javascript:alert(1)", UrlProblem.NOT_HTTPS),
        ("", UrlProblem.NOT_HTTPS),
        ("https:///a.jpg", UrlProblem.NO_HOST),
        ("https:a.jpg", UrlProblem.NO_HOST),
        ("https://[::1/a.jpg", UrlProblem.NO_HOST),
        ("https://example.com:port/a.jpg", UrlProblem.NO_HOST),
        ("https://me:secret@example.com/a.jpg", UrlProblem.USER_INFO),
        ("https://@example.com/a.jpg", UrlProblem.USER_INFO),
        ("https://example.com/a b.jpg", UrlProblem.CHARACTERS),
        (" https://example.com/a.jpg", UrlProblem.CHARACTERS),
        ("https://example.com/a.jpg\n", UrlProblem.CHARACTERS),
        ("https://example.com/\ud800.jpg", UrlProblem.CHARACTERS),
        ("https://example.com/\0.jpg", UrlProblem.CHARACTERS),
        ("https://example.com/\u202egpj.exe", UrlProblem.CHARACTERS),
        ("https://example.com\\@evil.example/", UrlProblem.CHARACTERS),
        ("https://localhost/a.jpg", UrlProblem.NOT_PUBLIC),
        ("https://nas.local/a.jpg", UrlProblem.NOT_PUBLIC),
        ("https://127.0.0.1/a.jpg", UrlProblem.NOT_PUBLIC),
        ("https://192.168.1.20/a.jpg", UrlProblem.NOT_PUBLIC),
        ("https://[::1]/a.jpg", UrlProblem.NOT_PUBLIC),
        ("https://intranet/a.jpg", UrlProblem.NOT_PUBLIC),
        ("https://localhost./a.jpg", UrlProblem.NOT_PUBLIC),
    ],
)
def test_addresses_that_it_cannot(url: str, problem: UrlProblem) -> None:
    assert url_problem(url) is problem


@given(hostile | hostile.map("https://".__add__))
def test_any_text_is_judged(url: str) -> None:
    assert url_problem(url) in {None, *UrlProblem}
