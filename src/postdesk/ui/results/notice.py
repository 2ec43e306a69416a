"""The notices of the results about what was done, and about what is being asked."""

from PySide6.QtCore import QCoreApplication

from postdesk.ui.kit.notice_bar import ActionNotice, ActionOutcome
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate


class ResultsNotice(ActionNotice):
    """The outcome of an action, or that the service is being asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "results.notice")
        self._asking: ActionOutcome | None = None

    def show_asking(self) -> None:
        """Show that the service is being asked."""
        self._asking = ActionOutcome(translate("ActionNotice", "Asking MyPostShare…"), Tone.LOCKED, "info")
        self.show_outcome(self._asking)

    def stop_asking(self) -> None:
        """Hide that the service is being asked: an answer came, or none can come, which the window shows elsewhere."""
        if self.told is self._asking:
            self.hide()
