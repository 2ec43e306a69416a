"""The days of what went out: a bar for each, stacked by outcome, and a sentence about all of them."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QStyle, QToolTip, QWidget

from postdesk.domain.board import OutcomeCounts
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import listed
from postdesk.ui.text.times import date_text

translate = QCoreApplication.translate

_HEIGHT: Final = 84
_STEP, _NARROW_STEP = 38, 20
"""Logical pixels from one bar to the next at the usual font; narrower where there are more than `_FEW` days."""

_FEW: Final = 10
_BETWEEN: Final = 8
_SIDE, _OVER, _UNDER, _LEAST = 12, 4, 2, 3
_SOLID: Final = Qt.BrushStyle.SolidPattern
_PARTS: Final = (
    ("good", _SOLID),
    ("attention", Qt.BrushStyle.BDiagPattern),
    ("bad", _SOLID),
    ("bad", Qt.BrushStyle.DiagCrossPattern),
    ("locked", _SOLID),
)
"""The colours and patterns of the fields of `OutcomeCounts`, from below. Patterns, since colours alone say nothing to some."""


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day of the chart: its first moment in the zone of the times, and its counts."""

    start: datetime
    counts: OutcomeCounts

    @property
    def words(self) -> str:
        """The day and its counts: "Friday 27 November: 8 went out, 1 partly"."""
        day = date_text(self.start.date(), "dddd d MMMM")
        return translate("Results", "{0}: {1}").format(day, outcome_words(self.counts) or translate("Results", "no posts"))


def outcome_words(counts: OutcomeCounts) -> str:
    """Return "58 went out, 2 partly, 1 missed"; no zeros."""
    named = (
        (counts.published, translate("Results", "%n went out", "", counts.published)),
        (counts.partly, translate("Results", "%n partly", "", counts.partly)),
        (counts.failed, translate("Results", "%n failed", "", counts.failed)),
        (counts.missed, translate("Results", "%n missed", "", counts.missed)),
        (counts.open, translate("Results", "%n without a result", "", counts.open)),
    )
    return listed(words for number, words in named if number)


class OutcomeChart(QWidget):
    """A bar for each day. `chosen` carries the first moment of a day that was clicked; the arrow keys and Enter do the same."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[DayBar, ...] = ()
        self._selected: datetime | None = None
        self._current = 0
        identify(self, "results.chart", translate("Results", "Days by outcome"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def show_days(self, bars: Sequence[DayBar], selected: datetime | None) -> None:
        """Show these days; `selected` is the only one whose posts are listed."""
        if len(bars) != len(self._bars):
            self._current = max(0, len(bars) - 1)
        self._bars, self._selected = tuple(bars), selected
        self.setAccessibleDescription(". ".join(bar.words for bar in self._bars if bar.counts.total))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._step * len(self._bars) + 2 * _SIDE, max(_HEIGHT, 5 * self.fontMetrics().height()))

    def bar_rect(self, number: int) -> QRect:
        """Return the place of a day: of its bar, the number above and the name below."""
        logical = QRect(_SIDE + number * self._step, 0, self._step, self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), logical)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(event.pos().x())
            QToolTip.showText(event.globalPos(), self._bars[number].words if number is not None else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint().x())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = number
            self.chosen.emit(self._bars[number].start)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        later = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        last = len(self._bars) - 1
        steps = {
            Qt.Key.Key_Right: self._current + later,
            Qt.Key.Key_Left: self._current - later,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in steps:
            self._current = max(0, min(last, steps[Qt.Key(event.key())]))
            self._speak()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.chosen.emit(self._bars[self._current].start)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._speak()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        most = max((bar.counts.total for bar in self._bars), default=0)
        for number, bar in enumerate(self._bars):
            self._paint_day(painter, number, bar, most)

    @property
    def _few(self) -> bool:
        return len(self._bars) <= _FEW

    @property
    def _step(self) -> int:
        metrics = self.fontMetrics()
        return max(_STEP, metrics.height() * 5 // 2) if self._few else max(_NARROW_STEP, metrics.height() * 4 // 3)

    def _speak(self) -> None:
        """Make the words of the current day the value that is read aloud."""
        if self._bars:
            self.setAccessibleName(translate("Results", "Days by outcome. {0}").format(self._bars[self._current].words))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _at(self, x: int) -> int | None:
        places = (
            number for number in range(len(self._bars)) if self.bar_rect(number).left() <= x <= self.bar_rect(number).right()
        )
        return next(places, None)

    def _paint_day(self, painter: QPainter, number: int, bar: DayBar, most: int) -> None:
        colours, place, line = self._theme.colours, self.bar_rect(number), self.fontMetrics().height()
        selected = bar.start == self._selected
        if selected:
            painter.fillRect(place.adjusted(1, 0, -1, 0), QColor(colours.accent_soft))
        name = "ddd" if self._few else "d"
        painter.setPen(QColor(colours.accent if selected else colours.secondary))
        foot = QRect(place.left(), place.bottom() - line - _UNDER, place.width(), line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, date_text(bar.start.date(), name))
        if bar.counts.total:
            self._paint_bar(painter, place, foot.top() - _UNDER, bar.counts, most)
        if self.hasFocus() and number == self._current:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_bar(self, painter: QPainter, place: QRect, bottom: int, counts: OutcomeCounts, most: int) -> None:
        width, line = self._step - (_BETWEEN + 4 if self._few else _BETWEEN), self.fontMetrics().height()
        room, left = bottom - place.top() - line - _OVER, place.center().x() - width // 2
        top = bottom
        for (colour, pattern), number in zip(_PARTS, astuple(counts), strict=True):
            if number:
                height = max(_LEAST, round(room * number / most) - 1)
                top -= height
                shown = QColor(self._theme.colours.of(colour))
                rect = QRect(left, top, width, height)
                painter.fillRect(rect, QBrush(shown, pattern))
                painter.setPen(shown)
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
                top -= 1
        painter.setPen(QColor(self._theme.colours.secondary))
        painter.drawText(QRect(place.left(), top - line, place.width(), line), Qt.AlignmentFlag.AlignCenter, str(counts.total))


class OutcomeSummary(QFrame):
    """The chart of the days, and beside it a sentence about all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.chart = OutcomeChart(theme)
        self.words = PlainLabel(wrap=True, identifier="results.summary")
        self.setLayout(row_of(self.chart, self.words, spacing=12, margins=(0, 0, 12, 0)))

    def show_days(self, bars: Sequence[DayBar], selected: datetime | None, platforms: int) -> None:
        """Show these days; the sentence is about the `selected` one, or all. `platforms`: the number that they were for."""
        self.chart.show_days(bars, selected)
        counts = [bar.counts for bar in bars if selected in (None, bar.start)]
        self.words.setText(summary_words(sum(counts, OutcomeCounts()), platforms))


def summary_words(counts: OutcomeCounts, platforms: int) -> str:
    """Return "Posts: 61 on 8 platforms. 58 went out, 2 partly, 1 missed."; empty without posts."""
    if not counts.total:
        return ""
    words = translate("Results", "Posts: {0} on %n platforms. {1}.", "", max(1, platforms))
    return words.format(counts.total, outcome_words(counts))
