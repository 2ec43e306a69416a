"""Measures in the calendar, by processor time: each view's next paint, and a drag, with many posts of many clients."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.inside import HERE, Painted, gone, opened, press, shown
from tests.benchmarks.loop_stalls import as_in_the_application
from tests.support.navigator import RecordingNavigator
from tests.support.seed import Amount

from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.calendar.state import View
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_FRAME_MS: Final = 1000 / 60
_MEDIAN_MS: Final = 16
_WORST_MS: Final = 33
_MANY: Final = Amount(100_000, clients=50)
Clock = Callable[[], float]


def views(folder: Path, theme: Theme, amount: Amount = _MANY, turns: int = 60, clock: Clock = time.process_time) -> list[Figure]:
    """Time the key that turns a month, a week or a day until it is painted, and a drag over a month and a week."""
    figures = list[Figure]()
    with shown(folder / "planning", amount, theme) as given, as_in_the_application():
        pane = CalendarPane(given.session, Scope(), RecordingNavigator(), theme, HERE)
        opened(pane, 1000, 760)
        for view in View:
            pane.show_view(view)
            times = _turned(_shown(pane), turns, clock)
            figures += _against(f"{view}, turned, {amount.posts:,} posts of {amount.clients} clients", times)
        pane.show_view(View.MONTH)
        figures += _against("the month, scrolled by a week", _scrolled(_shown(pane), turns, clock))
        for view in (View.MONTH, View.WEEK, View.DAY):
            pane.show_view(view)
            figures += _against(f"a drag in the {view}, each move", _dragged(_shown(pane), turns, clock), _FRAME_MS)
        gone(pane)
    return figures


def _against(name: str, times: list[float], limit: float = _MEDIAN_MS) -> list[Figure]:
    return [
        Figure(f"{name}, median", middle(times), "ms", limit),
        Figure("the same, 99th percentile", worst(times), "ms", _WORST_MS),
    ]


def _shown(pane: CalendarPane) -> QAbstractItemView:
    """Return the view in front, with the focus."""
    QApplication.processEvents()
    view = next(each for kind in (GridView, AgendaView) for each in pane.findChildren(kind) if each.isVisible())
    view.setFocus()
    return view


def _turned(view: QAbstractItemView, turns: int, clock: Clock) -> list[float]:
    painted = Painted(view.viewport())
    keys = [Qt.Key.Key_PageDown if (n + 5) // 10 % 2 == 0 else Qt.Key.Key_PageUp for n in range(turns)]
    press(view, painted, keys[0])  # objects that are made once
    return [press(view, painted, key, clock=clock) for key in keys]


def _scrolled(view: QAbstractItemView, turns: int, clock: Clock) -> list[float]:
    """Turn the wheel by a step, ten weeks on and ten back; return the time of each until it is painted."""
    area, times = view.viewport(), list[float]()
    at = QPointF(area.rect().center())
    for n in range(turns):
        way = -1 if n // 10 % 2 == 0 else 1
        keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        turn = QPoint(0, way * 120)
        event = QWheelEvent(at, area.mapToGlobal(at), QPoint(), turn, Qt.MouseButton.NoButton, keys, phase, False)
        begun = clock()
        QApplication.sendEvent(area, event)
        QApplication.processEvents()
        times.append((clock() - begun) * 1000)
    return times


def _dragged(view: QAbstractItemView, moves: int, clock: Clock) -> list[float]:
    """Drag a movable card to and fro; return the time of each mouse move until it is painted."""
    assert isinstance(view, GridView)
    area, times = view.viewport(), list[float]()
    _carry(view)
    for n in range(moves):
        at = QPoint(20 + n * 37 % (area.width() - 40), 20 + n * 23 % (area.height() - 40))
        begun = clock()
        QTest.mouseMove(area, at)
        area.repaint()
        times.append((clock() - begun) * 1000)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    return times


def _carry(view: GridView) -> None:
    """Take hold of the first card in view."""
    spots = (
        view.places.position(view.cells.index(row, column), 0)
        for row in range(view.cells.rowCount())
        for column in range(view.cells.columnCount())
    )
    card = next(spot for spot in spots if spot and spot.card and view.viewport().rect().contains(spot.rect))
    view.mouse.carrying = True
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=card.rect.center())
