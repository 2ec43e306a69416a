"""An agenda that is too long to be counted before it is shown."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.sessions import a_session
from tests.support.widgets import find

from postdesk.domain.board import Card
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.calendar.state import View
from postdesk.ui.kit.idle_count import AT_ONCE
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

MANY = 2 * AT_ONCE + 3_000


@pytest.fixture
def database(with_posts: Callable[[int], Database]) -> Database:
    return with_posts(MANY)


@pytest.fixture
def session(database: Database) -> WorkspaceSession:
    (workspace,) = workspaces.all_of(database.reader)
    return a_session(workspace, database)


@pytest.fixture
def agenda(session: WorkspaceSession, theme: Theme, qtbot: QtBot) -> AgendaView:
    pane = CalendarPane(session, Scope(), RecordingNavigator(), theme, ZoneInfo("Europe/Berlin"))
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.show()
    pane.show_view(View.AGENDA)
    return find(pane, AgendaView, "calendar.agenda")


def whole(agenda: AgendaView) -> bool:
    """Return True once the last line is that of the last post."""
    last = agenda.lines.line(agenda.lines.index(agenda.lines.rowCount() - 1))
    return isinstance(last, Card) and last.id == str(MANY)


def test_the_rest_is_counted_a_moment_later_and_any_place_is_near(agenda: AgendaView, qtbot: QtBot) -> None:
    known = agenda.lines.rowCount()
    assert AT_ONCE < known < MANY // 2
    qtbot.waitUntil(lambda: whole(agenda))
    assert agenda.lines.rowCount() > MANY // 2

    QTest.keyClick(agenda, Qt.Key.Key_End)
    card = agenda.cursor_card()
    assert card
    assert card.id == str(MANY)
    assert agenda.viewport().rect().intersects(agenda.visualRect(agenda.currentIndex()))


def test_a_change_leaves_a_place_far_down_in_view(agenda: AgendaView, session: WorkspaceSession, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: whole(agenda))
    QTest.keyClick(agenda, Qt.Key.Key_End)
    for _ in range(5):
        QTest.keyClick(agenda, Qt.Key.Key_Up)
    QApplication.processEvents()
    before, top = agenda.cursor_card(), agenda.rowAt(0)
    assert before

    session.changes.posts.emit()
    QTest.qWait(300)

    after = agenda.cursor_card()
    assert after
    assert after.key == before.key
    assert agenda.rowAt(0) == top
    assert agenda.viewport().rect().intersects(agenda.visualRect(agenda.currentIndex()))


def test_the_current_card_stays_after_a_look_at_many_days(
    agenda: AgendaView, session: WorkspaceSession, database: Database, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: whole(agenda))
    QTest.keyClick(agenda, Qt.Key.Key_Home)
    for _ in range(60):
        QTest.keyClick(agenda, Qt.Key.Key_Down)
    before, above = agenda.cursor_card(), agenda.lines.line(agenda.currentIndex().siblingAtRow(agenda.currentIndex().row() - 1))
    assert before
    assert isinstance(above, Card)
    bar = agenda.verticalScrollBar()
    for share in range(1, 101):
        bar.setValue(bar.maximum() * share // 100)
        agenda.repaint()
    bar.setValue(0)

    database.submit(lambda conn: conn.execute("UPDATE posts SET state = 'cancelled' WHERE id = ?", (above.id,))).result()
    session.changes.posts.emit()
    QTest.qWait(300)

    after = agenda.cursor_card()
    assert after
    assert after.key == before.key


def test_only_the_days_in_view_are_counted_before_a_change_is_shown_far_down(
    agenda: AgendaView, session: WorkspaceSession, database: Database, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: whole(agenda))
    QTest.keyClick(agenda, Qt.Key.Key_End)
    QApplication.processEvents()
    lines, gone = agenda.lines.rowCount(), agenda.lines.line(agenda.lines.index(agenda.rowAt(0) + 1))
    assert isinstance(gone, Card)
    database.submit(lambda conn: conn.execute("UPDATE posts SET state = 'cancelled' WHERE id = ?", (gone.id,))).result()
    asked = list[str]()
    database.reader.set_trace_callback(asked.append)
    inserted = list[int]()
    agenda.lines.modelReset.connect(lambda: inserted.append(len([each for each in asked if "json_each" in each])))

    session.changes.posts.emit()
    qtbot.waitUntil(lambda: bool(inserted))
    database.reader.set_trace_callback(None)

    assert inserted[0] <= 3
    assert agenda.lines.rowCount() == lines - 1
    assert whole(agenda)
    QTest.qWait(300)  # all is counted again
    assert len(inserted) == 1


def test_what_changed_out_of_view_is_counted_a_moment_later(
    agenda: AgendaView, session: WorkspaceSession, database: Database, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: whole(agenda))
    first = agenda.lines.line(agenda.lines.index(1))
    assert isinstance(first, Card)
    QTest.keyClick(agenda, Qt.Key.Key_End)
    QApplication.processEvents()
    lines, before, resets = agenda.lines.rowCount(), agenda.cursor_card(), list[None]()
    agenda.lines.modelReset.connect(lambda: resets.append(None))
    database.submit(lambda conn: conn.execute("UPDATE posts SET state = 'cancelled' WHERE id = ?", (first.id,))).result()

    session.changes.posts.emit()

    qtbot.waitUntil(lambda: agenda.lines.rowCount() == lines - 1)
    after = agenda.cursor_card()
    assert before
    assert after
    assert after.key == before.key
    assert whole(agenda)
    assert len(resets) == 1


def test_no_other_card_becomes_the_current_one_where_that_is_gone(
    agenda: AgendaView, session: WorkspaceSession, database: Database, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: whole(agenda))
    other, gone = (agenda.lines.line(agenda.lines.index(row)) for row in (1, 2))
    assert isinstance(other, Card)
    assert isinstance(gone, Card)
    assert agenda.lines.day_of(other) == agenda.lines.day_of(gone)

    def cancel(card: Card, state: str = "cancelled") -> None:
        database.submit(lambda conn: conn.execute("UPDATE posts SET state = ? WHERE id = ?", (state, card.id))).result()

    cancel(other)
    session.changes.posts.emit()
    QTest.qWait(300)
    agenda.move_to_card(gone)
    assert agenda.cursor_card() == gone
    lines = agenda.lines.rowCount()
    assert other.state
    cancel(other, other.state)
    cancel(gone)
    session.changes.posts.emit()
    qtbot.waitUntil(lambda: agenda.lines.line(agenda.lines.index(1)) == other)
    assert agenda.lines.rowCount() == lines
    assert agenda.cursor_card() is None
