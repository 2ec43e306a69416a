"""Connecting accounts against the sandbox: in the browser, by polling alone, by a link, and through a restart."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.person import decide
from tests.support.ports import free_ports, is_listening
from tests.support.sandbox_process import SandboxProcess, start_sandbox
from tests.support.sessions import a_session
from tests.support.waiting import until
from tests.support.working_session import WorkingSession, working_session

from postdesk.api.client import ApiClient as Api
from postdesk.domain.clients import Client, ConnectSession, ConnectSessionKind, WorkspaceKind, redirect_uri
from postdesk.domain.limits import OwnLimit
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.engine.connector import ConnectLink
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import clients, connect_sessions, workspaces
from postdesk.store.database import Database

MARA, BAKERY = "H8a9UFibz4", "K2c7TRowm9"
HOUR = timedelta(hours=1)


@pytest.fixture
def ports() -> tuple[int, ...]:
    return free_ports(2)


@pytest.fixture
def sandbox(tmp_path: Path, ports: tuple[int, ...]) -> Iterator[SandboxProcess]:
    with start_sandbox(tmp_path / "sandbox", redirect_uris=map(redirect_uri, ports)) as running:
        yield running


@pytest.fixture
def profile(tmp_path: Path, sandbox: SandboxProcess, ports: tuple[int, ...]) -> Path:
    """A profile whose workspace has redirect ports of this test's own."""
    folder = tmp_path / "profile"
    database = Database(folder)
    made = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Test", sandbox.base_url)).result()
    database.submit(lambda conn: workspaces.update(conn, replace(made, redirect_ports=ports))).result()
    database.close()
    return folder


@pytest_asyncio.fixture
async def work(profile: Path, sandbox: SandboxProcess) -> AsyncIterator[WorkingSession]:
    async with working_session(profile, sandbox) as session:
        yield session


async def new_client(work: WorkingSession, name: str = "Mara") -> Client:
    """Add a client that only this computer knows."""
    work.session.clients.add(name, "Europe/Berlin")
    await work.until(lambda: any(client.name == name for client in work.session.clients.all()))
    return next(client for client in work.session.clients.all() if client.name == name)


async def opened_page(work: WorkingSession, client: Client, platform: Platform = Platform.LINKEDIN) -> str:
    """Press Connect; return the address that the browser was sent to."""
    before = len(work.opened)
    work.session.connections.connect_account(client.id, platform)
    await work.until(lambda: len(work.opened) > before)
    return work.opened[-1]


async def person(url: str, decision: str = "allow", account: str = MARA) -> str:
    return await asyncio.to_thread(decide, url, decision, account)


async def until_connected(work: WorkingSession, client: Client, patience: float = 8.0) -> None:
    await work.until(lambda: bool(work.session.connections.of(client.id)), patience)


def told(work: WorkingSession, kind: NoticeKind) -> list[Notice]:
    return [notice for notice in work.notices if notice.kind is kind]


async def test_the_account_allowed_in_the_browser_appears(work: WorkingSession, ports: tuple[int, ...]) -> None:
    mara = await new_client(work)
    url = await opened_page(work, mara)
    assert [(each.status, each.connect_url) for each in work.session.connections.sessions(mara.id)] == [("pending", url)]
    assert is_listening(ports[0])
    page = await person(url)
    assert "You can close this tab" in page
    await until_connected(work, mara, patience=2.0)  # sooner than the first poll: the return of the browser was noticed
    (account,) = work.session.connections.of(mara.id)
    assert (account.ready, account.remote_username, account.account_type) == (True, "mara-lindqvist", "person")
    await work.until(lambda: work.session.connections.sessions(mara.id) == ())
    await work.until(lambda: [notice.detail for notice in told(work, NoticeKind.CONNECTED)] == ["mara-lindqvist"])
    await work.until(lambda: not is_listening(ports[0]), 1.0)


async def test_with_all_ports_taken_polling_is_enough_and_it_is_said(work: WorkingSession, ports: tuple[int, ...]) -> None:
    with ExitStack() as taken:
        for port in ports:
            other = taken.enter_context(socket.create_server(("127.0.0.1", port)))
            other.listen()
        mara = await new_client(work)
        url = await opened_page(work, mara)
        assert told(work, NoticeKind.PORTS_BUSY)
        await person(url)  # reaches the other program, which does not answer
        await until_connected(work, mara)


