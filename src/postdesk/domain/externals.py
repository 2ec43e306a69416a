"""Externals: parts of a profile that act outside of Postdesk. Addresses, a proxy, a file of authorities, and commands."""

from enum import StrEnum

from postdesk.domain.lazy_dataclass import dataclass


class ExternalKind(StrEnum):
    """The kind of an external. ADDRESS: a MyPostShare base URL; BUCKET: the place to upload to, and its public address."""

    ADDRESS = "address"
    PROXY = "proxy"
    CA_FILE = "ca_file"
    BUCKET = "bucket"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class External:
    """An external as it would be used. `parts`: everything that decides the request or command, such as a command's arguments.

    `owner`: the id of its workspace or upload target, 0 for the whole profile; `name`: the user's name for it.
    """

    kind: ExternalKind
    parts: tuple[str, ...]
    owner: int = 0
    name: str = ""


def proxy(url: str) -> External:
    """Return the external for the proxy of all requests."""
    return External(ExternalKind.PROXY, (url,))


def ca_file(path: str) -> External:
    """Return the external for the file of certificate authorities that are trusted for any server."""
    return External(ExternalKind.CA_FILE, (path,))
