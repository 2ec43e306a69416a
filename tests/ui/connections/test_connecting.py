"""Connecting an account from "Connect" to the result, by the panes' own buttons, against the sandbox."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.person import decide
from tests.support.ports import free_ports
from tests.support.sandbox_process import SandboxProcess, start_sandbox
from tests.support.widgets import find
from tests.support.working_session import WorkingSession, working_session

from postdesk.domain.clients import Client, WorkspaceKind, redirect_uri
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.ui.connections.pane import ConnectionsPane
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope

MARA = "H8a9UFibz4"


@pytest.fixture
def ports() -> tuple[int, ...]:
    return free_ports(1)


@pytest.fixture
def allowed(ports: tuple[int, ...]) -> tuple[int, ...]:
    """Return the ports whose redirect URIs the service allows."""
    return ports


@pytest.fixture
def sandbox(tmp_path: Path, allowed: tuple[int, ...]) -> Iterator[SandboxProcess]:
    with start_sandbox(tmp_path / "sandbox", redirect_uris=map(redirect_uri, allowed)) as running:
        yield running


@pytest_asyncio.fixture
async def work(tmp_path: Path, sandbox: SandboxProcess, ports: tuple[int, ...]) -> AsyncIterator[WorkingSession]:
    database = Database(tmp_path / "profile")
    made = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Test", sandbox.base_url)).result()
    database.submit(lambda conn: workspaces.update(conn, replace(made, redirect_ports=ports))).result()
    database.close()
    async with working_session(tmp_path / "profile", sandbox) as session:
        yield session


@pytest.fixture
def scope() -> Scope:
    return Scope()


async def shown(work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot) -> tuple[ConnectionsPane, Client]:
    client = await work.client()
    scope.show_client(client.id)
    pane = ConnectionsPane(work.session, scope, RecordingNavigator(), theme, ZoneInfo("Europe/Berlin"))
    qtbot.addWidget(pane)
    pane.show()
    return pane, client


def press(pane: ConnectionsPane, name: str) -> None:
    find(pane, Button, f"connections.{name}").click()


def says(pane: ConnectionsPane, platform: str) -> str:
    row = find(pane, QFrame, f"connections.row.{platform}")
    return " ".join(label.text() for label in row.findChildren(PlainLabel) if not label.isHidden())


async def test_connecting_and_publishing_end_in_the_results(
    work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot
) -> None:
    pane, client = await shown(work, scope, theme, qtbot)
    results = ResultsPane(work.session, scope, RecordingNavigator(), theme, ZoneInfo("Europe/London"), lambda url: True)
    qtbot.addWidget(results)
    results.show()

    press(pane, "connect.linkedin")
    await work.until(lambda: bool(work.opened) and "Waiting for your browser…" in says(pane, "linkedin"))
    await asyncio.to_thread(decide, work.opened[0], "allow", MARA)
    press(pane, "check.linkedin")
    await work.until(lambda: "Connected" in says(pane, "linkedin"), said=lambda: says(pane, "linkedin"))

    await work.submit(work.draft(client, "We are live", Platform.LINKEDIN), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: bool(_lines(results)) and _lines(results)[0] == ("We are live", PostState.PUBLISHED))


def _lines(results: ResultsPane) -> list[tuple[str, PostState]]:
    model = results.table.model()
    found = [results.model.rows.line(model.index(row, 0)) for row in range(model.rowCount())]
    return [(line.title, line.state) for line in found if line]


async def test_a_check_before_the_account_is_connected_says_so_and_what_to_do(
    work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot
) -> None:
    pane, _ = await shown(work, scope, theme, qtbot)
    press(pane, "connect.linkedin")
    await work.until(lambda: bool(work.opened) and "Waiting for your browser…" in says(pane, "linkedin"))
    button = find(pane, Button, "connections.check.linkedin")
    assert button.text() == "Check now"
    button.setFocus()

    button.click()
    assert "Checking…" in says(pane, "linkedin")
    await work.until(lambda: "Not connected yet at" in says(pane, "linkedin"), said=lambda: says(pane, "linkedin"))
    assert "If the page is closed, open it again." in says(pane, "linkedin")
    assert find(pane, Button, "connections.check.linkedin") is button, "so that it keeps the focus"


async def test_the_focus_stays_with_the_account_from_connect_to_connected(
    work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot
) -> None:
    pane, _ = await shown(work, scope, theme, qtbot)
    pane.activateWindow()
    await work.until(pane.isActiveWindow)

    def focused() -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget else ""

    async def press_focused(name: str, then: str) -> None:
        assert focused() == f"connections.{name}.linkedin"
        QTest.keyClick(find(pane, Button, focused()), Qt.Key.Key_Return)
        await work.until(lambda: focused() == f"connections.{then}.linkedin", said=focused)

    find(pane, Button, "connections.connect.linkedin").setFocus()
    await press_focused("connect", "check")
    find(pane, Button, "connections.cancel.linkedin").setFocus()
    await press_focused("cancel", "connect")
    await press_focused("connect", "check")
    await work.until(lambda: len(work.opened) == 2)
    await asyncio.to_thread(decide, work.opened[1], "allow", MARA)
    await press_focused("check", "more")
    assert "Connected" in says(pane, "linkedin")


async def test_a_check_without_an_answer_says_so(
    work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot, sandbox: SandboxProcess
) -> None:
    pane, _ = await shown(work, scope, theme, qtbot)
    press(pane, "connect.linkedin")
    await work.until(lambda: bool(work.opened) and "Waiting for your browser…" in says(pane, "linkedin"))
    sandbox.kill()

    press(pane, "check.linkedin")
    work.session.health.note_success()  # the answer to an earlier request, read only now
    await work.until(lambda: "MyPostShare didn’t answer at" in says(pane, "linkedin"), said=lambda: says(pane, "linkedin"))


async def test_a_denial_says_so_and_can_be_dismissed(work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot) -> None:
    pane, _ = await shown(work, scope, theme, qtbot)

    press(pane, "connect.linkedin")
    await work.until(lambda: bool(work.opened))
    await asyncio.to_thread(decide, work.opened[0], "deny", MARA)
    await work.until(lambda: "Access was denied" in says(pane, "linkedin"), said=lambda: says(pane, "linkedin"))

    press(pane, "dismiss.linkedin")
    await work.until(lambda: "Access was denied" not in says(pane, "linkedin"))


@pytest.mark.parametrize("allowed", [()])
async def test_a_return_address_that_is_not_allowed_is_shown_to_be_pasted(
    work: WorkingSession, scope: Scope, theme: Theme, qtbot: QtBot, ports: tuple[int, ...]
) -> None:
    pane, _ = await shown(work, scope, theme, qtbot)

    press(pane, "connect.linkedin")
    await work.until(lambda: redirect_uri(ports[0]) in says(pane, "linkedin"), said=lambda: says(pane, "linkedin"))

    press(pane, "copy_address.linkedin")
    assert QGuiApplication.clipboard().text() == redirect_uri(ports[0])
