"""A post that is changed in two panes, each of which offers an undo: only the newest change can be undone."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit
from tests.support.full_window import FullWindow
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, november

from postdesk.domain.delivery import State
from postdesk.domain.posts import Post
from postdesk.store import posts
from postdesk.ui.calendar.grid_view import GridView

ALT = Qt.KeyboardModifier.AltModifier


class TwoPanes:
    """A window with its calendar and its composer side by side, and one scheduled post."""

    def __init__(self, planning: CalendarDriver, window: FullWindow, post: Post) -> None:
        self.planning, self.window, self.first = planning, window, post
        window.places.build_composer()

    def post(self) -> Post:
        """Return the post as it is now; an edit replaces it."""
        reader = self.planning.database.reader
        reader.execute("BEGIN")  # all reads see one state
        try:
            ids = (row["id"] for row in reader.execute("SELECT id FROM posts ORDER BY id DESC"))
            made = [posts.get(reader, post_id) for post_id in ids]
        finally:
            reader.execute("ROLLBACK")
        return next(each for each in made if each and all(entry.state is not State.CANCELLED for entry in each.entries))

    def state(self) -> tuple[str, datetime]:
        return self.post().text, self.post().due_at.replace(microsecond=0)

    def edit(self, text: str) -> None:
        """Edit the post in the composer, and save."""
        self.window.navigator.edit_post(self.post().id)
        editor = find(self.window, QPlainTextEdit, "composer.text")
        editor.selectAll()
        editor.insertPlainText(text)
        find(self.window, QAbstractButton, "composer.schedule").click()

    async def move_a_day(self) -> None:
        """Move the post with the keys of the calendar, as soon as that shows it as it is now."""
        month = find(self.window, GridView, "calendar.month")

        def on_card() -> bool:
            month.move_to_time(self.post().due_at.date())
            QTest.keyClick(month, Qt.Key.Key_Down)
            card = month.cursor_card()
            return card is not None and card.id == str(self.post().id)

        await self.planning.until(on_card)
        QTest.keyClick(month, Qt.Key.Key_Right, ALT)

    def undo(self, pane: str) -> QAbstractButton | None:
        """Return the Undo that a pane offers."""
        bar = {"calendar": "calendar.told.action", "composer": "composer.notice.action"}[pane]
        button = find(self.window, QAbstractButton, bar)
        return button if button.isVisible() and button.text() == "Undo" else None

    def offers(self) -> list[str]:
        """Return the panes that offer an Undo."""
        return [pane for pane in ("calendar", "composer") if self.undo(pane)]

    def take_back(self, pane: str) -> None:
        undo = self.undo(pane)
        assert undo
        undo.click()

    async def becomes(self, text: str, due_at: datetime, *offers: str) -> None:
        await self.planning.until(lambda: (self.state(), self.offers()) == ((text, due_at), list(offers)))


@pytest_asyncio.fixture
async def two(planning: CalendarDriver, tmp_path: Path) -> AsyncIterator[TwoPanes]:
    client = planning.client()
    planning.connected(client)
    planning.session.connections.refresh(client.id)
    post = planning.post(client, november(26), text="Before")
    planning.scope.show_client(client.id)
    window = FullWindow(
        planning.session, planning.scope, planning.theme, planning.local_zone, tmp_path / "profile" / "layout.ini"
    )
    window.resize(1440, 900)
    window.show()
    yield TwoPanes(planning, window, post)
    window.close()
    window.deleteLater()


async def test_a_move_after_an_edit_is_undone_first(two: TwoPanes) -> None:
    two.edit("After")
    await two.becomes("After", november(26), "composer")
    await two.move_a_day()
    await two.becomes("After", november(27), "calendar")
    assert find(two.window, QLabel, "composer.notice.text").text().startswith("Changes saved for Alex Morgan")
    two.take_back("calendar")
    await two.becomes("After", november(26), "composer")
    two.take_back("composer")
    await two.becomes("Before", november(26))


async def test_an_edit_after_a_move_ends_the_undo_of_the_move(two: TwoPanes) -> None:
    await two.move_a_day()
    await two.becomes("Before", november(27), "calendar")
    two.edit("After")
    await two.becomes("After", november(27), "composer")
    two.take_back("composer")
    await two.becomes("Before", november(27))


async def test_two_moves_are_undone_by_the_last_one_alone(two: TwoPanes) -> None:
    await two.move_a_day()
    await two.becomes("Before", november(27), "calendar")
    two.planning.session.post_commands.move(two.post().id, november(29))
    await two.becomes("Before", november(29))


async def test_locking_in_after_an_edit_is_undone_first(two: TwoPanes) -> None:
    two.edit("After")
    await two.becomes("After", november(26), "composer")
    two.planning.session.post_commands.lock_in(two.post().id)
    await two.becomes("After", november(26))