async def test_a_denied_page_says_so_and_can_be_tried_again(work: WorkingSession) -> None:
    mara = await new_client(work)
    await person(await opened_page(work, mara), "deny")
    await work.until(lambda: bool(told(work, NoticeKind.CONNECT_ENDED)))
    (session,) = work.session.connections.sessions(mara.id)
    assert (session.pending, session.status, session.error_code) == (False, "failed", "access_denied")
    await person(await opened_page(work, mara))
    await until_connected(work, mara)
    await work.until(lambda: work.session.connections.sessions(mara.id) == ())


async def test_a_page_that_expired_ends_the_session(work: WorkingSession) -> None:
    mara = await new_client(work)
    url = await opened_page(work, mara)
    await person(url, "expire")
    (session,) = work.session.connections.sessions(mara.id)
    work.session.connections.check_now(session.id)
    await work.until(lambda: [each.status for each in work.session.connections.sessions(mara.id)] == ["expired"])


async def test_a_redirect_uri_that_is_not_allowlisted_is_named(tmp_path: Path, work: WorkingSession) -> None:
    (port,) = free_ports(1)
    with start_sandbox() as strict:
        database = Database(tmp_path / "other")
        made = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Test", strict.base_url)).result()
        database.submit(lambda conn: workspaces.update(conn, replace(made, redirect_ports=(port,)))).result()
        database.close()
        async with working_session(tmp_path / "other", strict) as other:
            mara = await new_client(other)
            other.session.connections.connect_account(mara.id, Platform.LINKEDIN)
            await other.until(lambda: bool(told(other, NoticeKind.REDIRECT_NOT_ALLOWED)))
            assert told(other, NoticeKind.REDIRECT_NOT_ALLOWED)[0].detail == f"http://127.0.0.1:{port}/connect/callback"
            assert other.session.connections.sessions(mara.id) == ()
            await other.until(lambda: not is_listening(port), 1.0)


async def test_a_restart_in_the_middle_picks_the_session_up(profile: Path, sandbox: SandboxProcess) -> None:
    async with working_session(profile, sandbox) as before:
        mara = await new_client(before)
        url = await opened_page(before, mara)
    await person(url)
    async with working_session(profile, sandbox) as after:
        await until_connected(after, mara, patience=2.0)
        await after.until(lambda: after.session.connections.sessions(mara.id) == ())


async def test_a_page_of_practice_mode_is_opened_again_once_its_service_runs(tmp_path: Path, sandbox: SandboxProcess) -> None:
    database = Database(tmp_path / "practice")
    practice = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", ""))
    opened: list[str] = []
    session = a_session(practice, database, lambda url: not opened.append(url.toString()))  # type: ignore[func-returns-value]
    page = sandbox.base_url.replace("/api", "/connect/1")
    mara = await database.run(lambda conn: clients.add(conn, Client(0, practice.id, "mara", "Mara", "#3454d1", "UTC")))
    now = session.clock.now()
    connect_session = ConnectSession("1", mara, Platform.LINKEDIN, ConnectSessionKind.HERE, "pending", page, now, now + HOUR)
    await database.run(lambda conn: connect_sessions.add(conn, connect_session))
    failed: list[str] = []
    session.connections.browser_failed.connect(failed.append)
    session.connections.open_again("1")
    await asyncio.sleep(0.1)
    api = Api(sandbox.base_url, sandbox.key)
    session.gateway.attach(api)
    await until(lambda: bool(opened))
    assert (opened, failed) == ([page], [])
    await session.close()
    await api.aclose()
    database.close()


