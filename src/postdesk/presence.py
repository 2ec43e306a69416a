"""Postdesk outside of its window: in the tray while it runs in the background, and in the system's notifications."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from postdesk.domain.board import BoardFilter, Card
from postdesk.domain.state_groups import WAITING
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.notification_words import next_words
from postdesk.notifications import Notifications, NotificationTarget
from postdesk.ui.shell.workspace_window import WorkspaceWindow
from postdesk.ui.text.times import when_text

_APP = "Postdesk"
_NEXT = timedelta(days=30)


class TrayPresence(QObject):
    """Reports on all running sessions, and brings back the window of the shown one. `local_zone` is this computer's zone.

    `workspace_requested` carries the id of a workspace whose post was clicked in a notification.
    """

    workspace_requested = Signal(int)

    def __init__(self, resources: Path, local_zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon_file = resources / "icons" / "org.postdesk.Postdesk.svg"
        self._local_zone = local_zone
        self._shown: WorkspaceWindow | None = None
        self._pending_target: NotificationTarget | None = None
        self._sessions: list[WorkspaceSession] = []
        self._tray: Tray | None = None
        self._notifications = Notifications(self._icon_file, self._is_away, self)
        self._notifications.clicked.connect(self._go)

    def follow(self, session: WorkspaceSession) -> None:
        """Report on a workspace session from now on; its present questions count as seen."""
        self._sessions.append(session)
        self._notifications.follow(session)
        session.changes.posts.connect(self._update_tray)
        session.changes.settings.connect(self._update_tray)

    def forget(self, session: WorkspaceSession) -> None:
        """Stop reporting on a session that is being closed."""
        session.changes.posts.disconnect(self._update_tray)
        session.changes.settings.disconnect(self._update_tray)
        self._notifications.forget(session)
        self._sessions.remove(session)

    def set_window(self, shown: WorkspaceWindow | None) -> None:
        """Set the window that is shown; None for none."""
        self._shown = shown
        self._leave_tray()

    def window_ready(self) -> None:
        """Go to the post that was clicked before the window was ready, unless the window is another workspace's."""
        target, self._pending_target = self._pending_target, None
        if target and self._is_shown(target.session):
            self._go(target)

    def raise_window(self) -> None:
        """Bring the window back: for a second start, a click in the tray or on a notification."""
        if self._shown:
            self._shown.raise_()
        self._leave_tray()

    def go_to_background(self) -> None:
        """Hide the window and go on working; the tray, where there is one, brings it back."""
        if self._shown:
            self._shown.window.hide()
            if QSystemTrayIcon.isSystemTrayAvailable():
                self._show_tray()

    def begin_in_background(self) -> None:
        """Start without a visible window: in the tray, or minimised where there is none."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._show_tray()
        elif self._shown:
            self._shown.window.showMinimized()

    def _show_tray(self) -> None:
        if self._tray is None:
            self._tray = tray = Tray(QIcon(str(self._icon_file)), self)
            tray.open_requested.connect(self.raise_window)
            tray.next_requested.connect(self._go_to_next)
            tray.pause_requested.connect(self._toggle_pause)
            tray.quit_requested.connect(self._quit)
            tray.about_to_open.connect(self._update_tray)
        self._tray.show()
        self._update_tray()

    def _leave_tray(self) -> None:
        if self._tray:
            self._tray.hide()

    def _update_tray(self) -> None:
        if self._tray is None or not self._tray.shown or not self._sessions:
            return
        session, card = self._next()
        when = when_text(card.due_at, self._local_zone, session.clock.now()) if card else ""
        self._tray.tell(next_words(session, card, when), known=card is not None, paused=session.pause.since is not None)

    def _next(self) -> tuple[WorkspaceSession, Card | None]:
        """Return the next card to be sent among all sessions, and its session."""
        found = [(card, session) for session in self._sessions for card in _coming(session)]
        if not found:
            return self._sessions[0], None
        card, session = min(found, key=lambda each: each[0].due_at - each[1].clock.now())
        return session, card

    def _go_to_next(self) -> None:
        session, card = self._next()
        if card:
            self._go(NotificationTarget(session, int(card.id)))

    def _toggle_pause(self) -> None:
        pause = self._sessions[0].pause
        pause.end() if pause.since else pause.begin()

    def _quit(self) -> None:
        self.raise_window()
        if self._shown:
            self._shown.window.close()

    def _is_away(self) -> bool:
        return self._shown is not None and not self._shown.window.isActiveWindow()

    def _is_shown(self, session: WorkspaceSession) -> bool:
        return self._shown is not None and self._shown.session.workspace.id == session.workspace.id

    def _go(self, target: NotificationTarget) -> None:
        self.raise_window()
        if self._shown is None or not self._is_shown(target.session):
            self._pending_target = target
            self.workspace_requested.emit(target.session.workspace.id)
        elif navigator := self._shown.navigator:
            if target.post_id is not None:
                navigator.open_post(target.post_id)
            elif target.client_id is not None:
                navigator.show_connections(target.client_id)
            else:
                navigator.show_states(target.states)


def _coming(session: WorkspaceSession) -> tuple[Card, ...]:
    now = session.clock.now()
    return session.board.agenda(now, now + _NEXT, BoardFilter(states=WAITING), limit=1)


class Tray(QObject):
    """The tray icon: opens the window, shows the next post, pauses and quits; hidden at first.

    `about_to_open` comes before the menu opens, so that its texts can be updated.
    """

    open_requested = Signal()
    next_requested = Signal()
    pause_requested = Signal()
    quit_requested = Signal()
    about_to_open = Signal()

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self.next = self._added("", self.next_requested)
        self.menu.addSeparator()
        self._added(self.tr("Open Postdesk"), self.open_requested)
        self.pause = self._added("", self.pause_requested)
        self.menu.addSeparator()
        self._added(self.tr("Quit"), self.quit_requested)
        self.menu.aboutToShow.connect(self.about_to_open)
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._clicked)

    def show(self) -> None:
        """Show the icon, where the desktop has a tray."""
        self._icon.show()

    @property
    def shown(self) -> bool:
        """True while the icon is shown."""
        return self._icon.isVisible()

    def hide(self) -> None:
        """Hide the icon."""
        self._icon.hide()

    def tell(self, next_post: str, *, known: bool, paused: bool) -> None:
        """Show the next post as text. `known`: the post can be opened; `paused`: all sending is paused."""
        self.next.setText(next_post.replace("&", "&&"))
        self.next.setEnabled(known)
        self.pause.setText(self.tr("Resume sending") if paused else self.tr("Pause all sending"))
        said = self.tr("Sending is paused") if paused else next_post
        self._icon.setToolTip(f"{_APP}\n{said}")

    def _added(self, words: str, asked: SignalInstance) -> QAction:
        action = self.menu.addAction(words)
        action.triggered.connect(asked)
        return action

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.open_requested.emit()
