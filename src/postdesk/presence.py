"""Postdesk outside of its window: in the tray while it runs in the background, and in the system's notifications."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from postdesk.desk_window import DeskWindow
from postdesk.domain.board import Filter, Row, Sort
from postdesk.domain.posts import PostState
from postdesk.engine.desk import Desk
from postdesk.ui.words import state_word

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_log = logging.getLogger("postdesk.app")

_TOLD = frozenset({PostState.TO_DECIDE, PostState.FAILED, PostState.PARTIAL, PostState.REJECTED, PostState.MISSED})
_MOST = 50
_PAUSE_MS = 500
_APP = "Postdesk"


class Presence(QObject):
    """Follows one desk and its window at a time."""

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon_file = resources / "icons" / "org.postdesk.Postdesk.svg"
        self._desk: Desk | None = None
        self._shown: DeskWindow | None = None
        self._known: frozenset[tuple[int, PostState]] = frozenset()
        self._tray: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._notifier: DesktopNotifier | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)

    def follow(self, desk: Desk, shown: DeskWindow) -> None:
        """Tell of this desk from now on; what it asks already was seen."""
        self._desk, self._shown = desk, shown
        self._known = frozenset((row.id, row.state) for row in self._rows(desk))
        desk.changes.posts.connect(self._soon.start)

    def leave(self) -> None:
        """The window goes."""
        if self._desk:
            self._desk.changes.posts.disconnect(self._soon.start)
        self._desk = self._shown = None
        self._soon.stop()
        if self._tray:
            self._tray.hide()

    def show_asked(self) -> None:
        """A second start, a click in the tray or on a notification: bring the window back."""
        if self._shown:
            self._shown.raise_()
        if self._tray:
            self._tray.hide()

    def go_to_background(self) -> None:
        """Hide the window and go on working; the tray, where there is one, brings it back."""
        if self._shown is None:
            return
        self._shown.window.hide()
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._show_tray(self._shown)

    def _show_tray(self, shown: DeskWindow) -> None:
        if self._tray is None:
            self._menu = QMenu()
            self._menu.addAction(self.tr("Open Postdesk"), self.show_asked)
            self._menu.addAction(self.tr("Quit"), self._quit)
            self._tray = QSystemTrayIcon(QIcon(str(self._icon_file)), self)
            self._tray.setToolTip(_APP)
            self._tray.setContextMenu(self._menu)
            self._tray.activated.connect(self._tray_clicked)
        self._tray.show()

    def _tray_clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.show_asked()

    def _quit(self) -> None:
        self.show_asked()
        if self._shown:
            self._shown.window.close()

    def _rows(self, desk: Desk) -> tuple[Row, ...]:
        return desk.board.rows(Filter(states=_TOLD), Sort.WHEN, descending=True, limit=_MOST)

    def _look(self) -> None:
        if self._desk is None:
            return
        rows = self._rows(self._desk)
        new = [row for row in rows if (row.id, row.state) not in self._known]
        self._known = frozenset((row.id, row.state) for row in rows)
        away = self._shown is not None and not self._shown.window.isActiveWindow()
        if self._desk.settings.current.notify and away:
            for row in new:
                self._desk.tasks.start(f"notify {row.id} {row.state}", self._notify(self._desk, row))

    async def _notify(self, desk: Desk, row: Row) -> None:
        """A notification; a click on it opens the row. Where the desktop has none, the window says the same."""
        client = desk.clients.get(row.client_id)
        title = f"{state_word(row.state)} · {client.name}" if client else state_word(row.state)
        try:
            if self._notifier is None:
                self._notifier = await asyncio.to_thread(_make_notifier, self._icon_file)
            await self._notifier.send(title, row.head, on_clicked=lambda: self._clicked(row.id))
        except Exception as error:
            _log.info("no notification: %s", type(error).__name__)

    def _clicked(self, post_id: int) -> None:
        self.show_asked()
        if self._shown:
            self._shown.open_post(post_id)


def _make_notifier(icon: Path) -> "DesktopNotifier":
    from desktop_notifier import DesktopNotifier, Icon

    return DesktopNotifier(app_name=_APP, app_icon=Icon(path=icon))