async def test_a_link_opened_twenty_hours_later_asks_about_the_other_account(
    work: WorkingSession, ports: tuple[int, ...]
) -> None:
    mara = await new_client(work)
    await person(await opened_page(work, mara))
    await until_connected(work, mara)
    ready: list[ConnectLink] = []
    work.session.connections.link_ready.connect(ready.append)
    work.session.connections.link_for_client(mara.id, Platform.LINKEDIN)
    await work.until(lambda: bool(ready))
    await work.advance(20 * HOUR)
    await asyncio.sleep(0.2)
    assert [each.kind for each in work.session.connections.sessions(mara.id) if each.pending] == [ConnectSessionKind.LINK]
    await work.until(lambda: not is_listening(ports[0]), 1.0)
    await person(ready[0].url, account=BAKERY)
    work.session.refresh()
    await work.until(lambda: bool(told(work, NoticeKind.ACCOUNT_CHANGED)))
    (account,) = work.session.connections.of(mara.id)
    assert account.account_changed
    assert (account.confirmed_username, account.remote_username) == ("mara-lindqvist", "harbour-bakery")
    await work.until(lambda: work.session.connections.sessions(mara.id) == ())


async def test_a_link_that_is_made_while_a_session_ends_is_watched_on(work: WorkingSession) -> None:
    mara = await new_client(work)
    page = await opened_page(work, mara)
    (session,) = work.session.connections.sessions(mara.id)
    left = [replace(session, id="link", kind=ConnectSessionKind.LINK)]

    def make_link() -> None:  # at the moment in which the account is first shown
        if left and work.session.connections.of(mara.id):
            link = left.pop()
            work.database.submit(lambda conn: connect_sessions.add(conn, link)).result()

    work.session.changes.connections.connect(make_link)
    await person(page)
    await until_connected(work, mara)
    await work.until(lambda: session not in work.session.connections.sessions(mara.id))
    work.session.changes.connections.disconnect(make_link)
    assert [each.id for each in work.session.connections.sessions(mara.id)] == ["link"]


async def test_a_link_is_asked_about_again_when_its_hour_is_over(work: WorkingSession) -> None:
    mara = await new_client(work)
    ready: list[ConnectLink] = []
    work.session.connections.link_ready.connect(ready.append)
    work.session.connections.link_for_client(mara.id, Platform.LINKEDIN)
    await work.until(lambda: bool(ready))
    await asyncio.sleep(0.3)
    await person(ready[0].url)
    await work.advance(1.1 * HOUR)
    await until_connected(work, mara, patience=3.0)


async def test_a_link_that_nobody_finishes_ends_after_its_seven_days(work: WorkingSession) -> None:
    mara = await new_client(work)
    work.session.connections.link_for_client(mara.id, Platform.LINKEDIN)
    await work.until(lambda: bool(work.session.connections.sessions(mara.id)))
    await work.advance(timedelta(days=7, hours=2))
    await work.until(lambda: not any(each.pending for each in work.session.connections.sessions(mara.id)))
    await work.until(lambda: bool(told(work, NoticeKind.LINK_ENDED)))


async def test_another_account_is_used_only_after_it_was_agreed_to(work: WorkingSession) -> None:
    mara = await new_client(work)
    for account in (MARA, BAKERY):
        await person(await opened_page(work, mara), account=account)
        await work.until(lambda: [a.remote_account_id for a in work.session.connections.of(mara.id)] == [account])  # noqa: B023
    assert work.session.connections.of(mara.id)[0].account_changed
    work.session.connections.settings.confirm_account(mara.id, Platform.LINKEDIN)
    await work.until(lambda: not work.session.connections.of(mara.id)[0].account_changed)


async def test_another_account_that_is_not_meant_is_disconnected_and_the_first_stays_the_agreed_one(work: WorkingSession) -> None:
    mara = await new_client(work)
    for account in (MARA, BAKERY):
        await person(await opened_page(work, mara), account=account)
        await work.until(lambda: [a.remote_account_id for a in work.session.connections.of(mara.id)] == [account])  # noqa: B023
    work.session.connections.disconnect_account(mara.id, Platform.LINKEDIN)
    await work.until(lambda: work.session.connections.of(mara.id) == ())
    await person(await opened_page(work, mara), account=BAKERY)
    await until_connected(work, mara)
    assert work.session.connections.of(mara.id)[0].account_changed


