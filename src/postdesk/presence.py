"""Postdesk outside of its window: in the tray while it runs in the background, and in the system's notifications."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from postdesk.desk_window import DeskWindow
from postdesk.domain.board import Filter, Row, Sort
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import TO_DECIDE_OR_FIX
from postdesk.engine.desk import Desk
from postdesk.ui.post_words import post_word

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_log = logging.getLogger("postdesk.app")

_MOST = 200
_ANGLES = str.maketrans("<>&", "‹›+")
_PAUSE_MS = 500
_APP = "Postdesk"


class Presence(QObject):
    """Tells of all desks at work, and brings back the window of the one that is shown.

    `workspace_asked` carries the id of a workspace whose post was clicked on in a notification.
    """

    workspace_asked = Signal(int)

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon_file = resources / "icons" / "org.postdesk.Postdesk.svg"
        self._shown: DeskWindow | None = None
        self._known: dict[Desk, frozenset[tuple[int, PostState]]] = {}
        self._tray: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._notifier: DesktopNotifier | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)

    def follow(self, desk: Desk) -> None:
        """Tell of this desk from now on; what it asks already was seen."""
        self._known[desk] = _seen(_rows(desk))
        desk.changes.posts.connect(self._soon.start)

    def forget(self, desk: Desk) -> None:
        """The desk is closed."""
        desk.changes.posts.disconnect(self._soon.start)
        del self._known[desk]

    def shows(self, shown: DeskWindow | None) -> None:
        """Which window there is now."""
        self._shown = shown
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

    def _look(self) -> None:
        away = self._shown is not None and not self._shown.window.isActiveWindow()
        for desk, known in tuple(self._known.items()):
            rows = _rows(desk)
            self._known[desk] = _seen(rows)
            if away and desk.settings.current.notify:
                for row in rows:
                    if (row.id, row.state) not in known:
                        desk.tasks.start(f"notify {row.id} {row.state}", self._notify(desk, row))

    async def _notify(self, desk: Desk, row: Row) -> None:
        """A notification; a click on it opens the row. Where the desktop has none, the window says the same."""
        client = desk.clients.get(row.client_id)
        word = post_word(row.state, [mark for _, mark in row.marks])
        title = f"{word} · {client.name}" if client else word
        try:
            if self._notifier is None:
                self._notifier = await asyncio.to_thread(_make_notifier, self._icon_file)
            await self._notifier.send(_unmarked(title), _unmarked(row.head), on_clicked=lambda: self._clicked(desk, row.id))
        except Exception as error:
            _log.info("no notification: %s", type(error).__name__)

    def _clicked(self, desk: Desk, post_id: int) -> None:
        self.show_asked()
        if self._shown and self._shown.desk is desk:
            self._shown.open_post(post_id)
        else:
            self.workspace_asked.emit(desk.workspace.id)


def _rows(desk: Desk) -> tuple[Row, ...]:
    return desk.board.rows(Filter(states=TO_DECIDE_OR_FIX), Sort.URGENT, descending=True, limit=_MOST)


def _seen(rows: tuple[Row, ...]) -> frozenset[tuple[int, PostState]]:
    return frozenset((row.id, row.state) for row in rows)


def _unmarked(text: str) -> str:
    """Some desktops read a notification as markup, others show it as it is: so that both show the same."""
    return text.translate(_ANGLES)


def _make_notifier(icon: Path) -> "DesktopNotifier":
    from desktop_notifier import DesktopNotifier, Icon

    # Where the desktop shows none, it would note each one among the problems, with a traceback.
    logging.getLogger("desktop_notifier").setLevel(logging.ERROR)
    return DesktopNotifier(app_name=_APP, app_icon=Icon(path=icon))
