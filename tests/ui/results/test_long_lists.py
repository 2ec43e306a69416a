"""Lists that are too long to be counted before they are shown."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.results.conftest import MANY

from postdesk.store.database import Database
from postdesk.ui.kit.idle_count import AT_ONCE
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab

HERE = ZoneInfo("Europe/Berlin")


@pytest.fixture
def pane(long_place: ResultsPane) -> ResultsPane:
    return long_place


def ids_by_time(database: Database) -> list[int]:
    return [row["id"] for row in database.reader.execute("SELECT id FROM posts ORDER BY due_ms DESC, id DESC")]


def in_view(pane: ResultsPane) -> list[int]:
    rows = pane.model.rows
    return [line.post_id for row in pane.table.rows_in_view() if (line := rows.line(rows.index(row, 0)))]


def put_off(database: Database, post_id: int, days: int) -> None:
    """Move a post in time."""
    by = days * 86_400_000
    change = "UPDATE posts SET due_ms = due_ms + ? WHERE id = ?"
    database.submit(lambda conn: conn.execute(change, (by, post_id))).result()


def test_the_rest_is_counted_after_the_first_lines_are_shown(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows = pane.model.rows
    assert AT_ONCE <= rows.rowCount() < MANY
    assert in_view(pane) == ids_by_time(many)[: len(in_view(pane))]

    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    QTest.keyClick(pane.table, Qt.Key.Key_End)

    assert in_view(pane)[-1] == ids_by_time(many)[-1]
    assert pane.table.currentIndex().row() == MANY - 1
    QTest.keyClick(pane.table, Qt.Key.Key_Home)
    assert in_view(pane)[0] == ids_by_time(many)[0]


def test_the_scroll_bar_leads_to_any_place_and_headings_stay_with_their_days(
    pane: ResultsPane, many: Database, qtbot: QtBot
) -> None:
    rows, bar = pane.model.rows, pane.table.verticalScrollBar()
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    expected = ids_by_time(many)
    times = many.reader.execute("SELECT id, due_ms FROM posts").fetchall()
    days = {post_id: datetime.fromtimestamp(due_ms / 1000, HERE).date() for post_id, due_ms in times}
    for part in (0.93, 0.1, 0.5):
        bar.setValue(int(bar.maximum() * part))
        seen, first = in_view(pane), pane.table.rows_in_view()[0]
        assert seen == expected[first : first + len(seen)]
        assert abs(first / MANY - part) < 0.02
        for row in pane.table.rows_in_view()[1:]:
            assert bool(rows.heading(row)) == (days[expected[row]] != days[expected[row - 1]])


def test_the_selected_line_follows_its_post(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows = pane.model.rows
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    post_id = ids_by_time(many)[4_000]
    assert pane.table.go_to(post_id)
    assert pane.table.currentIndex().row() == 4_000
    QApplication.processEvents()

    put_off(many, ids_by_time(many)[4_003], 40)
    put_off(many, post_id, 1)
    pane.refresh()

    assert pane.model.line
    assert pane.model.line.post_id == post_id
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    qtbot.waitUntil(lambda: pane.table.currentIndex().row() == ids_by_time(many).index(post_id))
    assert pane.model.line.post_id == post_id


def test_a_change_in_view_is_shown_at_once_and_reads_no_other_lines(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows, bar = pane.model.rows, pane.table.verticalScrollBar()
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    bar.setValue(bar.maximum() // 2)
    pane.table.repaint()
    gone = in_view(pane)[2]
    many.submit(lambda conn: conn.execute("UPDATE posts SET state = 'cancelled' WHERE id = ?", (gone,))).result()
    asked = list[str]()
    many.reader.set_trace_callback(asked.append)

    pane.refresh()
    pane.table.repaint()
    many.reader.set_trace_callback(None)

    assert gone not in in_view(pane)
    pages = [query for query in asked if "AS head" in query and "LIMIT" in query]
    assert 1 <= len(pages) <= 3
    assert rows.rowCount() == MANY - 1


def test_a_line_that_is_gone_leaves_nothing_selected(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows = pane.model.rows
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    post_id = ids_by_time(many)[3_000]
    pane.table.go_to(post_id)
    many.submit(lambda conn: conn.execute("UPDATE posts SET state = 'cancelled' WHERE id = ?", (post_id,))).result()

    pane.refresh()

    assert pane.model.line is None
    assert pane.table.currentIndex().row() == 3_000


def test_typing_letters_reads_no_lines_out_of_view(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows = pane.model.rows
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    pane.table.go_to_first()
    pane.table.repaint()
    asked = list[str]()
    many.reader.set_trace_callback(asked.append)
    QTest.keyClicks(pane.table, "zz")
    many.reader.set_trace_callback(None)
    assert len([query for query in asked if "AS head" in query]) <= 1

    wanted = str(rows.data(rows.index(7, ResultsColumn.POST)))[:3]
    QTest.qWait(QApplication.keyboardInputInterval() + 50)
    QTest.keyClicks(pane.table, wanted)
    assert str(rows.data(pane.table.currentIndex())).startswith(wanted)
    assert pane.table.currentIndex().row() < 60


def test_lines_stay_in_place_while_posts_above_are_counted(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows, bar = pane.model.rows, pane.table.verticalScrollBar()
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    bar.setValue(bar.maximum() // 2)
    before, first = in_view(pane), pane.table.rows_in_view()[0]
    for post_id in ids_by_time(many)[-3:]:
        put_off(many, post_id, 800)  # from the end of the list to its top

    pane.refresh()

    assert in_view(pane) == before
    qtbot.waitUntil(lambda: pane.table.rows_in_view()[0] == first + 3)
    assert in_view(pane) == before


def test_no_line_moves_under_a_pressed_mouse(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows, bar = pane.model.rows, pane.table.verticalScrollBar()
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    bar.setValue(bar.maximum() // 2)
    first = pane.table.rows_in_view()[0]
    put_off(many, ids_by_time(many)[-1], 800)
    pane.refresh()

    QTest.mousePress(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.qWait(300)

    assert pane.table.rows_in_view()[0] == first
    QTest.mouseRelease(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.waitUntil(lambda: pane.table.rows_in_view()[0] == first + 1)


def test_only_the_first_lines_of_days_are_higher(pane: ResultsPane) -> None:
    table, rows = pane.table, pane.model.rows
    for tab in (ResultsTab.SCHEDULED, ResultsTab.WENT_OUT, ResultsTab.ALL, ResultsTab.SCHEDULED):
        pane.show_tab(tab)
        heights = {(rows.begins_day(row), table.rowHeight(row)) for row in range(rows.rowCount())}
        assert len(heights) == 2


def test_a_post_on_a_new_day_is_selected_before_that_day_is_counted(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane.model.rows.rowCount() == MANY)
    for days in (800, -2_000):
        post_id = ids_by_time(many)[3_000]
        put_off(many, post_id, days)

        pane.refresh()
        assert pane.table.go_to(post_id)

        assert pane.model.line
        assert pane.model.line.post_id == post_id
        qtbot.waitUntil(lambda: pane.model.rows.rowCount() == MANY)
        assert pane.table.currentIndex().row() == ids_by_time(many).index(post_id)
        assert pane.model.line.post_id == post_id


def test_a_selected_line_that_moves_beyond_what_is_counted_is_followed(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows = pane.model.rows
    assert rows.rowCount() < MANY
    pane.table.go_to_first()
    assert pane.model.line
    post_id = pane.model.line.post_id
    put_off(many, post_id, -2_000)

    pane.refresh()

    assert max(rows.day_rows) < rows.rowCount()
    assert pane.model.line.post_id == post_id
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)
    assert pane.table.currentIndex().row() == MANY - 1


def test_a_page_is_read_with_about_as_many_queries_as_a_line(pane: ResultsPane, many: Database, qtbot: QtBot) -> None:
    rows, bar = pane.model.rows, pane.table.verticalScrollBar()
    qtbot.waitUntil(lambda: rows.rowCount() == MANY)

    def queries(rows_further: int) -> int:
        pane.table.repaint()
        asked = list[str]()
        many.reader.set_trace_callback(asked.append)
        bar.setValue(bar.value() + rows_further * pane.table.rowHeight(1))
        pane.table.repaint()
        many.reader.set_trace_callback(None)
        return sum("FROM entries" in query or "retries_post" in query for query in asked)

    bar.setValue(bar.maximum() // 2)
    of_line, of_page = queries(1), queries(len(pane.table.rows_in_view()))
    assert 1 <= of_page <= 3 * of_line  # where it is painted in parts
