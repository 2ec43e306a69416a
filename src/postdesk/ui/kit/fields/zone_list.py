"""The drop-down list of time zones, with the present time in each."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.times import zone
from postdesk.domain.zones import TimeZone
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import clock_text, offset_text

_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Now = Callable[[], datetime]


class ZoneModel(QAbstractListModel):
    """The zones with the present time there."""

    def __init__(self, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._places: tuple[TimeZone, ...] = ()

    def show_zones(self, found: tuple[TimeZone, ...]) -> None:
        """Show these zones, in this order."""
        self.beginResetModel()
        self._places = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = self._places[index.row()]
        known = zone(place.zone)
        if role == Qt.ItemDataRole.DisplayRole:
            return place.shown
        if role == Qt.ItemDataRole.UserRole:
            return place.zone
        if known and role == Qt.ItemDataRole.StatusTipRole:
            return " · ".join(zone_clock(self._now(), known))
        if known and role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((place.shown, *zone_clock(self._now(), known)))
        return None


class ZoneDelegate(QStyledItemDelegate):
    """The delegate of a zone: its name on the left, its time on the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + option.fontMetrics.horizontalAdvance("00:00 · UTC+00:00") + 24, hint.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(self._theme.colours.secondary))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        there = str(index.data(Qt.ItemDataRole.StatusTipRole) or "")
        painter.drawText(option.rect.adjusted(8, 0, -10, 0), right, there)
        painter.restore()


def zone_clock(now: datetime, there: ZoneInfo) -> tuple[str, str]:
    """Return the time in a zone, and its offset from UTC, as texts."""
    return clock_text(now, there), offset_text(now, there)


def style_popup(completer: QCompleter, identifier: str, name: str) -> QAbstractItemView:
    """Return the completer's own list, styled like the fields.

    A new list can't be set: Python would destroy it a second time.
    """
    popup = completer.popup()
    assert popup
    popup.setProperty("role", "boxed")
    popup.setStyleSheet("QListView, QListView:focus { border-width: 1px; padding: 1px; }")  # the border that QCompleter expects
    identify(popup, f"{identifier}.list", name)
    return popup
