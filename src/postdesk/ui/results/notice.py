"""The notice below the results."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QShowEvent

from postdesk.domain.clock import Clock
from postdesk.ui.kit.notice_bar import TO_READ_MS, ActionNotice, ActionOutcome
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.line_buttons import SEEN_AFTER
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate


class ResultsNotice(ActionNotice):
    """The outcome of an action, or that the service is being asked."""

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__(theme, "results.notice", to_read_ms=TO_READ_MS)
        self._clock, self._came = clock, float("-inf")
        self._asking: ActionOutcome | None = None
        self.action.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._came = self._clock.monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore the second click of a double click on the last line, whose place the notice has just taken."""
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        return pressed and self._clock.monotonic() - self._came < SEEN_AFTER

    def show_asking(self) -> None:
        """Show that the service is being asked."""
        self._asking = ActionOutcome(translate("ActionNotice", "Asking MyPostShare…"), Tone.LOCKED, "info")
        self.show_outcome(self._asking)
        self._read.stop()  # until the answer

    def stop_asking(self) -> None:
        """Hide that the service is being asked: an answer came, or none can come, which the window shows elsewhere."""
        if self.told is self._asking:
            self.hide()
