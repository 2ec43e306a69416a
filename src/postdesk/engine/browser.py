"""Opens connect pages in the user's browser. The address comes from the network, so it is checked first."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QUrl


class OpenResult(StrEnum):
    """The result of opening a page. UNSAFE: not an address of the service's connect pages, so it is shown instead."""

    OPENED = "opened"
    UNSAFE = "unsafe"
    FAILED = "failed"


class Browser:
    """The system's browser. `open_url` returns False if it could not start; `safe_url(text, base_url)` raises ValueError."""

    def __init__(self, open_url: Callable[[QUrl], bool], safe_url: Callable[[str, str], str]) -> None:
        self._open_url, self._safe_url = open_url, safe_url

    def open_connect_page(self, connect_url: str, base_url: str) -> OpenResult:
        """Open the address, rebuilt from the parts that all parsers agree on; any other address is UNSAFE and not opened."""
        url = self._checked(connect_url, base_url)
        if url is None:
            return OpenResult.UNSAFE
        return OpenResult.OPENED if self._open_url(url) else OpenResult.FAILED

    def _checked(self, connect_url: str, base_url: str) -> QUrl | None:
        try:
            rebuilt = self._safe_url(connect_url, base_url)
        except ValueError:
            return None
        url = QUrl(rebuilt, QUrl.ParsingMode.StrictMode)
        same = url.toString(QUrl.ComponentFormattingOption.FullyEncoded) == rebuilt
        return url if url.isValid() and same else None
