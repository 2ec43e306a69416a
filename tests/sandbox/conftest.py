"""A sandbox for each test, in threads of the test's own process, in memory, and a plain client for it."""

from collections.abc import Iterator

import pytest
from tests.sandbox.plain_client import PlainClient

from postdesk.sandbox.runner import Sandbox

KEY = "key-of-the-tests"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox(KEY)
    yield running
    running.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> PlainClient:
    return PlainClient.of(sandbox, KEY)


@pytest.fixture
def ann(client: PlainClient) -> PlainClient:
    """The client, with an end user `ann` who has LinkedIn and X connected."""
    client.make_user("ann", displayName="Ann Archer")
    client.connect("linkedin")
    client.connect("twitter")
    return client
