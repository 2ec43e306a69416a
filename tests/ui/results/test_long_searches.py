"""Searches among so many posts that they are done in a thread."""

import asyncio
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.results.conftest import MANY
from tests.ui.results.test_long_lists import in_view

from postdesk.domain.posts import PostState
from postdesk.engine.found_listing import PostSearch
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.line_buttons import SEEN_AFTER
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope

STEADY_MS = round(SEEN_AFTER * 1000) + 50
"""The time after which a button of a line has been seen."""


def having(database: Database, text: str) -> list[int]:
    """Return the posts with a text, the latest first."""
    query = "SELECT id FROM posts WHERE text LIKE ? AND state != 'cancelled' ORDER BY due_ms DESC, id DESC"
    return [row["id"] for row in database.reader.execute(query, (f"%{text}%",))]


def is_whole(place: ResultsPane, database: Database, text: str) -> bool:
    rows = place.model.rows
    return not rows.source.is_coming and not rows.is_searching and rows.rowCount() == len(having(database, text))


def selected(place: ResultsPane) -> int | None:
    return line.post_id if (line := place.model.line) else None


@pytest.mark.parametrize("text", ["Behind the scenes", "queue around the corner", f"({MANY // 2})"])
def test_what_is_found_is_listed_in_its_order(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot, text: str
) -> None:
    expected, shown = having(many, text), in_view(long_place)
    whole_scope.search(text)
    assert in_view(long_place) == shown
    qtbot.waitUntil(lambda: not long_place.model.rows.source.is_coming)
    assert in_view(long_place) == expected[: len(in_view(long_place))]
    qtbot.waitUntil(lambda: is_whole(long_place, many, text))
    QTest.keyClick(long_place.table, Qt.Key.Key_End)
    assert in_view(long_place) == expected[-len(in_view(long_place)) :]


