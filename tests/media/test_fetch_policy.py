"""The addresses that count as public, and those that a probe may visit."""

import ssl

import pytest

from postdesk.domain.media import MediaProblem, UnusableMedia
from postdesk.media.fetch_policy import FetchPolicy, is_public, origin

TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
OWN = "http://127.0.0.1:4711"


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
        "224.0.0.1", "240.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff0e::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "fec0::1",
        "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1",
        "2002:7f00:1::", "2002:c0a8:101::", "",
        "example.com", "127.1",
    ],
)  # fmt: skip
def test_any_other_address_is_not(address: str) -> None:
    assert not is_public(address)


async def resolve_here(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


async def flaw_of(policy: FetchPolicy, url: str) -> MediaProblem | None:
    try:
        await policy.check_host(url)
    except UnusableMedia as unusable:
        return unusable.problem
    return None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f000001", "127.1", "example.com"])
async def test_what_leads_to_this_computer_is_not_visited(host: str) -> None:
    assert await flaw_of(FetchPolicy(TLS, "", resolve_here), f"https://{host}/a.jpg") is MediaProblem.NOT_PUBLIC


async def test_a_number_that_the_system_reads_as_this_computer_is_not_visited() -> None:
    """No query leaves the computer: the system itself turns these numbers into an address."""
    assert await flaw_of(FetchPolicy(TLS), "https://127.1/a.jpg") is MediaProblem.NOT_PUBLIC
    assert await flaw_of(FetchPolicy(TLS), "https://0x7f.0.0.1/a.jpg") is MediaProblem.NOT_PUBLIC


async def test_practice_may_visit_its_own_server_alone() -> None:
    practice = FetchPolicy(TLS, OWN, resolve_here)
    assert await flaw_of(practice, f"{OWN}/samples/right.jpg") is None
    for other in ("http://127.0.0.1:4712/a", "http://127.0.0.1/a", "http://localhost:4711/a", f"{OWN}@example.com/a"):
        assert await flaw_of(practice, other) is MediaProblem.BAD_REDIRECT
    assert await flaw_of(practice, "https://127.0.0.1:4711/a") is MediaProblem.NOT_PUBLIC
    assert await flaw_of(FetchPolicy(TLS, "", resolve_here), f"{OWN}/samples/right.jpg") is MediaProblem.BAD_REDIRECT


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{OWN}/a?b#c", OWN),
        ("https://example.com", "https://example.com"),
        ("http://u@127.0.0.1:4711/", ""),
        ("no address", ""),
        ("https://[::1", ""),
        ("https://a:99999999/", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, expected: str) -> None:
    assert origin(url) == expected
