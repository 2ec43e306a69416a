"""The tour's browser on the sandbox's real pages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from tests.sandbox.plain_client import PlainClient

from postdesk.sandbox.runner import Sandbox
from postdesk.tour.browser import TourBrowser
from postdesk.tour.script import StepMismatch

KEY = "key-of-the-tests"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox(KEY)
    yield running
    running.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> PlainClient:
    made = PlainClient.of(sandbox, KEY)
    made.make_user("ann", displayName="Ann Archer")
    return made


@pytest.fixture
def browser() -> TourBrowser:
    return TourBrowser()


def opened(browser: TourBrowser, client: PlainClient, platform: str = "linkedin") -> None:
    """Open a connect page of that platform, as the app does."""
    redirect = "http://127.0.0.1:47611/connect/callback"
    body = {"externalUserId": "ann", "platform": platform, "redirectUri": redirect}
    assert browser.open(QUrl(client.ask("POST", "/v1/connect-sessions", body).json["connectUrl"]))


async def test_allowing_connects_the_account_of_that_name(browser: TourBrowser, client: PlainClient) -> None:
    opened(browser, client)
    await browser.decide("allow", "Harbour Bakery")
    assert [each["remoteUsername"] for each in client.connections()] == ["harbour-bakery"]


async def test_allowing_without_a_name_takes_the_account_that_is_chosen_beforehand(
    browser: TourBrowser, client: PlainClient
) -> None:
    opened(browser, client)
    await browser.decide("allow", "")
    assert [each["remoteUsername"] for each in client.connections()] == ["mara-lindqvist"]


async def test_denying_connects_nothing(browser: TourBrowser, client: PlainClient) -> None:
    opened(browser, client)
    await browser.decide("deny", "")
    assert client.connections() == []


async def test_the_page_opened_last_is_the_one_in_front(browser: TourBrowser, client: PlainClient) -> None:
    opened(browser, client)
    opened(browser, client, "twitter")
    await browser.decide("allow", "")
    assert [each["platform"] for each in client.connections()] == ["twitter"]


async def test_a_page_is_read_without_its_style(browser: TourBrowser, client: PlainClient) -> None:
    opened(browser, client)
    text = await browser.text()
    assert "Ann Archer asks to post to LinkedIn for you." in text
    assert "color-scheme" not in text


async def test_an_account_that_is_not_offered_is_said(browser: TourBrowser, client: PlainClient) -> None:
    opened(browser, client)
    with pytest.raises(StepMismatch, match="the page offers no account “Nobody”"):
        await browser.decide("allow", "Nobody")


async def test_a_decision_is_made_once(browser: TourBrowser, client: PlainClient) -> None:
    opened(browser, client)
    await browser.decide("allow", "")
    with pytest.raises(StepMismatch, match="no page was opened"):
        await browser.decide("allow", "")


async def test_a_page_that_is_not_there_is_said(browser: TourBrowser, client: PlainClient) -> None:
    origin = client.base_url.removesuffix("/api")
    browser.open(QUrl(f"{origin}/connect/unknown"))
    with pytest.raises(StepMismatch, match="the browser got 404"):
        await browser.text()


@pytest.mark.parametrize("url", ["https://example.com/", "http://example.com/", "http://localhost/", "file:///etc/passwd"])
def test_only_addresses_on_this_computer_are_opened(browser: TourBrowser, url: str) -> None:
    assert not browser.open(QUrl(url))
