"""The fetch policy: public hosts over https only. A host is resolved once, and one of those addresses is connected to."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.links import UrlProblem, url_problem
from postdesk.domain.media import MediaProblem, UnusableMedia

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_PORTS: Final = {"https": 443, "http": 80}
_TRANSLATED: Final = ip_network("64:ff9b::/96")
_GIVEN_OUT: Final = ip_network("2000::/3")
"""All of IPv6 assigned to the internet so far. Addresses outside are other networks, or wrap another address."""

_MOST_TRIED: Final = 3


def is_public(address: str) -> bool:
    """Return True for a public internet address; one that wraps another address is judged by the inner one."""
    try:
        found = _unwrapped(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    beside = isinstance(found, IPv6Address) and found not in _GIVEN_OUT
    return found.is_global and not found.is_multicast and not beside


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


async def addresses_of(host: str, port: int) -> Sequence[str]:
    """Return all addresses of a host, in the order the system would try them. Raises OSError, UnicodeError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """Return a context with the authorities of the system, certifi and a readable `ca_file`. Takes 0.1 s: run in a thread."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    # The environment may name a key log file, with which all traffic could be decrypted.
    context.keylog_filename = None  # type: ignore[assignment]
    if ca_file:
        # An unreadable file is reported elsewhere: by the connection to the service, which uses it, too.
        with contextlib.suppress(OSError, ValueError):
            context.load_verify_locations(Path(ca_file))
    return context


@dataclass(frozen=True, slots=True)
class CheckedHost:
    """A host that passed the policy: checked addresses, the best first, and the name its certificate must have."""

    url: httpx.URL
    addresses: tuple[str, ...]

    @property
    def host(self) -> str:
        return self.url.raw_host.decode("ascii")


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """The policy for fetching media. `resolve` returns all addresses of a host, and each of them must be `public`.

    `sandbox_origin` is the origin of the practice sandbox ("http://127.0.0.1:4711"). Only a practice workspace
    sets it; there it counts as public.
    """

    tls: ssl.SSLContext
    sandbox_origin: str = ""
    resolve: Resolve = addresses_of
    public: Callable[[str], bool] = is_public

    async def check_host(self, url: str) -> CheckedHost:
        """Resolve and check the host of `url`. Raises UnusableMedia."""
        mine = bool(self.sandbox_origin) and origin(url) == self.sandbox_origin
        if not mine and (problem := url_problem(url)):
            raise UnusableMedia(MediaProblem.NOT_PUBLIC if problem is UrlProblem.NOT_PUBLIC else MediaProblem.BAD_REDIRECT)
        try:
            parsed = httpx.URL(url)
            host = parsed.raw_host.decode("ascii")
            found = tuple(await self.resolve(host, parsed.port or _PORTS[parsed.scheme]))
        except (httpx.InvalidURL, ValueError, OSError):
            raise UnusableMedia(MediaProblem.UNREACHABLE) from None
        if not found:
            raise UnusableMedia(MediaProblem.UNREACHABLE)
        if not (mine or all(self.public(each) for each in found)):
            raise UnusableMedia(MediaProblem.NOT_PUBLIC)
        return CheckedHost(parsed, found[:_MOST_TRIED])


def origin(url: str) -> str:
    """Return scheme, host and port as written in the address; empty where it is invalid or contains a user name."""
    try:
        parts: SplitResult = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not host or "@" in parts.netloc:
        return ""
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")
