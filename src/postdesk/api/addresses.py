"""Validation of addresses by two parsers that must agree: the base URL, the proxy, and the address a browser opens."""

import re
from typing import Final

from postdesk.api.errors import BadBaseUrl, BadProxy, UnsafeUrl
from postdesk.api.transport import split_url
from postdesk.domain import addresses
from postdesk.domain.addresses import Address

_CONNECT_PAGE: Final = re.compile(r"/connect/[A-Za-z0-9_-][A-Za-z0-9._~-]{0,199}")


def parse_address(text: str) -> Address:
    """Return the parts of `text`. Raises ValueError where it is no plain URL, or where the two parsers disagree on it."""
    address = addresses.parse_address(text)
    known = (address.scheme, address.host, address.port, address.path or "/")
    if split_url(text, default_port=address.port) != known:
        raise ValueError("not an unambiguous address")
    return address


def parse_base_url(text: str) -> Address:
    """Return the API's address, its path without a trailing slash. Raises BadBaseUrl; plain http is for loopback only."""
    try:
        address = parse_address(text.strip().rstrip("/"))
    except ValueError:
        raise BadBaseUrl("not an address of an API") from None
    if address.scheme == "http" and not address.is_loopback:
        raise BadBaseUrl("plain http would show the key to the network")
    return address


def parse_proxy(text: str) -> str:
    """Return the proxy's URL. Raises BadProxy, also for user info: passwords don't belong in the settings."""
    try:
        address = parse_address(text.strip())
    except ValueError:
        raise BadProxy("not an address of a proxy") from None
    if address.path not in ("", "/"):
        raise BadProxy("an address of a proxy has no path")
    return text.strip()


def safe_connect_url(text: str, base_url: str) -> str:
    """Return `connectUrl` of "Create connect session", rebuilt from the base URL's origin and `/connect/<id>`.

    Raises UnsafeUrl for anything else: the text comes from the network, and hostile URLs have run code elsewhere. The caller,
    who has Qt, opens only what a strict QUrl turns into the same text.
    """
    base = parse_base_url(base_url)
    try:
        address = parse_address(text)
    except ValueError:
        raise UnsafeUrl("not a plain web address") from None
    if address.origin != base.origin:
        raise UnsafeUrl("not an address of the service")
    if not _CONNECT_PAGE.fullmatch(address.path):
        raise UnsafeUrl("not a connect page")
    return base.origin + address.path
