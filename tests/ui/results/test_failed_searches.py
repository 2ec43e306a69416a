"""Searches that fail, before anything is found or after the first posts are shown."""

import sqlite3
from collections.abc import Generator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.sessions import a_session
from tests.ui.results.test_long_lists import in_view
from tests.ui.results.test_long_searches import is_whole

from postdesk.store import listings, workspaces
from postdesk.store.database import Database
from postdesk.store.listings import FoundKey
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope


def test_a_search_that_fails_says_so_and_is_tried_again(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "keys", _unreadable)
    with qtbot.captureExceptions() as errors:
        whole_scope.search("Kommt")
        qtbot.waitUntil(lambda: long_place.table.isHidden())
    assert len(errors) == 1
    monkeypatch.undo()
    long_place.show_again()
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    assert long_place.table.isVisible()


def test_a_search_that_fails_after_its_first_posts_says_so(
    long_place: ResultsPane, whole_scope: Scope, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order = listings.keys_in_order

    def broken(*args: Any, **kwargs: Any) -> Generator[list[FoundKey]]:
        yield next(in_order(*args, **kwargs))
        _unreadable()

    monkeypatch.setattr(listings, "keys_in_order", broken)
    first = list[int]()
    long_place.model.rows.came.connect(lambda: first.extend(in_view(long_place)))
    with qtbot.captureExceptions() as errors:
        whole_scope.search("e")
        qtbot.waitUntil(lambda: long_place.table.isHidden())
    assert first
    assert len(errors) == 1
    monkeypatch.undo()
    long_place.show_again()
    qtbot.waitUntil(lambda: not long_place.model.rows.is_searching)
    assert long_place.table.isVisible()


@pytest.mark.logs("ResultsPane can't be read")
def test_results_that_are_first_opened_with_a_search_that_fails_say_so(
    many: Database, asked: RecordingNavigator, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace,) = workspaces.all_of(many.reader)
    scope = Scope()
    scope.search("Kommt")
    monkeypatch.setattr(listings, "keys", _unreadable)
    with qtbot.captureExceptions():
        place = ResultsPane(a_session(workspace, many), scope, asked, theme, ZoneInfo("Europe/Berlin"), lambda url: True)
        qtbot.addWidget(place)
        place.show()
        QApplication.processEvents()
    assert place.table.isHidden()
    assert place.focus_target.isVisible()


def _unreadable(*_: object) -> None:
    raise sqlite3.DatabaseError("database disk image is malformed")
