"""The calendar has the missing details of what is in view read first."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.sessions import a_session
from tests.support.widgets import find

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.calendar.state import View
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

POSTS = 730


@pytest.fixture
def session(with_posts: Callable[[int], Database]) -> WorkspaceSession:
    """A session with two posts a day."""
    database = with_posts(POSTS)
    (workspace,) = workspaces.all_of(database.reader)
    return a_session(workspace, database)


@pytest.fixture
def told(session: WorkspaceSession, monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """The posts that were said to be in view, one time after another."""
    heard = list[set[int]]()

    def show(post_ids: Iterable[int]) -> None:
        heard.append(set(post_ids))

    monkeypatch.setattr(session.post_details, "show", show)
    return heard


@pytest.fixture
def pane(session: WorkspaceSession, told: list[set[int]], theme: Theme, qtbot: QtBot) -> CalendarPane:
    made = CalendarPane(session, Scope(), RecordingNavigator(), theme, ZoneInfo("Europe/Berlin"))
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.refresh()
    return made


def test_the_posts_of_the_shown_weeks_are_told_and_others_after_a_turn(
    pane: CalendarPane, told: list[set[int]], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(told))
    first = told[-1]
    assert 40 < len(first) < 90
    assert POSTS // 2 + 10 in first
    QTest.keyClick(find(pane, QWidget, "calendar.month"), Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: told[-1] != first)
    assert max(told[-1]) > max(first)


def test_the_cards_in_view_of_the_agenda_are_told_and_others_after_scrolling(
    pane: CalendarPane, told: list[set[int]], qtbot: QtBot
) -> None:
    pane.show_view(View.AGENDA)
    qtbot.waitUntil(lambda: bool(told) and len(told[-1]) < 30)
    bar = find(pane, AgendaView, "calendar.agenda").verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: POSTS in told[-1])
    assert 5 < len(told[-1]) < 30


def test_a_calendar_that_is_shown_again_tells_its_posts_again(pane: CalendarPane, told: list[set[int]], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(told))
    pane.hide()
    QTest.qWait(300)
    told.clear()
    pane.show()
    qtbot.waitUntil(lambda: bool(told))
    assert POSTS // 2 + 10 in told[-1]
