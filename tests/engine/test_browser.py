"""The pages that the browser is sent to: connect pages of the service, and nothing else."""

import pytest
from PySide6.QtCore import QUrl
from tests.api.hostile_urls import BASE_URL, HOSTILE_URLS

from postdesk.api.addresses import safe_connect_url
from postdesk.engine.browser import Browser, OpenResult

PAGE = "https://mypostshare.com/connect/9469c610-999a-4cb0-9807-a7037947d6b5"


class System:
    def __init__(self, works: bool = True) -> None:
        self.opened: list[str] = []
        self._works = works

    def open_url(self, url: QUrl) -> bool:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return self._works


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_a_hostile_connect_url_is_not_opened(url: str) -> None:
    system = System()
    assert Browser(system.open_url, safe_connect_url).open_connect_page(url, BASE_URL) is OpenResult.UNSAFE
    assert system.opened == []


def test_a_connect_page_is_opened() -> None:
    system = System()
    assert Browser(system.open_url, safe_connect_url).open_connect_page(PAGE, BASE_URL) is OpenResult.OPENED
    assert system.opened == [PAGE]


def test_a_browser_that_does_not_start_is_told() -> None:
    assert Browser(System(works=False).open_url, safe_connect_url).open_connect_page(PAGE, BASE_URL) is OpenResult.FAILED


def test_what_a_strict_qurl_reads_otherwise_is_not_opened() -> None:
    system = System()
    browser = Browser(system.open_url, lambda text, _base: text)
    assert browser.open_connect_page("https://mypostshare.com/connect/%zz", BASE_URL) is OpenResult.UNSAFE
    assert browser.open_connect_page("https://MyPostShare.com/connect/1", BASE_URL) is OpenResult.UNSAFE
    assert system.opened == []
