"""The icon beside the clock: the window back, the next post, the pause switch, and the end."""

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

_APP = "Postdesk"


class Tray(QObject):
    """Hidden at first. `about_to_open` comes before the menu does, so that what it says can be brought up to date."""

    open_asked = Signal()
    next_asked = Signal()
    pause_asked = Signal()
    quit_asked = Signal()
    about_to_open = Signal()

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self.next = self._added("", self.next_asked)
        self.menu.addSeparator()
        self._added(self.tr("Open Postdesk"), self.open_asked)
        self.pause = self._added("", self.pause_asked)
        self.menu.addSeparator()
        self._added(self.tr("Quit"), self.quit_asked)
        self.menu.aboutToShow.connect(self.about_to_open)
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._clicked)

    def show(self) -> None:
        """Bring it up, where the desktop has a place for it."""
        self._icon.show()

    @property
    def shown(self) -> bool:
        """Whether it is there."""
        return self._icon.isVisible()

    def hide(self) -> None:
        """Take it away."""
        self._icon.hide()

    def tell(self, next_post: str, *, known: bool, paused: bool) -> None:
        """What goes out next, in words; `known`: it can be gone to. Whether all sending is paused."""
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
            self.open_asked.emit()
