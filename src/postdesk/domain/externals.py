"""What in a profile can act or talk beyond Postdesk: addresses, a proxy, a file of authorities, and commands."""

from dataclasses import dataclass
from enum import StrEnum


class ExternalKind(StrEnum):
    """ADDRESS: of a MyPostShare account. BUCKET: where files go, and where everybody reads them."""

    ADDRESS = "address"
    PROXY = "proxy"
    CA_FILE = "ca_file"
    BUCKET = "bucket"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class External:
    """One of them, as it would be used; `parts` are all that decides what is asked or run, a command's arguments for instance.

    `owner` is the id of its workspace or upload target, 0 for what is the whole profile's; `name` is the user's own for it.
    """

    kind: ExternalKind
    parts: tuple[str, ...]
    owner: int = 0
    name: str = ""


def proxy(url: str) -> External:
    """The proxy that all requests go by."""
    return External(ExternalKind.PROXY, (url,))


def ca_file(path: str) -> External:
    """The file of authorities that may vouch for any server."""
    return External(ExternalKind.CA_FILE, (path,))