async def test_a_cancelled_session_is_watched_no_more(work: WorkingSession, ports: tuple[int, ...]) -> None:
    mara = await new_client(work)
    await opened_page(work, mara)
    (session,) = work.session.connections.sessions(mara.id)
    work.session.connections.cancel(session.id)
    await work.until(lambda: work.session.connections.sessions(mara.id) == ())
    await work.until(lambda: not is_listening(ports[0]), 1.0)


async def test_open_again_sends_the_browser_to_the_same_page(work: WorkingSession) -> None:
    mara = await new_client(work)
    url = await opened_page(work, mara)
    (session,) = work.session.connections.sessions(mara.id)
    work.session.connections.open_again(session.id)
    await work.until(lambda: work.opened == [url, url])


async def test_disconnecting_names_the_locked_posts_it_may_break(work: WorkingSession) -> None:
    mara = await new_client(work)
    await person(await opened_page(work, mara))
    await until_connected(work, mara)
    post = await work.submit(work.draft(mara, "Locked", due_in=6 * HOUR), SubmitMode.LOCK_IN)
    await work.until(lambda: bool(work.session.connections.at_risk(mara.id, Platform.LINKEDIN)))
    assert [each.id for each in work.session.connections.at_risk(mara.id, Platform.LINKEDIN)] == [post.id]
    work.session.connections.disconnect_account(mara.id, Platform.LINKEDIN)
    await work.until(lambda: work.session.connections.of(mara.id) == ())
    await work.until(lambda: bool(told(work, NoticeKind.DISCONNECTED)))


async def test_disconnecting_what_is_gone_already_is_fine(work: WorkingSession) -> None:
    mara = await new_client(work)
    work.session.connections.disconnect_account(mara.id, Platform.LINKEDIN)
    await work.until(lambda: bool(told(work, NoticeKind.DISCONNECTED)))


async def test_a_list_that_cannot_be_read_is_an_error_of_the_pane(work: WorkingSession) -> None:
    mara = await new_client(work)
    await person(await opened_page(work, mara))
    await until_connected(work, mara)
    await work.fault("error_before", "connections", count=3)
    work.session.connections.refresh(mara.id)
    assert work.session.connections.loading(mara.id) or work.session.connections.last_error(mara.id) is None
    await work.until(lambda: work.session.connections.last_error(mara.id) == "server_trouble")
    assert [each.remote_account_id for each in work.session.connections.of(mara.id)] == [MARA]
    work.session.connections.refresh(mara.id)
    await work.until(lambda: work.session.connections.last_error(mara.id) is None)


async def test_trouble_while_a_session_is_polled_leaves_it_pending(work: WorkingSession) -> None:
    mara = await new_client(work)
    url = await opened_page(work, mara)
    await work.fault("error_before", "get_session", count=3)
    (session,) = work.session.connections.sessions(mara.id)
    work.session.connections.check_now(session.id)
    await asyncio.sleep(0.5)
    assert [each.pending for each in work.session.connections.sessions(mara.id)] == [True]
    await person(url)
    await until_connected(work, mara)


async def test_the_profile_is_where_the_name_says_until_the_user_says_otherwise(work: WorkingSession) -> None:
    mara = await new_client(work)
    await person(await opened_page(work, mara, Platform.TWITTER), account="tw-40118822")
    await until_connected(work, mara)
    assert work.session.connections.profile_url(mara.id, Platform.TWITTER) == "https://x.com/maralindqvist"
    assert not work.session.connections.settings.set_profile_url(mara.id, Platform.TWITTER, "javascript:alert(1)")
    assert work.session.connections.settings.set_profile_url(mara.id, Platform.TWITTER, " https://example.com/mara ")
    work.session.connections.settings.set_premium(mara.id, Platform.TWITTER, True)
    await work.until(lambda: work.session.connections.of(mara.id)[0].premium)
    assert work.session.connections.profile_url(mara.id, Platform.TWITTER) == "https://example.com/mara"
    work.session.connections.settings.set_limits(mara.id, Platform.TWITTER, (OwnLimit("text.length.stop_above", 4_000),))
    await work.until(lambda: work.session.connections.of(mara.id)[0].limits != ())
    assert work.session.connections.of(mara.id)[0].limits == (OwnLimit("text.length.stop_above", 4_000),)
