"""Choosing a time zone: by typing a part of a city, a country or an offset, or from the whole list."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from postdesk.domain.times import zone
from postdesk.domain.zones import Place, find_places, place_named, places
from postdesk.ui.parts.announce import announce
from postdesk.ui.parts.identity import identify
from postdesk.ui.parts.steady_label import SteadyLabel
from postdesk.ui.plain import set_property
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone, clock_text, zone_word
from postdesk.ui.zone_words import offset_text

_ROWS = 10
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Now = Callable[[], datetime]


class ZoneField(QWidget):
    """A line for a zone, and below it the time there. `chosen` follows when another zone was chosen, and only then.

    What is no zone leaves the one that was there, and that is said.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, now: Now, identifier: str, name: str) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self.zone = ""
        self.line = _Line()
        identify(self.line, identifier, name)
        self.remark = SteadyLabel(role="secondary", lines=1)
        identify(self.remark, f"{identifier}.remark")
        self._list = _Places(now, self)
        self._completer = QCompleter(self._list, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_ROWS)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self._completer.setWidget(self.line)
        self._popup = _popup(identifier, name)
        self._completer.setPopup(self._popup)
        self._popup.setItemDelegate(_Row(theme, self._popup))
        self._open = QAction(self.tr("All time zones"), self.line)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.remark)
        self.setFocusProxy(self.line)
        self._wire()

    @property
    def pending(self) -> bool:
        """Whether something was typed that is not chosen yet."""
        return self.line.isModified()

    def show_zone(self, name: str) -> None:
        """Show this zone, also one that is not listed."""
        self.zone = name
        self.line.setText(name.replace("_", " "))
        self._say()

    def _typed(self, text: str) -> None:
        """Offer what fits, the likeliest first; nothing is chosen by that."""
        found = find_places(text, self._now())
        self._list.show_places(found)
        if found:
            self._say()
            self._completer.complete()
            self._stand_on(0)
        else:
            self._popup.hide()
            self._say_unknown(text)

    def _offer_all(self) -> None:
        every = places()
        self._list.show_places(every)
        self._completer.complete()
        self._stand_on(next((row for row, each in enumerate(every) if each.zone == self.zone), 0))

    def _stand_on(self, row: int) -> None:
        self._popup.setCurrentIndex(self._completer.completionModel().index(row, 0))

    def _take(self) -> None:
        """Return or Tab: the line of the list that stands out, where it is open."""
        index = self._popup.currentIndex()
        if self._popup.isVisible() and index.isValid():
            self._popup.hide()
            self._choose(str(index.data(Qt.ItemDataRole.UserRole)))
        else:
            self._finish()

    def _choose(self, name: str) -> None:
        changed = name != self.zone
        self.show_zone(name)
        self.line.selectAll()
        if changed:
            self.chosen.emit(name)

    def _finish(self) -> None:
        """Take what was typed where it names one zone; otherwise the old one stays."""
        if not self.pending or self._popup.isVisible():
            return
        typed = self.line.text()
        found = find_places(typed, self._now())
        if place := place_named(typed) or (found[0] if len(found) == 1 else None):
            self._choose(place.zone)
            return
        self.show_zone(self.zone)
        self.line.selectAll()
        self._say_unknown(typed, several=bool(found))
        announce(self.line, self.remark.text(), urgent=True)

    def _give_up(self) -> None:
        self.show_zone(self.zone)
        self.line.selectAll()

    def _say(self) -> None:
        """What time it is there."""
        known = zone(self.zone)
        words = self.tr("It is {0} there now ({1}).").format(*_clock_there(self._now(), known)) if known else ""
        self._tell(words, "")

    def _say_unknown(self, typed: str, *, several: bool = False) -> None:
        if not typed.strip():
            words = self.tr("Type a city or a country. {0} stays until then.")
        elif several:
            words = self.tr("“{1}” could be several time zones. {0} stays.")
        else:
            words = self.tr("No time zone fits “{1}”. {0} stays.")
        self._tell(words.format(zone_word(self.zone), typed.strip()), Tone.ATTENTION)

    def _tell(self, words: str, tone: str) -> None:
        set_property(self.remark, "role", "" if tone else "secondary")
        set_property(self.remark, "tone", tone)
        self.remark.setText(words)

    def _wire(self) -> None:
        self.line.textEdited.connect(self._typed)
        self.line.taken.connect(self._take)
        self.line.left.connect(self._finish)
        self.line.given_up.connect(self._give_up)
        self.line.all_wanted.connect(self._offer_all)
        self._open.triggered.connect(self._offer_all)
        self._completer.activated.connect(self._choose)
        self._theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._open.setIcon(self._theme.icon("chevron-down", "secondary"))


def _popup(identifier: str, name: str) -> QListView:
    popup = QListView()
    popup.setProperty("role", "boxed")
    popup.setStyleSheet("QListView, QListView:focus { border-width: 1px; padding: 1px; }")  # what a completer reckons with
    identify(popup, f"{identifier}.list", name)
    return popup


class _Line(QLineEdit):
    """All selected when it is entered. Amid typing `taken` follows Return and Tab, `given_up` Escape; `all_wanted` follows Down.

    `left` follows when the focus leaves.
    """

    taken = Signal()
    left = Signal()
    all_wanted = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entering = False

    def event(self, event: QEvent) -> bool:
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if tab and event.type() is QEvent.Type.KeyPress and self.isModified():
            self.taken.emit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isModified():
            self.taken.emit()  # and not the button of the dialog around it
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._entering = event.reason() is Qt.FocusReason.MouseFocusReason
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._entering:
            self._entering = False  # this click brought the focus: it would put the cursor into what is selected
        else:
            super().mousePressEvent(event)


class _Places(QAbstractListModel):
    """Zones with the time there."""

    def __init__(self, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._places: tuple[Place, ...] = ()

    def show_places(self, found: tuple[Place, ...]) -> None:
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
            return " · ".join(_clock_there(self._now(), known))
        if known and role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((place.shown, *_clock_there(self._now(), known)))
        return None


class _Row(QStyledItemDelegate):
    """The name on the left, the time there on the right."""

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


def _clock_there(now: datetime, there: ZoneInfo) -> tuple[str, str]:
    return clock_text(now, there), offset_text(now, there)
