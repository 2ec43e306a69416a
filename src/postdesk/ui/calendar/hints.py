"""What the calendar says below its bar: what became of an act, and what to do where nothing is to be seen."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.notice_bar import NoticeBar, Told
from postdesk.ui.kit.pane import pass_focus_on
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

_TO_READ_MS: Final = 12_000


class _Empty(Enum):
    """Why there is nothing to be seen."""

    NO_CLIENT = auto()
    FILTERED = auto()
    UNUSED = auto()


class QuietLine(QFrame):
    """A quiet line over what is shown, or over an empty month or week, with the next action: `action.clicked`."""

    def __init__(self, theme: Theme, identifier: str) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        identify(self, identifier)
        self._icon = IconLabel(theme, "calendar", "accent")
        self._words = PlainLabel(elide=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        identify(self._words, f"{identifier}.text")
        self.action = Button(theme, "", f"{identifier}.action", role="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(8)
        row.addStretch(1)
        for part in (self._icon, self._words, self.action):
            row.addWidget(part)
        row.addStretch(1)
        self._place: QWidget | None = None
        self.hide()

    def setVisible(self, visible: bool) -> None:
        if not visible:
            pass_focus_on(self)
        super().setVisible(visible)

    def lie_over(self, place: QWidget) -> None:
        """Stand at the foot of an empty place, so that nothing moves away from under the mouse as it comes and goes."""
        self.setProperty("role", "foot")
        self.setParent(place.parentWidget())
        self.hide()
        self._place = place
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._stand()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._stand()

    def _stand(self) -> None:
        if self._place:
            whole, height = self._place.geometry(), self.sizeHint().height()
            self.setGeometry(whole.adjusted(0, whole.height() - height, 0, 0))
            self.raise_()

    def tell(self, icon: str, words: str, action: str) -> None:
        """Show this, and have it spoken."""
        self._icon.show_icon(icon, "accent")
        self._words.setText(words)
        self.action.set_text(action)
        self.show()
        announce(self, words)


class Hints(QWidget):
    """Lines, each there only while it has something to say; what an empty list lacks stands in its middle (`over_list`).

    `everything_asked`: to be shown again, and not a part alone.
    """

    everything_asked = Signal()
    all_asked = Signal()
    new_asked = Signal()
    client_asked = Signal()

    def __init__(self, theme: Theme, over_list: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over_list = over_list
        self._told = NoticeBar(theme, "calendar.told", dismissible=True)
        self._empty = QuietLine(theme, "calendar.empty")
        self._part = QuietLine(theme, "calendar.part")
        self._part_words = ""
        self._why: tuple[_Empty, str, bool] | None = None
        self._undo: Callable[[], object] | None = None
        self._too_late = QTimer(self, singleShot=True)
        self._too_late.timeout.connect(self.forget)
        self._read = QTimer(self, singleShot=True)
        self._read.timeout.connect(self._told.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._told.setProperty("role", "banner")
        column.addWidget(self._told)
        column.addWidget(self._part)
        self._told.action.clicked.connect(self.undo)
        self._part.action.clicked.connect(self.everything_asked)
        for action in (self._empty.action, over_list.action):
            action.clicked.connect(self._do_next)

    def lie_over(self, views: QWidget) -> None:
        """Say over the foot of the views what they lack."""
        self._empty.lie_over(views)

    def tell(self, told: Told) -> None:
        """Say what became of an act, for a moment where nothing is offered with it.

        The last one that can be taken back stays so, also where other words follow.
        """
        self._read.start(_TO_READ_MS)
        if told.undo:
            self._read.stop()
            self._undo = told.undo
            self._too_late.stop()
            if told.undo_ms:
                self._too_late.start(told.undo_ms)
        action = (told.undo_words or self.tr("Undo")) if told.undo else ""
        self._told.tell(told.words, told.tone, told.icon, action)

    def show_part(self, words: str) -> None:
        """Say that a part alone is shown, and how to see everything again; nothing with no words."""
        if words and words != self._part_words:
            self._part.tell("filter", words, self.tr("Show everything"))
        self._part_words = words
        self._part.setVisible(bool(words))

    def forget(self) -> None:
        """Say nothing of what was, and take nothing of it back."""
        self._undo = None
        self._too_late.stop()
        self._told.hide()

    def undo(self) -> None:
        """Take the last act back."""
        undo = self._undo
        self.forget()
        if undo:
            undo()

    def show_emptiness(
        self, *, empty: bool, title: str, filtering: bool, clients: Sequence[Client], in_list: bool = False
    ) -> None:
        """Say why nothing is to be seen in what `title` names, once, with the next action; nothing where there is something."""
        reason = _Empty.FILTERED if filtering else _Empty.UNUSED
        why = (reason if clients else _Empty.NO_CLIENT, title, in_list) if empty else None
        if why == self._why:
            return
        self._why = why
        self._empty.setVisible(empty and not in_list)
        self._over_list.setVisible(empty and in_list)
        if why:
            words, action, icon = self._words(why[0], title)
            if in_list:
                self._over_list.tell(icon, words, action=action)
            else:
                self._empty.tell(icon, words, action)

    def _words(self, reason: _Empty, title: str) -> tuple[str, str, str]:
        match reason:
            case _Empty.NO_CLIENT:
                return self.tr("No client or brand yet: posts are always for one."), self.tr("Add client or brand"), "users"
            case _Empty.FILTERED:
                return self.tr("{0}: no posts like that.").format(title), self.tr("Show all"), "filter"
            case _Empty.UNUSED:
                return self.tr("{0}: nothing planned yet.").format(title), self.tr("New post"), "calendar"

    def _do_next(self) -> None:
        match self._why:
            case (_Empty.NO_CLIENT, _, _):
                self.client_asked.emit()
            case (_Empty.FILTERED, _, _):
                self.all_asked.emit()
            case _:
                self.new_asked.emit()
