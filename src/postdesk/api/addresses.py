"""Addresses that two parsers agree on: the base URL, the proxy, and where a browser may be sent."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from postdesk.api.errors import BadBaseUrl, BadProxy
from postdesk.api.transport import parts_by_httpx

_PRINTABLE: Final = re.compile(r"[!-~]{1,2000}")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_FORBIDDEN: Final = frozenset('@\\?#"<>^`{|}')
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an http or https URL without user info, query and fragment; `host` is lower-case ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """`scheme://host[:port]`, without a default port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this computer: a loopback literal or `localhost`."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def parse_address(text: str) -> Address:
    """The parts of `text`. Raises ValueError where it is no plain URL, or where the two parsers disagree on it."""
    if not _PRINTABLE.fullmatch(text) or not _FORBIDDEN.isdisjoint(text):
        raise ValueError("not a plain address")
    split = urlsplit(text)
    port = split.port if split.port is not None else _DEFAULT_PORTS.get(split.scheme, 0)
    address = Address(split.scheme, split.hostname or "", port, split.path)
    if address.scheme not in _DEFAULT_PORTS or port == 0 or not _HOST.fullmatch(address.host):
        raise ValueError("not a web address")
    if parts_by_httpx(text, default_port=port) != (address.scheme, address.host, port, address.path or "/"):
        raise ValueError("not an unambiguous address")
    return address


def parse_base_url(text: str) -> Address:
    """The address of the API, its path without a slash at the end. Raises BadBaseUrl; plain http is for loopback only."""
    try:
        address = parse_address(text.strip().rstrip("/"))
    except ValueError:
        raise BadBaseUrl("not an address of an API") from None
    if address.scheme == "http" and not address.is_loopback:
        raise BadBaseUrl("plain http would show the key to the network")
    return address


def parse_proxy(text: str) -> str:
    """A proxy's URL. Raises BadProxy, also for one with user info: a password has no place in the settings."""
    try:
        address = parse_address(text.strip())
    except ValueError:
        raise BadProxy("not an address of a proxy") from None
    if address.path not in ("", "/"):
        raise BadProxy("an address of a proxy has no path")
    return text.strip()
