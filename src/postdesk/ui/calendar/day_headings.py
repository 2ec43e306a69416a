"""The days above their hours, each with what the user noted on it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from postdesk.domain.day_notes import DayNote, on
from postdesk.ui.calendar.wording import notes_words
from postdesk.ui.kit.mark import scaled
from postdesk.ui.kit.plain import never_markup
from postdesk.ui.kit.theme import Theme

_SIDE: Final = 8
_HIGH: Final = 16
_UNDER: Final = 6


class DayHeadings(QHeaderView):
    """A second line where any of the days has a note. `day_clicked` carries a section's number."""

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
        """Show these days, whose words are the model's, and their notes."""
        grown = any(on(notes, day) for day in days) != any(on(self._notes, day) for day in self._days)
        self._days, self._today, self._notes = days, today, notes
        if grown:
            self.updateGeometry()
            self.geometriesChanged.emit()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        noted = line + _UNDER if any(on(self._notes, day) for day in self._days) else 0
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
        if notes := on(self._notes, self._days[section]):
            self._paint_notes(painter, area.translated(0, line + _UNDER), notes)

    def _paint_notes(self, painter: QPainter, area: QRect, notes: Sequence[DayNote]) -> None:
        icon, ratio = scaled(self.fontMetrics(), 14), painter.device().devicePixelRatioF()
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
            notes = on(self._notes, self._days[section]) if 0 <= section < len(self._days) else ()
            words = "\n".join(note.text for note in notes) or self.tr("Click for a note on this day (Shift+N)")
            QToolTip.showText(event.globalPos(), never_markup(words), self.viewport())
            return True
        return super().viewportEvent(event)
