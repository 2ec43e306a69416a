"""The headers of a week or a day: days with their notes above, and the hours on one clock or two at the side."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote, notes_on
from postdesk.ui.calendar.cells import notes_words
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import escape_markup, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.times import time_words

_SIDE: Final = 8
_HIGH: Final = 16
_UNDER: Final = 6
_DOWN: Final = 3
_APART: Final = 5
HourRow = Sequence[Cell]


class DayHeadings(QHeaderView):
    """The headings of days, with a second line where any of the days has a note. `day_clicked` carries a section's number."""

    day_clicked = Signal(int)

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme = theme
        self._days: Sequence[date] = ()
        self._notes: Sequence[DayNote] = ()
        self._today: date | None = None
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setToolTipDuration(-1)

    def show_days(self, days: Sequence[date], today: date, notes: Sequence[DayNote]) -> None:
        """Show these days, whose texts are the model's, and their notes."""
        grown = any(notes_on(notes, day) for day in days) != any(notes_on(self._notes, day) for day in self._days)
        self._days, self._today, self._notes = days, today, notes
        if grown:
            self.updateGeometry()
            self.geometriesChanged.emit()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        noted = line + _UNDER if any(notes_on(self._notes, day) for day in self._days) else 0
        return QSize(0, line + _HIGH + noted)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        colours, line = self._theme.colours, self.fontMetrics().height()
        painter.fillRect(rect, QColor(colours.sunk))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.line))
        if section >= len(self._days):
            return
        today = self._days[section] == self._today
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent if today else colours.secondary))
        model = self.model()
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        area = QRect(rect.left() + _SIDE, rect.top(), rect.width() - 2 * _SIDE, line + _HIGH)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        if today:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, QColor(colours.accent))
        if notes := notes_on(self._notes, self._days[section]):
            self._paint_notes(painter, area.translated(0, line + _UNDER), notes)

    def _paint_notes(self, painter: QPainter, area: QRect, notes: Sequence[DayNote]) -> None:
        icon, ratio = scale_to_font(self.fontMetrics(), 14), painter.device().devicePixelRatioF()
        pixmap = self._theme.pixmap("bookmark", "secondary", icon, ratio)
        painter.drawPixmap(area.left(), area.center().y() - icon // 2, pixmap)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.colours.text))
        room = area.adjusted(icon + 4, 0, 0, 0)
        every = " · ".join(note.text for note in notes)
        fits = self.fontMetrics().horizontalAdvance(every) <= room.width()
        words = every if fits else self.fontMetrics().elidedText(notes_words(notes), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if section >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.day_clicked.emit(section)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            section = self.logicalIndexAt(event.pos())
            notes = notes_on(self._notes, self._days[section]) if 0 <= section < len(self._days) else ()
            words = "\n".join(note.text for note in notes) or self.tr("Click to add a note (Shift+N)")
            QToolTip.showText(event.globalPos(), escape_markup(words), self.viewport())
            return True
        return super().viewportEvent(event)


class HourScale(QHeaderView):
    """The hours, each once at its first row; this computer's at the left of the client's."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._theme = theme
        self._names = ClockNames(theme, f"{view.objectName()}.clocks", view)
        self._hours: Sequence[tuple[str, str]] = ()
        self._widths = 0, 0
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_hours(self, context: CalendarContext, rows: Sequence[HourRow]) -> None:
        """Show each row's beginning on the clocks; a row that is no full hour has no text."""
        both = clocks_differ(context, rows)
        hours = [_hour_words(context, row, both=both) if not row[0].wall.minute else ("", "") for row in rows]
        widths = tuple(max(map(self.fontMetrics().horizontalAdvance, words)) for words in zip(*hours, strict=True))
        changed = widths != self._widths
        self._hours, self._widths = hours, (widths[0], widths[1])
        self._names.show_names(*((zone_word(context.local_zone.key), zone_word(context.zone.key)) if both else ("", "")))
        if changed:
            self.updateGeometry()
            self.geometriesChanged.emit()
        self.viewport().update()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_names()

    def _place_names(self) -> None:
        """Place the names above the hours, beside the headings of the days."""
        self._names.setGeometry(self.x(), 0, self.width(), self.y())

    def sizeHint(self) -> QSize:
        mine, theirs = self._widths
        # Only the width matters: asking Qt for the height would measure the texts of all rows.
        return QSize(theirs + 2 * _SIDE + (mine + _SIDE if mine else 0), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self.viewport()), self._theme.colours
        painter.fillRect(event.rect(), QColor(colours.surface))
        line, right = self.fontMetrics().height(), self.width() - _SIDE
        mine, theirs = QColor(colours.secondary), QColor(colours.text if self._widths[0] else colours.secondary)
        for n, (here, there) in enumerate(self._hours):
            top = self.sectionViewportPosition(n) + _DOWN
            if there and event.rect().intersects(QRect(0, top, self.width(), line)):
                painter.setPen(theirs)
                painter.drawText(QRect(0, top, right, line), Qt.AlignmentFlag.AlignRight, there)
                painter.setPen(mine)
                painter.drawText(QRect(0, top, _SIDE + self._widths[0], line), Qt.AlignmentFlag.AlignRight, here)
        painter.fillRect(self.width() - 1, event.rect().top(), 1, event.rect().height(), QColor(colours.line))


class ClockNames(QWidget):
    """The cities of the two columns of hours, beside the headings of the days."""

    def __init__(self, theme: Theme, identifier: str, view: QWidget) -> None:
        super().__init__(view)
        identify(self, identifier)
        self._theme = theme
        self._mine, self._theirs = "", ""
        self.hide()

    def show_names(self, mine: str, theirs: str) -> None:
        """Show the cities of the two clocks; hidden where there is one clock."""
        self._mine, self._theirs = mine, theirs
        plain_tooltip(self, self.tr("Your time in {0}, the client’s in {1}").format(mine, theirs) if mine else "")
        self.setVisible(bool(mine))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours, metrics = QPainter(self), self._theme.colours, self.fontMetrics()
        painter.fillRect(self.rect(), QColor(colours.sunk))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.line))
        # In the middle, or further left where the client's city needs that and mine has room.
        wanted = self.width() - 3 - metrics.horizontalAdvance(self._theirs)
        parted = min(self.width() // 2, max(wanted, metrics.horizontalAdvance(self._mine) + _SIDE))
        for words, left, right, colour in (
            (self._mine, 2, parted - _APART, colours.secondary),
            (self._theirs, parted, self.width() - 3, colours.text),
        ):
            area = QRect(left, 0, right - left, self.height())
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)


def clocks_differ(context: CalendarContext, rows: Sequence[HourRow]) -> bool:
    """Return True where this computer's clock differs from the shown zone's at any of these rows."""
    return any(wall_time(row[0].span.start, context.local_zone) != wall_time(row[0].span.start, context.zone) for row in rows)


def _hour_words(context: CalendarContext, row: HourRow, *, both: bool) -> tuple[str, str]:
    """Return the hour on this computer's clock and on the client's.

    The former is two times, “9:00/10:00”, in a week with a clock change.
    """
    theirs = time_words(row[0].wall.hour, row[0].wall.minute)
    if not both:
        return "", theirs
    there = (wall_time(cell.span.start, context.local_zone) for cell in row if cell.span.start < cell.span.end)
    return "/".join(dict.fromkeys(time_words(each.hour, each.minute) for each in there)), theirs
