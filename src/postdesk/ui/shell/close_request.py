"""A request to close the window: asks about unsaved changes first, then about posts that still need this computer."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from postdesk.domain.close_forecast import expected_return
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.unsaved_writes import settle_all
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.shell.close_question import CloseChoice, CloseQuestion, UnsavedQuestion, WaitingPosts, collect_waiting_posts
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow

_ENDING: Final = (CloseChoice.LOCK_IN, CloseChoice.QUIT)


@dataclass(frozen=True, slots=True)
class CloseAnswer:
    """The answer to the question, and the entries that it offered to lock in."""

    choice: CloseChoice
    to_lock_in: frozenset[int] = frozenset()


class CloseRequest(QObject):
    """Asks when a window is to close; `granted` carries the CloseAnswer that permits it. `save` saves what was typed."""

    granted = Signal(object)

    def __init__(self, session: WorkspaceSession, context: WindowContext, window: MainWindow, save: Callable[[], None]) -> None:
        super().__init__(window)
        self._session, self._context, self._window, self._save = session, context, window, save
        self._question: CloseQuestion | None = None
        self._unsaved_question: UnsavedQuestion | None = None

    def listen(self) -> None:
        """Handle clicks on the window's close button from now on, and an earlier one."""
        self._window.close_requested.connect(self._begin)
        if self._window.close_pending:
            self._begin()

    def _begin(self) -> None:
        """Save what was typed, and ask about unsaved changes."""
        self._save()
        if any(session.unsaved.pending for session in self._context.sessions()):
            unsaved = [session.unsaved for session in self._context.sessions()]
            self._session.tasks.start("ask about the unsaved", settle_all(unsaved, self._ask_about_unsaved))
        else:
            self._ask_about_waiting()

    def _ask_about_unsaved(self, count: int) -> None:
        if not count:
            self._ask_about_waiting()
        elif self._unsaved_question is None:
            failure = self._session.health.state.storage_problem
            self._unsaved_question = question = UnsavedQuestion(self._context.theme, count, failure, self._window)
            question.chosen.connect(self._answered_about_unsaved)
            question.open()

    def _answered_about_unsaved(self, close: bool) -> None:
        self._unsaved_question = None
        if close:
            self._ask_about_waiting()

    def _waiting(self) -> WaitingPosts:
        """Return the posts waiting here that are due before the user is likely back."""
        return collect_waiting_posts(
            self._context.sessions(), expected_return(self._session.clock.now(), self._context.local_zone)
        )

    def _ask_about_waiting(self) -> None:
        waiting = self._waiting()
        if not waiting.count:
            self.granted.emit(CloseAnswer(CloseChoice.QUIT))
            return
        if self._question is None:
            self._question = question = CloseQuestion(
                self._context.theme,
                waiting,
                self._context.local_zone,
                self._session.clock.now(),
                tray=QSystemTrayIcon.isSystemTrayAvailable(),
                parent=self._window,
            )
            question.chosen.connect(lambda choice: self._chosen(choice, waiting))
            question.open()

    def _chosen(self, choice: CloseChoice, named: WaitingPosts) -> None:
        """Ask again where more posts came to wait since the question was opened, since it did not name them."""
        self._question = None
        if choice in _ENDING and not self._waiting().entry_ids <= named.entry_ids:
            self._ask_about_waiting()
        elif choice != CloseChoice.STAY:
            self.granted.emit(CloseAnswer(choice, named.lockable_ids))
