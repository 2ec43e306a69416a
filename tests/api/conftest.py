"""Clients that are closed after the test, and a certificate authority of the tests' own."""

import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import trustme
from tests.support.sandbox_process import SandboxProcess, start_sandbox

from postdesk.api.client import ApiClient, ClientTimeouts
from postdesk.api.rate_limiter import RateLimiter
from postdesk.api.transport import RequestTimeouts

KEY = "key-canary-1234567890"

QUICK = ClientTimeouts(usual=RequestTimeouts(1, 0.5, 1), post=RequestTimeouts(1, 0.5, 1), first_retry=0.01)

MakeClient = Callable[..., ApiClient]


@pytest_asyncio.fixture
async def make_client() -> AsyncIterator[MakeClient]:
    """Make clients with short waits; close all of them at the end."""
    made: list[ApiClient] = []

    def make(base_url: str, key: str = KEY, **options: Any) -> ApiClient:
        settings: dict[str, Any] = {"timeouts": QUICK, "rate_limiter": RateLimiter(6000, 1000, 3000)} | options
        made.append(ApiClient(base_url, key, **settings))
        return made[-1]

    yield make
    for client in made:
        await client.aclose()


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that can't look up names; no query leaves it."""

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of TLS for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority's certificate as a file, as a user would set it."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxProcess]:
    """The real sandbox, one for all of these tests: each test uses end users of its own."""
    with start_sandbox() as process:
        yield process
