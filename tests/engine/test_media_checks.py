"""Addresses of media are checked in the background: after a pause in typing, once at a time, and again after some minutes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.file_server import redirect, silence, status, whole
from tests.support.local_probe import LocalProbe, probe_file_server
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.api.errors import NotSent, NotSentReason
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.media import MediaProblem, MediaType
from postdesk.engine.changes import Changes
from postdesk.engine.media_checks import GOOD_FOR, MediaChecks
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.media.media_probe import MediaProbe
from postdesk.sandbox.samples import jpeg
from postdesk.store import workspaces
from postdesk.store.database import Database

JPEG = jpeg(640, 480)


class _Clock(Clock):
    """A clock that can be moved forward."""

    ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


@dataclass
class MediaDriver:
    media: MediaChecks
    looking: LocalProbe
    context: WorkspaceContext
    clock: _Clock
    changed: list[str] = field(default_factory=list)

    def asked(self, path: str) -> int:
        return sum(each.path == path for each in self.looking.files.asked)

    async def done(self, url: str) -> None:
        """Wait until the check of the address has ended."""
        await self.until(lambda: not self.media.is_checking(url))

    async def until(self, condition: Callable[[], object]) -> None:
        await until(condition)


@pytest_asyncio.fixture
async def watching(tmp_path: Path) -> AsyncIterator[MediaDriver]:
    database, clock, changes = Database(tmp_path), _Clock(), Changes()
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Test", "https://example.com"))
    context = a_workspace_context(workspace, database, clock, changes)
    async with probe_file_server() as looking:

        def make_probe(ca_file: str, own: str) -> MediaProbe:
            return looking.probe(own=own)

        media = MediaChecks(context, make_probe)
        watching = MediaDriver(media, looking, context, clock)
        media.changed.connect(watching.changed.append)
        yield watching
        await context.tasks.close()
        database.close()


async def test_what_a_draft_names_is_looked_at_and_told(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", whole(JPEG))
    watching.media.follow([url])
    assert watching.media.is_checking(url)
    assert watching.media.cached(url) is None
    await watching.done(url)
    media_check, seen = watching.media.cached(url), watching.media.last_result(url)
    assert media_check
    assert media_check.facts
    assert (media_check.facts.type, media_check.facts.width) == (MediaType.JPEG, 640)
    assert seen
    assert seen.picture
    await watching.until(lambda: watching.changed == [url, url])


async def test_an_address_that_is_being_typed_is_not_asked_for(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", whole(JPEG))
    for length in range(len(url) - 4, len(url) + 1):
        watching.media.follow([url[:length]])
        await asyncio.sleep(0.05)
    await watching.until(lambda: watching.media.cached(url))
    assert [each.path for each in watching.looking.files.asked] == ["/a.jpg"]


async def test_what_is_no_public_https_address_is_not_asked_for(watching: MediaDriver) -> None:
    for url in ("", "https://", "http://files.example.org/a.jpg", "https://localhost/a.jpg", "https://127.0.0.1/a.jpg"):
        watching.media.follow([url])
        assert not watching.media.is_checking(url)
        assert await watching.media.ensure_fresh(url) is None


async def test_a_look_at_what_is_gone_from_the_draft_is_given_up(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/slow.jpg", silence)
    watching.media.follow([url])
    await watching.until(lambda: watching.asked("/slow.jpg"))
    watching.media.follow([])
    await watching.done(url)
    assert watching.media.cached(url) is None


async def test_one_look_at_an_address_serves_all_who_ask_in_the_next_minutes(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", whole(JPEG))
    watching.media.follow([url])
    await asyncio.gather(watching.media.ensure_fresh(url), watching.media.ensure_fresh(url))
    await watching.done(url)
    watching.media.follow([url])
    assert not watching.media.is_checking(url)
    assert watching.asked("/a.jpg") == 1
    watching.clock.ahead += GOOD_FOR.total_seconds() + 1
    await watching.media.ensure_fresh(url)
    assert watching.asked("/a.jpg") == 2


async def test_check_again_asks_again(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", status(404))
    assert (await watching.media.ensure_fresh(url)).problem is MediaProblem.NOT_THERE  # type: ignore[union-attr]
    watching.looking.files.serves("/a.jpg", whole(JPEG))
    watching.media.recheck(url)
    await watching.until(lambda: watching.media.cached(url) and watching.media.cached(url).problem is None)  # type: ignore[union-attr]


async def test_back_online_what_could_not_be_reached_is_looked_at_again(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", whole(JPEG))
    watching.looking.names["files.example.org"] = ()
    watching.media.follow([url])
    await watching.done(url)
    assert (media_check := watching.media.cached(url))
    assert media_check.problem is MediaProblem.UNREACHABLE
    watching.context.health.note_error(NotSent(NotSentReason.DNS))
    watching.looking.names.clear()
    watching.context.health.note_success()
    await watching.until(lambda: watching.media.last_result(url) and watching.media.last_result(url).picture)  # type: ignore[union-attr]


async def test_only_so_many_looks_are_kept(watching: MediaDriver) -> None:
    urls = [watching.looking.files.serves(f"/{number}.jpg", redirect("http://example.com")) for number in range(70)]
    for url in urls:
        await watching.media.ensure_fresh(url)
    assert watching.media.cached(urls[0]) is None
    assert watching.media.cached(urls[-1])


async def test_what_was_found_before_the_start_is_known_at_once(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", whole(JPEG))
    found = await watching.media.ensure_fresh(url)
    again = MediaChecks(watching.context, lambda ca_file, own: watching.looking.probe(own=own))
    again.follow([url])
    media_check = again.cached(url)
    assert media_check
    assert found
    assert media_check.facts == found.facts
    assert again.is_checking(url)
    await watching.until(lambda: again.last_result(url))
    assert watching.asked("/a.jpg") == 2


async def test_through_a_proxy_nothing_is_looked_at(watching: MediaDriver) -> None:
    url = watching.looking.files.serves("/a.jpg", whole(JPEG))
    settings = watching.context.settings
    settings.change(replace(settings.current, proxy="http://proxy.example.com:3128"))
    await watching.until(lambda: settings.current.proxy)
    assert watching.media.is_blocked_by_proxy
    watching.media.follow([url])
    assert await watching.media.ensure_fresh(url) is None
    assert not watching.looking.files.asked


async def test_a_signed_address_stands_in_no_log(watching: MediaDriver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "postdesk")
    for way in (whole(JPEG), status(500), redirect("/a.jpg")):
        url = watching.looking.files.serves("/a.jpg", way) + "?sig=canary"
        watching.media.recheck(url)
        await watching.done(url)
    assert "canary" not in caplog.text
    assert "files.example.org" not in caplog.text
