"""A notice in place: a sentence in a tone, with an action."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import UNBOUNDED, row_of
from postdesk.ui.kit.pane import TransientFrame
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_notice_tone, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.time_left import TimeLeft
from postdesk.ui.text.states import Tone

_LOW: Final = 520
"""The height of a main window, in pixels, below which a notice in it has two lines at most."""
UNDO_MS: Final = 60_000
"""The usual time for an undo that nothing else limits."""


TO_READ_MS: Final = 12_000
"""The usual time to read words without an action."""


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """The outcome of an action; `icon` is a Lucide name. `undo` takes it back, within `undo_ms` unless that is 0.

    `undoable` returns False once something newer has to be undone first, or nothing can be undone any more.

    Without `words` the outcome is shown elsewhere, and only its `undo` is kept. `next_step` is a follow-up with a button
    `next_words`; it undoes nothing. `asks`: the words are a question, and the follow-up answers it.
    """

    words: str
    tone: Tone
    icon: str
    undo: Callable[[], object] | None = None
    undo_ms: int = 0
    undoable: Callable[[], bool] = lambda: True
    next_step: Callable[[], object] | None = None
    next_words: str = ""
    asks: bool = False


class NoticeBar(TransientFrame):
    """Icon, words, one action (`action.clicked`) and, if `dismissible`, a cross. Hidden until `tell` is called."""

    def __init__(self, theme: Theme, identifier: str, *, dismissible: bool = False) -> None:
        super().__init__("notice", identifier)
        self._icon = IconLabel(theme, "info")
        self.label = PlainLabel(wrap=True, identifier=f"{identifier}.text")
        self.label.elide_lines()
        self.time_left = TimeLeft(f"{identifier}.time_left")
        self.action = Button(theme, "", f"{identifier}.action", role="link")
        self._dismiss = IconButton(theme, "x", self.tr("Dismiss"), f"{identifier}.dismiss", on_click=self.hide)
        row = row_of(self._icon, self.label, self.time_left, self.action, self._dismiss, grow=self.label, margins=(12, 6, 8, 6))
        self.setLayout(row)
        self._dismiss.setVisible(dismissible)  # now that it is a part: before, it would be shown as a window
        self.hide()

    def make_compact(self) -> None:
        """Limit the notice to two lines, with an outline; longer text is in the tool tip."""
        for each in (self, self.action, self._dismiss):
            each.setProperty("over", True)
        self.label.setContentsMargins(0, 1, 0, 1)  # some letters are a little higher than their line
        layout = self.layout()
        assert layout
        layout.setContentsMargins(12, 0, 8, 0)

    def tell(self, words: str, tone: Tone = Tone.ACCENT, icon: str = "info", action: str = "") -> None:
        """Show these words, and have them spoken."""
        set_notice_tone(self, tone)
        set_tone(self.label, tone)
        self._icon.show_icon(icon, tone)
        self.label.setText(words)
        self._fit()
        self.time_left.stop()
        self.action.set_text(action)
        self.action.setAccessibleDescription("")
        self.action.setVisible(bool(action))
        self.show()
        announce(self, words, urgent=tone in {Tone.BAD, Tone.ATTENTION})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Limit the words to two lines where the window is low; the whole text is in the tool tip then."""
        label, window = self.label, self.window()
        over = bool(self.property("over"))  # whoever places it limits it
        low = not over and isinstance(window, QMainWindow) and window.height() < _LOW
        most = 2 * label.fontMetrics().lineSpacing() + 2 if low else UNBOUNDED
        label.setMaximumHeight(most)
        plain_tooltip(label, label.text() if over or label.heightForWidth(label.width()) > most else "")

    def count_down(self, milliseconds: int) -> None:
        """Show how long the action is possible, from now on."""
        self.time_left.start(milliseconds)
        self.action.setAccessibleDescription(self.tr("Available for {0} s").format(self.time_left.seconds))


class ActionNotice(NoticeBar):
    """The outcome of an action, with its Undo or next step. The last Undo stays available after later messages.

    Words without an action are hidden after `to_read_ms`, unless that is 0.
    """

    def __init__(self, theme: Theme, identifier: str, *, to_read_ms: int = 0) -> None:
        super().__init__(theme, identifier, dismissible=True)
        self.to_read_ms = to_read_ms
        self.told: ActionOutcome | None = None
        self._undo: Callable[[], object] | None = None
        self._undoable: Callable[[], bool] = lambda: True
        self._too_late = QTimer(self, singleShot=True)
        self._too_late.timeout.connect(self._end_undo)
        self._read = QTimer(self, singleShot=True)
        self._read.timeout.connect(self.hide)
        self.action.clicked.connect(self._take_step)

    def show_outcome(self, told: ActionOutcome) -> None:
        """Show the outcome of an action."""
        self.told = told
        self._read.stop()
        if self.to_read_ms and not told.undo and not told.next_step:
            self._read.start(self.to_read_ms)
        if told.undo:
            self._undo, self._undoable = told.undo, told.undoable
            self._too_late.stop()
            if told.undo_ms:
                self._too_late.start(told.undo_ms)
        if not told.words:
            self.hide()
            return
        self.tell(told.words, told.tone, told.icon, told.next_words if told.next_step else self.tr("Undo") if told.undo else "")
        if told.undo and told.undo_ms and not told.next_step:
            self.count_down(told.undo_ms)
        self.action.setAutoDefault(told.asks)  # Enter answers a question
        if told.asks:
            self.action.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.told and self.told.asks:
            self.hide()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """Hide a question, or words without an action: the user goes on."""
        told = self.told
        if told and (told.asks or not (told.undo or told.next_step)):
            self.hide()

    @property
    def can_undo(self) -> bool:
        """True while there is an action to undo."""
        return self._undo is not None

    def check_undo(self) -> None:
        """Discard an undo that isn't possible any more; call it after each change of what it is about."""
        if self._undo and not self._undoable():
            self._too_late.stop()
            self._end_undo()

    def forget(self) -> None:
        """Hide the outcome, and discard its undo."""
        self.told = self._undo = None
        self._too_late.stop()
        self.time_left.stop()
        self.hide()

    def undo(self) -> None:
        """Undo the last action, or report that there is nothing to undo."""
        if undo := self._undo:
            self.forget()
            undo()
        else:
            words = self.tr("Nothing left to undo. Select a post to see its actions.")
            self.show_outcome(ActionOutcome(words, Tone.LOCKED, "info"))
            self._read.start(self.to_read_ms or TO_READ_MS)

    def _end_undo(self) -> None:
        """Discard the undo; the next step of another action stays."""
        self._undo = None
        self.time_left.stop()
        if self.told is None or self.told.next_step is None:
            self.hide()

    def _take_step(self) -> None:
        told, self.told = self.told, None
        if told and told.next_step:
            self.hide()
            told.next_step()
        else:
            self.undo()
