"""Opens web addresses that the user asked to see: https pages, and in practice mode the sandbox's own on this computer."""

from collections.abc import Callable

from PySide6.QtCore import QUrl

from postdesk.domain.links import url_flaw


def open_page(open_url: Callable[[QUrl], bool], address: str, *, practice: bool) -> bool:
    """Open the address, if it is one that may be opened; whether it was."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    local = practice and url.scheme() == "http" and url.host() == "127.0.0.1" and not url.userInfo()
    if not url.isValid() or not (local or url_flaw(address) is None):
        return False
    return open_url(url)
