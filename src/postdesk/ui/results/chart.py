"""The days of what went out: a bar for each, stacked by outcome, and a sentence about all of them."""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from postdesk.domain.board import OutcomeCounts
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.line_painter import whole_pixels
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
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

_ARROWS: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


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


class DayButton(QPushButton):
    """A day of the chart: its bar, the number of its posts above and its name below. Down while only its posts are listed.

    `on_focus` follows the focus. The arrow keys are for the chart.
    """

    def __init__(self, theme: Theme, identifier: str, bar: DayBar, on_focus: Callable[[], object]) -> None:
        super().__init__()
        self._theme, self._on_focus = theme, on_focus
        self._bar, self._most, self._few = bar, 0, True
        identify(self, identifier)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def start(self) -> datetime:
        """The first moment of the day."""
        return self._bar.start

    def show_bar(self, bar: DayBar, most: int, *, selected: bool, few: bool) -> None:
        """Show this day beside others that have up to `most` posts; with a longer name where there are only a `few`."""
        self._bar, self._most, self._few = bar, most, few
        with QSignalBlocker(self):  # `toggled` is for the user's choices
            self.setChecked(selected)
        self.setAccessibleName(bar.words)
        plain_tooltip(self, bar.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        width = max(_STEP, line * 5 // 2) if self._few else max(_NARROW_STEP, line * 4 // 3)
        return QSize(width, max(_HEIGHT, 5 * line))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._on_focus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self._theme.colours
        font = painter.font()
        font.setWeight(QFont.Weight.Normal)  # the style makes the words of a button bolder
        painter.setFont(font)
        place, line = self.rect(), self.fontMetrics().height()
        if self.isChecked():
            painter.fillRect(place.adjusted(1, 0, -1, 0), QColor(colours.accent_soft))
        elif self.underMouse():
            painter.fillRect(place.adjusted(1, 0, -1, 0), QColor(colours.sunk))
        painter.setPen(QColor(colours.accent if self.isChecked() else colours.secondary))
        foot = QRect(place.left(), place.bottom() - line - _UNDER, place.width(), line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, date_text(self.start.date(), "ddd" if self._few else "d"))
        if self._bar.counts.total:
            self._paint_bar(painter, foot.top() - _UNDER)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_bar(self, painter: QPainter, bottom: int) -> None:
        place, line, counts = self.rect(), self.fontMetrics().height(), self._bar.counts
        width = place.width() - (_BETWEEN + 4 if self._few else _BETWEEN)
        room, left = bottom - place.top() - line - _OVER, place.center().x() - width // 2
        top, scale = bottom, painter.deviceTransform().m22()
        thin = max(1, int(scale)) / scale
        for (colour, pattern), number in zip(_PARTS, astuple(counts), strict=True):
            if number:
                height = max(_LEAST, round(room * number / self._most) - 1)
                top -= height
                shown = QColor(self._theme.colours.of(colour))
                rect = whole_pixels(painter, QRect(left, top, width, height))
                painter.fillRect(rect, QBrush(shown, pattern))
                painter.setPen(QPen(shown, thin))
                painter.drawRect(rect.adjusted(thin / 2, thin / 2, -thin / 2, -thin / 2))
                top -= 1
        painter.setPen(QColor(self._theme.colours.secondary))
        painter.drawText(QRect(place.left(), top - line, place.width(), line), Qt.AlignmentFlag.AlignCenter, str(counts.total))


class OutcomeChart(QWidget):
    """A button for each day. `chosen` carries the first moment of the day that is pressed.

    Tab leads to one of the days, the arrow keys to the others.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.days: list[DayButton] = []
        identify(self, "results.chart", translate("Results", "Days by outcome"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._row.setSpacing(0)
        theme.changed.connect(self.update)

    def show_days(self, bars: Sequence[DayBar], selected: datetime | None) -> None:
        """Show these days; `selected` is the only one whose posts are listed."""
        if len(bars) != len(self.days):
            self._make_days(bars)
        most = max((bar.counts.total for bar in bars), default=0)
        for day, bar in zip(self.days, bars, strict=True):
            day.show_bar(bar, most, selected=bar.start == selected, few=len(bars) <= _FEW)
        self.setAccessibleDescription(". ".join(bar.words for bar in bars if bar.counts.total))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        later = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        last, current = len(self.days) - 1, next((n for n, day in enumerate(self.days) if day.hasFocus()), 0)
        steps = {
            Qt.Key.Key_Right: current + later,
            Qt.Key.Key_Left: current - later,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in steps:
            self.days[max(0, min(last, steps[Qt.Key(event.key())]))].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _make_days(self, bars: Sequence[DayBar]) -> None:
        """Add or remove days; the last one is where Tab leads."""
        while len(self.days) > len(bars):
            day = self.days.pop()
            day.hide()
            day.deleteLater()
        for number in range(len(self.days), len(bars)):
            day = DayButton(self._theme, f"results.chart.day.{number}", bars[number], partial(self._stand_on, number))
            day.toggled.connect(partial(self._choose, number))  # also by a screen reader, which needn't click
            self.days.append(day)
            self._row.addWidget(day)
            day.show()  # a layout shows what was added only later
        self._stand_on(len(bars) - 1)

    def _stand_on(self, number: int) -> None:
        policies = Qt.FocusPolicy
        for each, day in enumerate(self.days):
            day.setFocusPolicy(policies.StrongFocus if each == number else policies.ClickFocus)

    def _choose(self, number: int, _: bool) -> None:  # a slot of `toggled`
        self.chosen.emit(self.days[number].start)


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
