"""Bars of the window: notices that pass by themselves, and the most pressing problem."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication

from postdesk.engine.notices import Notice
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.health import SendingProblem
from postdesk.ui.text.notices import NoticeWords, notice_words
from postdesk.ui.text.states import Tone

_NOTICE_MS: Final = 12_000
_SEVERAL: Final = 2


class PassingNotice(NoticeBar):
    """A notice that hides after a while, but not while the mouse is on it; one with a text to copy stays until that is copied.

    It shows the engine's notices that no pane shows in place. `said` follows each one.
    """

    said = Signal()

    def __init__(self, session: WorkspaceSession, scope: Scope, theme: Theme) -> None:
        super().__init__(theme, "notice", dismissible=True)
        self._session, self._scope = session, scope
        self.make_compact()
        self._copy = ""
        self._step: Callable[[], object] | None = None
        self._end = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._end.timeout.connect(self._pass)
        self.action.clicked.connect(self._act)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._show_words(NoticeWords(text, Tone.LOCKED, "info"))

    def offer(self, text: str, action: str, step: Callable[[], object]) -> None:
        """Show a sentence with a next step."""
        self._show_words(NoticeWords(text, Tone.LOCKED, "file-text"), action, step)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice of the engine."""
        words = notice_words(notice)
        self._show_words(replace(words, text=self._of_client(words.text, notice.client_id)))

    def _of_client(self, text: str, client_id: int | None) -> str:
        """Return the text with the client's name in front, unless the window shows that client alone or the text names it."""
        client = self._session.clients.get(client_id)
        alone = client_id == self._scope.client_id or len(self._session.clients.all()) < _SEVERAL
        return text if client is None or alone or client.name in text else self.tr("{0}: {1}").format(client.name, text)

    def _show_words(self, words: NoticeWords, action: str = "", step: Callable[[], object] | None = None) -> None:
        if self.parentWidget() is None:
            return  # the window has no contents yet, and this would open as a window of its own
        self._copy, self._step = words.copy, step
        self.tell(words.text, words.tone, words.icon, self.tr("Copy") if words.copy else action)
        self._end.stop()
        if not words.copy:
            self._end.start()
        self.said.emit()

    def _pass(self) -> None:
        if self.underMouse():
            self._end.start()
        else:
            self.hide()

    def _act(self) -> None:
        """Take the next step, or copy the text."""
        self.hide()
        if self._step:
            self._step()
        else:
            QGuiApplication.clipboard().setText(self._copy)


class ProblemBar(NoticeBar):
    """The most pressing problem and its button: `asked` carries the Remedy. Once closed, it comes back with the next problem.

    A problem without an action is shown once.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "banner.trouble", dismissible=True)
        self._problem: SendingProblem | None = None
        self._known: SendingProblem | None = None
        self.action.clicked.connect(self._ask)

    def show_problem(self, problem: SendingProblem | None) -> None:
        """Show this problem, or none; a new one is announced."""
        news, self._problem = problem != self._problem, problem
        if problem is None:
            self.hide()
        elif not news:
            self.label.setText(problem.words)
        elif problem == self._known:
            self.hide()
        else:
            self._known = problem if problem.tone is Tone.LOCKED else self._known
            self.tell(problem.words, problem.tone, problem.icon, problem.action)

    def hide_passive(self) -> None:
        """Hide a problem without an action for another notice: it was read by then, and the status bar still names it."""
        if self._problem and self._problem.tone is Tone.LOCKED:
            self.hide()

    def _ask(self) -> None:
        if self._problem:
            self.asked.emit(self._problem.remedy)
