"""Whether a connect URL may be opened in a browser: it comes from the network, and hostile URLs have run code elsewhere."""

import re
from typing import Final

from postdesk.api.addresses import parse_address, parse_base_url
from postdesk.api.errors import UnsafeUrl

_PATH: Final = re.compile(r"/connect/[A-Za-z0-9_-][A-Za-z0-9._~-]{0,199}")


def safe_connect_url(text: str, base_url: str) -> str:
    """`connectUrl` of "Create connect session", rebuilt from its parts: the origin of the base URL, and `/connect/<id>`.

    Raises UnsafeUrl for anything else. The caller, who has Qt, opens only what a strict QUrl turns into the same text.
    """
    base = parse_base_url(base_url)
    try:
        address = parse_address(text)
    except ValueError:
        raise UnsafeUrl("not a plain web address") from None
    if address.origin != base.origin:
        raise UnsafeUrl("not an address of the service")
    if not _PATH.fullmatch(address.path):
        raise UnsafeUrl("not a connect page")
    return base.origin + address.path
