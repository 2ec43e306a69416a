"""The lines of the results are painted when they change, and only then."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.widgets import PaintedAreas

from postdesk.domain.settings import Appearance, ClockFace
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results import cells, table_lines
from postdesk.ui.results.cells import ResultsCells
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.table import NOWHERE

SCALES = (1.0, 1.5, 2.0)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The posts whose lines were painted, one after the other; those that only came from their pictures left out."""
    posts, paint = list[int](), ResultsCells.paint

    def note(cells: ResultsCells, cell: LinePainter, line: ResultsLine, rect: QRect, ground: str) -> None:
        posts.append(line.post_id)
        paint(cells, cell, line, rect, ground)

    monkeypatch.setattr(ResultsCells, "paint", note)
    return posts


@pytest.fixture
def place(long_place: ResultsPane, qtbot: QtBot) -> ResultsPane:
    qtbot.waitUntil(lambda: not long_place.reader.gather.isActive())
    qtbot.waitUntil(lambda: not long_place.model.rows.source._count._idle.isActive())
    long_place.reader.finish()
    QApplication.processEvents()
    return long_place


def picture(place: ResultsPane, scale: float) -> QImage:
    table = place.table.viewport()
    taken = QPixmap(table.size() * scale)
    taken.setDevicePixelRatio(scale)
    table.render(taken)
    return taken.toImage()


