"""A file server whose names lead to this computer, and a media probe that may visit it."""

import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import trustme
from tests.support.file_server import FileServer

from postdesk.media.fetch_policy import FetchPolicy
from postdesk.media.media_probe import MediaProbe, ProbeResult
from postdesk.media.probe_limits import ProbeLimits

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE = "127.0.0.1"
PRIVATE = "10.0.0.7"


@dataclass
class LocalProbe:
    """A media probe for which this computer is public, and the look-ups of its names."""

    files: FileServer
    tls: ssl.SSLContext
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    limits: ProbeLimits = field(default_factory=lambda: ProbeLimits(connect_s=2, pause_s=2, total_s=10))

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        return self.names.get(host, (HERE,))

    async def look(self, url: str, limits: ProbeLimits | None = None, own: str = "") -> ProbeResult:
        return await self.probe(limits, own).probe(url, NOW)

    def probe(self, limits: ProbeLimits | None = None, own: str = "") -> MediaProbe:
        policy = FetchPolicy(self.tls, own, self.resolve, lambda address: address == HERE)
        return MediaProbe(policy, limits or self.limits)


@asynccontextmanager
async def probe_file_server() -> AsyncIterator[LocalProbe]:
    """Run a file server with a certificate that its probes trust."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("files.example.org", "elsewhere.example.org").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    async with FileServer(server) as files:
        yield LocalProbe(files, client)
