"""The addresses that are accepted for the API, for a proxy and for a browser."""

import pytest
from tests.api.hostile_urls import BASE_URL, HOSTILE_URLS

from postdesk.api.addresses import parse_base_url, parse_proxy, safe_connect_url
from postdesk.api.client import ApiClient
from postdesk.api.errors import BadBaseUrl, BadCaFile, BadProxy, UnsafeUrl


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(set(HOSTILE_URLS)) >= 200


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=range(len(HOSTILE_URLS)))
def test_no_hostile_connect_url_is_accepted(url: str) -> None:
    with pytest.raises(UnsafeUrl):
        safe_connect_url(url, BASE_URL)


@pytest.mark.parametrize(
    ("url", "base_url", "opened"),
    [
        ("https://mypostshare.com/connect/9469c610-999a", BASE_URL, "https://mypostshare.com/connect/9469c610-999a"),
        ("HTTPS://MyPostShare.com:443/connect/a_B.c~1", BASE_URL, "https://mypostshare.com/connect/a_B.c~1"),
        ("https://mypostshare.com/connect/a", "https://MYPOSTSHARE.com/api/", "https://mypostshare.com/connect/a"),
        ("http://127.0.0.1:8123/connect/a", "http://127.0.0.1:8123/api", "http://127.0.0.1:8123/connect/a"),
        ("http://[::1]:8123/connect/a", "http://[::1]:8123/api", "http://[::1]:8123/connect/a"),
        ("https://eu.example:8443/connect/a", "https://eu.example:8443/api", "https://eu.example:8443/connect/a"),
    ],
)
def test_a_true_connect_url_is_rebuilt_from_its_parts(url: str, base_url: str, opened: str) -> None:
    assert safe_connect_url(url, base_url) == opened


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:8123/connect/a", "http://127.0.0.1:8124/connect/a", "http://localhost:8123/connect/a"]
)
def test_on_loopback_too_the_origin_must_be_the_same(url: str) -> None:
    with pytest.raises(UnsafeUrl):
        safe_connect_url(url, "http://127.0.0.1:8123/api")


@pytest.mark.parametrize(
    ("text", "origin", "path"),
    [
        ("https://mypostshare.com/api", "https://mypostshare.com", "/api"),
        (" https://MyPostShare.com/api/\n", "https://mypostshare.com", "/api"),
        ("https://example.com", "https://example.com", ""),
        ("https://example.com:8443/a/b", "https://example.com:8443", "/a/b"),
        ("http://127.0.0.1:1234/api", "http://127.0.0.1:1234", "/api"),
        ("http://localhost:1234/api", "http://localhost:1234", "/api"),
        ("http://[::1]/api", "http://[::1]", "/api"),
    ],
)
def test_base_urls(text: str, origin: str, path: str) -> None:
    address = parse_base_url(text)
    assert (address.origin, address.path) == (origin, path)


@pytest.mark.parametrize(
    "text",
    [
        "", "mypostshare.com", "http://mypostshare.com/api", "http://127.0.0.1.evil.example/api", "http://127.1/api", "http://0/api",
        "ftp://example.com", "https://user:pass@example.com/api", "https://example.com/api?key=1", "https://example.com/api#x",
        "https://example.com/a b", "https://exa\nmple.com", "https://", "https://example.com:99999", "https://example.com:x",
        "https://example.com\\api", "https://bücher.example/api", "https://example.com/../api", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_base_urls_that_are_none(text: str) -> None:
    with pytest.raises(BadBaseUrl):
        parse_base_url(text)
    with pytest.raises(BadBaseUrl):
        ApiClient(text, "key")


@pytest.mark.parametrize("text", ["http://proxy.example:3128", "https://proxy.example:443/"])
def test_proxies(text: str) -> None:
    assert parse_proxy(f" {text} ") == text
    ApiClient("https://example.com/api", "key", proxy=text)


@pytest.mark.parametrize(
    "text",
    [
        "proxy.example:3128", "socks5://127.0.0.1:1080", "http://proxy.example/path", "http://", "http://a@b@c",
        "http://user:p%40ss@127.0.0.1:8080", "http://user@proxy.example:3128",
    ],
)  # fmt: skip
def test_proxies_that_are_none(text: str) -> None:
    with pytest.raises(BadProxy):
        ApiClient("https://example.com/api", "key", proxy=text)


def test_ca_files_that_are_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("ca")
    (folder / "text.pem").write_text("no certificate")
    for name in ("text.pem", "missing.pem", "", "nul\x00"):
        with pytest.raises(BadCaFile):
            ApiClient("https://example.com/api", "key", ca_file=str(folder / name))