def test_the_first_posts_come_before_all_are_found(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    rows, lengths = long_place.model.rows, list[int]()
    rows.came.connect(lambda: lengths.append(rows.rowCount()))
    whole_scope.search("e")
    qtbot.waitUntil(lambda: not rows.source.is_coming and not rows.is_searching)
    assert len(lengths) == 1
    assert 100 < lengths[0] < rows.rowCount()


def test_the_latest_key_counts(long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot) -> None:
    for text in ("q", "qu", "queue", "queue a", "Kommt"):
        whole_scope.search(text)
        QTest.qWait(1)
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    assert in_view(long_place) == having(many, "Kommt")[: len(in_view(long_place))]
    whole_scope.search("q")
    whole_scope.search("")
    qtbot.waitUntil(lambda: long_place.model.rows.rowCount() > MANY / 3 and not long_place.model.rows.is_searching)
    QTest.qWait(50)
    assert not long_place.model.rows.source.is_coming


def test_return_selects_the_first_that_is_found_and_nothing_that_was_shown_before(
    long_place: ResultsPane, whole_scope: Scope, many: Database
) -> None:
    whole_scope.search("Kommt")
    assert long_place.open_first()
    assert selected(long_place) == having(many, "Kommt")[0]
    whole_scope.search("nothing like it")
    assert not long_place.open_first()


def test_a_post_is_opened_while_a_search_goes_on(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    post_id = having(many, "Kommt")[-1]
    whole_scope.search("Kommt")
    long_place.open_post(post_id)
    assert whole_scope.text == "Kommt"
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    assert selected(long_place) == post_id


def test_what_changes_during_a_search_is_looked_for_again(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    first, *_, last = having(many, "Kommt")
    whole_scope.search("Kommt")
    QApplication.processEvents()
    long_place.model.rows.source.hold(True)
    QTest.qWait(150)  # all is found, and nothing of it shown
    for post_id in (first, last):
        cancel = partial(_cancel, post_id=post_id)
        many.submit(cancel).result()
        long_place.refresh()

    long_place.model.rows.source.hold(False)

    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    assert in_view(long_place) == having(many, "Kommt")[: len(in_view(long_place))]


def _cancel(conn: Transaction, post_id: int) -> None:
    conn.execute("UPDATE posts SET state = 'cancelled' WHERE id = ?", (post_id,))


def test_the_selected_post_stays_selected_when_all_are_found(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    whole_scope.search("e")
    long_place.open_first()
    QTest.keyClick(long_place.table, Qt.Key.Key_Down)
    chosen = selected(long_place)
    assert chosen
    qtbot.waitUntil(lambda: not long_place.model.rows.is_searching)
    assert selected(long_place) == chosen


def test_nothing_comes_under_a_pressed_mouse(long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot) -> None:
    shown = in_view(long_place)
    QTest.mousePress(long_place.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    whole_scope.search("Kommt")
    QTest.qWait(150)
    assert in_view(long_place) == shown
    QTest.mouseRelease(long_place.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))


def test_a_click_as_the_first_posts_come_acts_on_none_of_them(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    many.submit(_miss).result()
    long_place.refresh()
    QTest.qWait(STEADY_MS)
    table, asked = long_place.table, list[int]()
    table.action_requested.connect(lambda offer, _: asked.append(offer.post_id))
    button = table.visualRect(long_place.model.rows.index(1, ResultsColumn.ACTIONS)).center()
    QTest.mouseMove(table.viewport(), button)
    whole_scope.search("Kommt")
    qtbot.waitUntil(lambda: not long_place.model.rows.source.is_coming)

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert not asked

    second = long_place.model.rows.index(1, ResultsColumn.ACTIONS)
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    QTest.qWait(STEADY_MS)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(second).center())
    assert asked == [having(many, "Kommt")[1]]


def _miss(conn: Transaction) -> None:
    conn.execute("UPDATE entries SET state = ?", (PostState.MISSED,))
    conn.execute("UPDATE posts SET urgency = 1, state = ?", (PostState.MISSED,))


def test_the_list_before_keeps_its_tab_and_its_clients_until_the_first_posts_come(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    tabs, table = long_place.header.tabs.segments, long_place.table
    long_place.show_tab(ResultsTab.SCHEDULED)
    long_place.reader.finish()
    QApplication.processEvents()
    before = table.grab().toImage()

    whole_scope.search("Kommt")
    whole_scope.show_client(1)
    assert long_place.model.rows.source.is_coming
    assert tabs[ResultsTab.SCHEDULED].isChecked()
    assert table.grab().toImage() == before

    qtbot.waitUntil(lambda: not long_place.model.rows.source.is_coming)
    assert tabs[ResultsTab.ALL].isChecked()
    assert table.grab().toImage() != before


def test_a_line_whose_button_was_clicked_stays_until_the_first_posts_come(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    shown = in_view(long_place)
    whole_scope.search("Kommt")
    long_place.model.rows.kept_id = shown[1]
    assert in_view(long_place) == shown
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    assert in_view(long_place) == having(many, "Kommt")[: len(in_view(long_place))]


def test_memory_that_is_released_ends_no_search(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    whole_scope.search("Kommt")
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    source = long_place.model.rows.source
    source.hold(True)
    whole_scope.search("queue")
    assert source._coming
    source._coming.count_on()  # begins
    asyncio.run(many.release_caches())
    source.hold(False)
    qtbot.waitUntil(lambda: is_whole(long_place, many, "queue"))


def test_the_tab_of_what_is_scheduled_tells_the_number_of_a_whole_search(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    whole_scope.search("Kommt")
    locked = many.reader.execute("SELECT count(*) FROM posts WHERE text LIKE '%Kommt%' AND state = ?", (PostState.LOCKED,))
    words = f"Scheduled {locked.fetchone()[0]}"
    qtbot.waitUntil(lambda: long_place.header.tabs.segments[ResultsTab.SCHEDULED].text().startswith(words))


def test_a_post_to_select_waits_for_its_search_and_not_the_window(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = list[PostSearch]()
    monkeypatch.setattr(PostSearch, "wait", waited.append)
    last = having(many, "Kommt")[-1]
    whole_scope.search("Kommt")
    long_place.reader.show_at(last)
    assert selected(long_place) is None
    qtbot.waitUntil(lambda: is_whole(long_place, many, "Kommt"))
    assert selected(long_place) == last
    assert not waited


def test_another_search_forgets_the_post_to_select(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    whole_scope.search("Kommt")
    long_place.reader.show_at(having(many, "Kommt")[-1])
    whole_scope.search("queue")
    qtbot.waitUntil(lambda: is_whole(long_place, many, "queue"))
    assert selected(long_place) is None


def test_a_line_that_is_selected_meanwhile_stays_selected(
    long_place: ResultsPane, whole_scope: Scope, many: Database, qtbot: QtBot
) -> None:
    chosen, rows = list[int | None](), long_place.model.rows

    def choose() -> None:
        assert rows.is_searching
        long_place.reader.show_at(having(many, " e")[-1])
        QTest.mouseClick(long_place.table.viewport(), Qt.MouseButton.LeftButton, pos=_middle(long_place, 2))
        chosen.append(selected(long_place))

    rows.came.connect(choose)
    whole_scope.search("e")
    qtbot.waitUntil(lambda: bool(chosen) and not rows.is_searching)
    assert chosen[0]
    assert selected(long_place) == chosen[0]


def _middle(place: ResultsPane, row: int) -> QPoint:
    return place.table.visualRect(place.model.rows.index(row, 0)).center()
