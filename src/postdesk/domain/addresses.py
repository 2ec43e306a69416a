"""Web addresses by their parts. A secret belongs to an origin (scheme, host, port)."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from postdesk.domain.lazy_dataclass import dataclass

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
        """True while the host is this computer: a loopback literal or `localhost`."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def parse_address(text: str) -> Address:
    """Return the parts of a URL. Raises ValueError for anything but a plain http or https URL."""
    if not _PRINTABLE.fullmatch(text) or not _FORBIDDEN.isdisjoint(text):
        raise ValueError("not a plain address")
    split = urlsplit(text)
    port = split.port if split.port is not None else _DEFAULT_PORTS.get(split.scheme, 0)
    address = Address(split.scheme, split.hostname or "", port, split.path)
    if address.scheme not in _DEFAULT_PORTS or port == 0 or not _HOST.fullmatch(address.host):
        raise ValueError("not a web address")
    return address


def origin_of(text: str) -> str:
    """Return the origin of a base URL or an endpoint in its normal form; an empty string for anything else."""
    try:
        return parse_address(text.strip().rstrip("/")).origin
    except ValueError:
        return ""
