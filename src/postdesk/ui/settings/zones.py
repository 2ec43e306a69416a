"""The field for a time zone: by typing a part of a city, a country or an offset, or from the whole list."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from postdesk.domain.times import zone
from postdesk.domain.zones import TimeZone, find_time_zones, time_zone_named, time_zones
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.fields.zone_list import Now, ZoneDelegate, ZoneModel, style_popup, zone_clock
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.plain_text import set_property
from postdesk.ui.kit.steady_label import SteadyLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import Tone

_ROWS = 10
_TICK_MS = 10_000


class ZoneField(QWidget):
    """A line for a zone, and below it the time there. `chosen` follows only a different zone.

    An input that is no zone keeps the former zone, with a message. `shown` follows every change in the line.
    """

    chosen = Signal(str)
    shown = Signal()

    def __init__(self, theme: Theme, now: Now, identifier: str, name: str) -> None:
        super().__init__()
        self._theme, self._now = theme, now
        self.zone = ""
        self.line = _Line()
        identify(self.line, identifier, name)
        self.remark = SteadyLabel(role="secondary", lines=1, identifier=f"{identifier}.remark")
        self._list = ZoneModel(now, self)
        self._completer = QCompleter(self._list, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_ROWS)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self._completer.setWidget(self.line)
        self._popup = style_popup(self._completer, identifier, name)
        self._popup.setItemDelegate(ZoneDelegate(theme, self._popup))
        self._tick = QTimer(self, interval=_TICK_MS)
        self._open = QAction(self.tr("All time zones"), self.line)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self.setLayout(column_of(self.line, self.remark, spacing=4))
        self.setFocusProxy(self.line)
        self._wire()

    @property
    def is_certain(self) -> bool:
        """True while the line names exactly one zone."""
        return not self.line.isModified() or self._meant() is not None

    def show_zone(self, name: str) -> None:
        """Show this zone, even if it is not listed."""
        self.zone = name
        self.line.setText(name.replace("_", " "))
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._time_goes_on()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def _time_goes_on(self) -> None:
        if not self.remark.property("tone"):
            self._say()

    def _typed(self, text: str) -> None:
        """Offer the matches, the likeliest first; nothing is selected by that."""
        found = find_time_zones(text, self._now())
        self._list.show_zones(found)
        if found:
            self._say()
            self._completer.complete()
            self._stand_on(0)
        else:
            self._popup.hide()
            self._say_unknown(text)

    def _offer_all(self) -> None:
        every = time_zones()
        self._list.show_zones(every)
        self._completer.complete()
        self._stand_on(next((row for row, each in enumerate(every) if each.zone == self.zone), 0))

    def _stand_on(self, row: int) -> None:
        self._popup.setCurrentIndex(self._completer.completionModel().index(row, 0))

    def _take(self) -> None:
        """Handle Return and Tab: select the highlighted line of an open list, or else the typed zone."""
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

    def _meant(self) -> TimeZone | None:
        """Return the typed zone where the text names one, or only one matches; otherwise None."""
        found = find_time_zones(self.line.text(), self._now())
        return time_zone_named(self.line.text()) or (found[0] if len(found) == 1 else None)

    def _finish(self) -> None:
        """Select the typed zone where the text names one; otherwise keep the former one."""
        if not self.line.isModified() or self._popup.isVisible():
            return
        if place := self._meant():
            self._choose(place.zone)
            return
        typed = self.line.text()
        self._choose(self.zone)
        self._say_unknown(typed, several=bool(find_time_zones(typed, self._now())))
        announce(self.line, self.remark.text(), urgent=True)

    def _say(self) -> None:
        """Show the time in the zone."""
        known = zone(self.zone)
        words = self.tr("It is {0} there now ({1}).").format(*zone_clock(self._now(), known)) if known else ""
        self._tell(words, "")

    def _say_unknown(self, typed: str, *, several: bool = False) -> None:
        if not typed.strip():
            words = self.tr("Enter a city or a country. Still using {0}.")
        elif several:
            words = self.tr("“{1}” matches several time zones. Still using {0}.")
        else:
            words = self.tr("No time zone found for “{1}”. Still using {0}.")
        self._tell(words.format(zone_word(self.zone), typed.strip()), Tone.ATTENTION)

    def _tell(self, words: str, tone: str) -> None:
        set_property(self.remark, "role", "" if tone else "secondary")
        set_property(self.remark, "tone", tone)
        self.remark.setText(words)

    def _wire(self) -> None:
        self.line.textEdited.connect(self._typed)
        self.line.textChanged.connect(lambda _: self.shown.emit())
        self._tick.timeout.connect(self._time_goes_on)
        self.line.taken.connect(self._take)
        self.line.focus_left.connect(self._finish)
        self.line.given_up.connect(lambda: self._choose(self.zone))
        self.line.all_requested.connect(self._offer_all)
        self._open.triggered.connect(self._offer_all)
        self._completer.activated.connect(self._choose)
        self._theme.changed.connect(self._apply_style)
        self._apply_style()

    def _apply_style(self) -> None:
        self._open.setIcon(self._theme.icon("chevron-down", "secondary"))


class _Line(QLineEdit):
    """A line edit that selects everything on focus.

    While typing, `taken` follows Return and Tab, `given_up` Escape; `all_requested` follows Down. `focus_left` follows when the
    focus leaves.
    """

    taken = Signal()
    focus_left = Signal()
    all_requested = Signal()
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
            self.taken.emit()  # without pressing the default button of the dialog
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.all_requested.emit()
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
            self.focus_left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._entering:
            self._entering = False  # the click that gave the focus would clear the selection
        else:
            super().mousePressEvent(event)
