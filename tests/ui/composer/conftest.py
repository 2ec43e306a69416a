"""The composer over the real engine and store, in a running loop; it sends no request."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton, QToolButton, QWidget
from tests.support.full_window import PaneWindow
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import NOON
from tests.support.sessions import a_session
from tests.support.settings import let_end
from tests.support.waiting import until
from tests.support.widgets import find

from postdesk.domain.clients import Client, LockIn, WorkspaceKind
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.remote import RemoteConnection
from postdesk.engine.composer import RefusedDraft, SubmittedDraft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import clients, connections, entries, workspaces
from postdesk.store.database import Database
from postdesk.ui.composer.chips import Chip
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

T = TypeVar("T", bound=QWidget)


@dataclass
class ComposerDriver:
    """A workspace session at noon on 24 November 2026, and the user's actions in its composer."""

    session: WorkspaceSession
    database: Database
    theme: Theme
    local_zone: ZoneInfo
    scope: Scope = field(default_factory=Scope)
    navigator: RecordingNavigator = field(default_factory=RecordingNavigator)
    panes: list[ComposerPane] = field(default_factory=list)
    windows: list[PaneWindow] = field(default_factory=list)
    submitted: list[SubmittedDraft] = field(default_factory=list)
    refused: list[RefusedDraft] = field(default_factory=list)

    async def client(self, name: str = "Alex Morgan", zone: str = "America/New_York", lock_in: LockIn | None = None) -> Client:
        new = Client(0, self.session.workspace.id, name.lower(), name, "#c2410c", zone, lock_in or LockIn())
        number = await self.database.run(lambda conn: clients.add(conn, new))
        self.session.changes.clients.emit()
        return replace(new, id=number)

    async def accounts(
        self, client: Client, *platforms: Platform, status: str = "connected", expired: tuple[Platform, ...] = ()
    ) -> None:
        """List these accounts of the client's, as the service does."""
        listed = [
            RemoteConnection(each, each, "expired" if each in expired else status, f"id-{each}", f"@{each}") for each in platforms
        ]
        await self.database.run(lambda conn: connections.save_list(conn, client.id, listed))
        self.session.changes.connections.emit()

    def open(self, client: Client | None = None) -> ComposerPane:
        """Return the pane as it is when the window opens on this client."""
        self.scope.show_client(client.id if client else None)
        pane = ComposerPane(self.session, self.scope, self.navigator, self.theme, self.local_zone)
        for _ in pane.build():
            pass
        self.panes.append(pane)
        pane.resize(400, 800)
        pane.show()
        return pane

    def in_window(self, folder: Path) -> PaneWindow:
        """Put the pane into the main window, where Tab leads through it in the order seen."""
        self.windows.append(PaneWindow(self.pane, self.theme, folder / "layout.ini"))
        return self.windows[-1]

    @property
    def pane(self) -> ComposerPane:
        return self.panes[-1]

    def find(self, kind: type[T], identifier: str) -> T:
        return find(self.pane, kind, f"composer.{identifier}")

    @property
    def editor(self) -> Editor:
        return self.find(Editor, "text")

    def text_of(self, identifier: str) -> str:
        """Return the text of a label or a button; empty while it isn't visible."""
        widget = self.find(QWidget, identifier)
        assert isinstance(widget, QLabel | QAbstractButton)
        return widget.text() if widget.isVisible() else ""

    def problems(self) -> list[str]:
        """Return the visible problems, in order."""
        labels = [label for label in self.pane.findChildren(QLabel) if label.objectName().startswith("composer.problem.")]
        return [label.text() for label in labels if label.isVisible()]

    def labels(self) -> list[str]:
        """Return the texts of all visible labels."""
        return [label.text() for label in self.pane.findChildren(QLabel) if label.isVisible()]

    def click(self, identifier: str) -> None:
        self.find(QAbstractButton, identifier).click()

    def write(self, text: str) -> None:
        """Type the text into the editor and update the review of the draft."""
        QTest.keyClicks(self.editor, text)
        self.follow()

    def put(self, text: str) -> None:
        """Replace the text of the editor, as a paste over all of it does, and update the review of the draft."""
        self.editor.setPlainText(text)
        self.follow()

    def follow(self) -> None:
        """Update the pane after typing, without waiting for the next turn of the loop."""
        self.pane.model.catch_up()

    async def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        """Press a key in the editor, with the window in front."""
        self.pane.activateWindow()
        await self.until(self.pane.isActiveWindow)
        QTest.keyClick(self.editor, key, modifiers)

    async def press_focused(self, key: Qt.Key) -> None:
        """Press a key in the focused widget."""
        self.pane.activateWindow()
        await self.until(self.pane.isActiveWindow)
        QTest.keyClick(self.pane.focusWidget(), key)

    def focused(self) -> str:
        """Return the identifier of the focused widget in the pane."""
        return self.pane.focusWidget().accessibleIdentifier().removeprefix("composer.")

    def menu(self, identifier: str) -> QMenu:
        """Return the menu of a button, filled as it is when it opens."""
        button = self.find(QAbstractButton, identifier)
        assert isinstance(button, QPushButton | QToolButton)
        menu = button.menu()
        menu.aboutToShow.emit()
        return menu

    def kept(self) -> tuple[Draft, ...]:
        return self.session.composer.drafts()

    async def post(self) -> Post:
        """Return the post that the last draft became."""
        await self.until(lambda: bool(self.submitted or self.refused))
        assert self.submitted, self.refused
        post = self.session.post_commands.post(self.submitted.pop().post_id)
        assert post
        return post

    async def becomes(self, entry: Entry) -> None:
        """Store another state of the entry, as the sender or the watcher does."""
        await self.database.run(lambda conn: entries.write(conn, entry, self.session.clock.now()))
        self.session.changes.posts.emit()

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(condition)


@pytest_asyncio.fixture
async def writing(tmp_path: Path, theme: Theme, local_zone: ZoneInfo) -> AsyncIterator[ComposerDriver]:
    QApplication.setQuitOnLastWindowClosed(False)  # as in the application: its loop ends otherwise
    database = Database(tmp_path / "profile")
    url = "https://mypostshare.com/api"
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", url))
    session = a_session(workspace, database)
    session.clock.offset = NOON - datetime.now(UTC)
    await session.composer.load_rules()
    made = ComposerDriver(session, database, theme, local_zone)
    session.composer.submitted.connect(made.submitted.append)
    session.composer.refused.connect(made.refused.append)
    yield made
    for widget in (*made.panes, *made.windows):
        widget.close()
        widget.deleteLater()
    await let_end(session.settings)
    await session.tasks.close()
    session.spelling.close()
    database.close()


async def ready(writing: ComposerDriver, *platforms: Platform) -> Client:
    """Return a client with these accounts, all of them selected."""
    client = await writing.client()
    await writing.accounts(client, *platforms)
    writing.open(client)
    for platform in platforms:
        chip = writing.find(Chip, f"chip.{platform}")
        if not chip.isChecked():
            chip.click()
    return client
