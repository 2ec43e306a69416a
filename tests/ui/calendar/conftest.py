"""The calendar over the real engine and store, in a running loop; it sends no request."""

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import NOON
from tests.support.sessions import a_session
from tests.support.settings import let_end
from tests.support.waiting import until
from tests.support.widgets import find

from postdesk.domain.calendar_days import midnight
from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode, SubmitTerms, moments, new_post
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.remote import RemoteConnection
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import clients, connections, drafts, entries, posts, workspaces
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.cells import CellPosition
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

NEW_YORK = ZoneInfo("America/New_York")


def in_new_york(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def november(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of November 2026 on New York's clock."""
    return in_new_york(date(2026, 11, day), hour, minute)


def wall(day: int, hour: int = 0, month: int = 11) -> datetime:
    """Return a wall time of 2026."""
    return midnight(date(2026, month, day)) + timedelta(hours=hour)


@dataclass
class CalendarDriver:
    """A workspace session at noon UTC on 24 November 2026, and the user's actions in its calendar."""

    session: WorkspaceSession
    database: Database
    theme: Theme
    local_zone: ZoneInfo
    scope: Scope = field(default_factory=Scope)
    navigator: RecordingNavigator = field(default_factory=RecordingNavigator)
    panes: list[CalendarPane] = field(default_factory=list)

    def client(self, name: str = "Alex Morgan", zone: str = "America/New_York") -> Client:
        new = Client(0, self.session.workspace.id, name.lower(), name, "#c2410c", zone)
        return replace(new, id=self.database.submit(lambda conn: clients.add(conn, new)).result())

    def post(
        self,
        client: Client,
        due_at: datetime,
        text: str = "Studio tour",
        state: State = State.PLANNED,
        stage: Stage = Stage.SCHEDULED,
        platform: Platform = Platform.LINKEDIN,
        media: str = "",
    ) -> Post:
        draft = Draft(str(uuid.uuid4()), client.id, (platform,), text, due_at=due_at, media_url=media)

        def work(conn: Transaction) -> Post:
            terms = SubmitTerms(SubmitMode.SCHEDULE, NOON, timedelta(), frozenset())
            made = new_post(
                draft, client, (), moments(due_at, entries.taken_milliseconds(conn, client.workspace_id, due_at)), terms
            )
            put = tuple(replace(entry, state=state, stage=stage) for entry in made.entries)
            return posts.add(conn, client.workspace_id, replace(made, entries=put), NOON)

        return self.database.submit(work).result()

    def connected(self, client: Client, platform: Platform = Platform.LINKEDIN) -> None:
        """List an account of the client's, as the service does."""
        listed = [RemoteConnection(platform, platform, "connected", f"id-{platform}", "@someone")]
        self.database.submit(lambda conn: connections.save_list(conn, client.id, listed)).result()

    def draft(self, client: Client, due_at: datetime, text: str = "An idea", title: str = "") -> Draft:
        made = Draft("idea", client.id, (Platform.LINKEDIN,), text, title=title, due_at=due_at, updated_at=NOON)
        self.database.submit(lambda conn: drafts.save(conn, made)).result()
        return made

    def open(self, client: Client | None = None, width: int = 900, height: int = 900) -> CalendarPane:
        """Return the pane as it is when the window opens on this client."""
        self.scope.show_client(client.id if client else None)
        pane = CalendarPane(self.session, self.scope, self.navigator, self.theme, self.local_zone)
        self.panes.append(pane)
        pane.resize(width, height)
        pane.show()
        return pane

    def begin_months_with_the_1st(self) -> None:
        """Show whole months, not weeks from the present one on."""
        settings = self.session.settings
        settings.change(replace(settings.current, whole_months=True))

    @property
    def pane(self) -> CalendarPane:
        return self.panes[-1]

    @property
    def month(self) -> GridView:
        return find(self.pane, GridView, "calendar.month")

    @property
    def week(self) -> GridView:
        return find(self.pane, GridView, "calendar.week")

    @property
    def day(self) -> GridView:
        return find(self.pane, GridView, "calendar.day")

    @property
    def agenda(self) -> AgendaView:
        return find(self.pane, AgendaView, "calendar.agenda")

    def view(self) -> QWidget:
        """Return the visible view; the others are built when they are shown."""
        views = (self.pane.findChild(QWidget, f"calendar.{name}") for name in ("month", "week", "day", "agenda"))
        return next(each for each in views if each and each.isVisible())

    def popover(self) -> Popover:
        """Return the popover that is open."""
        (shown,) = [each for each in self.pane.findChildren(Popover) if each.isVisible()]
        return shown

    def has_popover(self) -> bool:
        """Return True while a popover is open."""
        return any(each.isVisible() for each in self.pane.findChildren(Popover))

    def click(self, where: datetime, place: int, grid: GridView | None = None) -> None:
        """Click a card of a cell, its “+3 more” line, or with -1 the cell itself."""
        spot = self.spot(where, place, grid)
        # The free room of a day is at its foot, below its number and its cards.
        at = spot.rect.center() if place >= 0 else QPoint(spot.rect.center().x(), spot.rect.bottom() - 2)
        QTest.mouseClick((grid or self.month).viewport(), Qt.MouseButton.LeftButton, pos=at)

    def stand_on(self, day: int, month: int = 11) -> None:
        """Put the month's cursor on a day."""
        self.month.card_cursor.move_to_time(midnight(date(2026, month, day)))

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys in the visible view."""
        for key in keys:
            QTest.keyClick(self.view(), key, modifiers)

    def spoken(self, where: datetime | date, grid: GridView | None = None) -> str:
        """Return the text that a screen reader reads for a day or an hour."""
        shown = grid or self.month
        moment = where if isinstance(where, datetime) else midnight(where)
        index = shown.cells.index_at(moment)
        assert index.isValid(), f"{moment} is not shown"
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole))

    def spot(self, where: datetime, place: int, grid: GridView | None = None) -> CellPosition:
        shown = grid or self.month
        found = shown.places.position(shown.cells.index_at(where), place)
        assert found
        return found

    def drag(self, start: QPoint, end: QPoint, grid: GridView | None = None, *, drop: bool = True) -> None:
        area = (grid or self.month).viewport()
        QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=start)
        for point in (start + QPoint(4, 4), (start + end) / 2, end):
            QTest.mouseMove(area, point)
        if drop:
            QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=end)

    def said(self, identifier: str) -> str:
        """Return the text of a label or a button; empty while it isn't visible."""
        widget = find(self.pane, QWidget, f"calendar.{identifier}")
        assert isinstance(widget, QLabel | QAbstractButton)
        return widget.text() if widget.isVisible() else ""

    def due(self, post: Post) -> datetime:
        """Return the time at which a post is due now, to the second."""
        kept = self.session.post_commands.post(post.id)
        assert kept
        return kept.due_at.replace(microsecond=0)

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(condition)


@pytest_asyncio.fixture
async def planning(tmp_path: Path, theme: Theme, local_zone: ZoneInfo) -> AsyncIterator[CalendarDriver]:
    QApplication.setQuitOnLastWindowClosed(False)  # as in the application: its loop ends otherwise
    database = Database(tmp_path / "profile")
    url = "https://mypostshare.com/api"
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", url))
    session = a_session(workspace, database)
    session.clock.offset = NOON - datetime.now(UTC)
    made = CalendarDriver(session, database, theme, local_zone)
    yield made
    for pane in made.panes:
        pane.close()
        pane.deleteLater()
    await let_end(session.settings)
    await session.tasks.close()
    database.close()