def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint each line anew each time."""
    for module in (table_lines, cells):
        monkeypatch.setattr(module, "is_on_pixels", lambda painter, rect: False)


def test_a_list_that_is_shown_again_or_loses_the_focus_paints_no_line_anew(place: ResultsPane, painted: list[int]) -> None:
    place.table.repaint()
    painted.clear()
    place.hide()
    place.show()
    place.table.setFocus()
    QApplication.processEvents()
    place.header.filter.setFocus()
    place.table.viewport().update()
    QApplication.processEvents()
    assert painted == []


def test_times_have_room_as_soon_as_the_clock_has_twelve_hours(place: ResultsPane, theme: Theme, painted: list[int]) -> None:
    table, rows = place.table, place.model.rows
    lines = [rows.line(rows.index(row, 0)) for row in table.rows_in_view()]
    before = table.columnWidth(ResultsColumn.WHEN)
    painted.clear()
    theme.set_clock_face(ClockFace.TWELVE)
    try:
        assert table.columnWidth(ResultsColumn.WHEN) > before
        QApplication.processEvents()
        assert set(painted) == {line.post_id for line in lines if line}
    finally:
        theme.set_clock_face(ClockFace.SYSTEM)
    assert table.columnWidth(ResultsColumn.WHEN) == before


def test_a_wheel_of_one_line_paints_only_what_comes_into_view(place: ResultsPane, painted: list[int]) -> None:
    table = place.table
    table.repaint()
    QApplication.processEvents()
    painted.clear()
    areas = PaintedAreas(table)
    bar = table.verticalScrollBar()
    bar.setValue(bar.value() + table.rowHeight(1))
    QApplication.processEvents()
    assert 1 <= len(painted) <= 2
    assert sum(area.height() for area in areas.areas) <= 3 * table.rowHeight(1)


def test_the_mouse_on_its_way_paints_the_line_it_comes_to(place: ResultsPane, painted: list[int]) -> None:
    table, rows = place.table, place.model.rows
    middles = [table.visualRect(rows.index(row, 0)).center() for row in range(2, 6)]
    QTest.mouseMove(table.viewport(), middles[0])
    QApplication.processEvents()
    painted.clear()
    areas = PaintedAreas(table)
    for row, middle in enumerate(middles[1:], 3):
        QTest.mouseMove(table.viewport(), middle)
        QApplication.processEvents()
        line = rows.line(rows.index(row, 0))
        assert line
        assert set(painted) == {line.post_id}
        painted.clear()
    assert all(area.height() < 3 * table.rowHeight(1) for area in areas.areas)


def test_a_post_that_is_found_again_keeps_its_picture(place: ResultsPane, painted: list[int]) -> None:
    place.table.repaint()
    painted.clear()
    place.show_again()
    place.reader.finish()
    place.table.repaint()
    assert painted == []


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_pictures_look_as_lines_that_are_painted_anew(
    place: ResultsPane, theme: Theme, monkeypatch: pytest.MonkeyPatch, scale: float, appearance: Appearance
) -> None:
    theme.set_appearance(appearance)
    table, rows = place.table, place.model.rows
    table.setFocus()
    for act in acts(place):
        act()
        QApplication.processEvents()
        picture(place, scale)
        seen = picture(place, scale)
        with monkeypatch.context() as painting:
            without_pictures(painting)
            assert picture(place, scale) == seen
    assert rows.rowCount()


def acts(place: ResultsPane) -> Iterator[Callable[[], object]]:
    """The marks that lines can have, and places between those of lines."""
    table, rows, bar = place.table, place.model.rows, place.table.verticalScrollBar()
    yield lambda: table.setCurrentIndex(rows.index(2, 0))
    yield lambda: place.header.filter.setFocus()
    yield table.clearSelection
    yield lambda: table._pointer.move(table.visualRect(rows.index(3, 0)).center())
    yield lambda: table._pointer.move(table.visualRect(rows.index(4, ResultsColumn.ACTIONS)).center())
    yield lambda: table._pointer.move(NOWHERE)
    yield lambda: bar.setValue(15)
    yield lambda: place.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def test_lines_are_painted_anew_in_other_colours_and_another_size(
    place: ResultsPane, theme: Theme, painted: list[int], text_size: Callable[[float], None]
) -> None:
    def paints_all(change: Callable[[], object]) -> bool:
        QApplication.processEvents()
        place.table.repaint()
        painted.clear()
        change()
        QApplication.processEvents()
        place.table.repaint()
        return len({*painted}) >= len(place.table.rows_in_view())

    assert paints_all(partial(theme.set_appearance, Appearance.DARK))
    assert paints_all(partial(place.resize, place.width() + 40, place.height()))
    assert paints_all(partial(text_size, 14))
    assert not paints_all(place.table.viewport().update)


def test_lines_are_written_in_the_font_of_the_list(place: ResultsPane, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, write = set[int](), LinePainter.write

    def note(cell: LinePainter, *args: Any, **options: Any) -> str:
        shown = write(cell, *args, **options)
        sizes.add(cell.painter.font().pointSize())
        return shown

    monkeypatch.setattr(LinePainter, "write", note)
    larger = QFont(place.table.font())
    larger.setPointSize(17)
    place.table.setFont(larger)
    place.table.repaint()
    assert sizes == {17}


def test_pictures_take_little_more_room_than_the_view(place: ResultsPane) -> None:
    pictures, table = place.table._lines._pictures, place.table
    for value in range(0, 6_000, 200):
        table.verticalScrollBar().setValue(value)
        table.repaint()
    kept = [each for _, each in pictures._pictures.values()]
    room = table.viewport().width() * table.viewport().height()
    assert len(kept) >= len(table.rows_in_view()) - 1
    assert sum(each.width() * each.height() for each in kept) <= 1.25 * room


def test_a_scrolled_list_looks_as_one_that_is_painted_anew(place: ResultsPane) -> None:
    bar = place.table.verticalScrollBar()
    place.table.setCurrentIndex(place.model.rows.index(3, 0))
    for step in (15, 42, -7, 500, -21):
        bar.setValue(bar.value() + step)
        scrolled = on_screen(place)
        place.table.viewport().update()
        assert on_screen(place) == scrolled


def test_lines_that_can_t_be_read_leave_no_line_of_before(
    place: ResultsPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    table = place.table
    seen = on_screen(place)
    with qtbot.captureExceptions() as errors, monkeypatch.context() as failing:
        failing.setattr(place.model.rows, "read", unreadable)
        table.viewport().update()
        QApplication.processEvents()
        shown = on_screen(place)
    assert errors
    empty = QRect(table.viewport().mapTo(place, QPoint()), table.viewport().size())
    assert {shown.pixel(x, y) for x in range(empty.left(), empty.right(), 9) for y in range(empty.top(), empty.bottom(), 3)} == {
        QColor(LIGHT.surface).rgb()
    }
    table.viewport().update()
    assert on_screen(place) == seen


def on_screen(place: ResultsPane) -> QImage:
    QApplication.processEvents()
    return place.screen().grabWindow(place.winId()).toImage()
