"""The actions of the window: their words, keys and places in the menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.navigator import WindowNavigator
from postdesk.ui.shell.rail import PLACES
from postdesk.ui.shell.top_bar import TopBar


class WindowActions(QObject):
    """The window's actions, in its menu too; their shortcuts work wherever the focus is in the window."""

    def __init__(
        self, theme: Theme, window: MainWindow, session: WorkspaceSession, top: TopBar, navigator: WindowNavigator
    ) -> None:
        super().__init__(window)
        self._theme, self._window, go = theme, window, navigator
        self._iconed: list[tuple[QAction, str]] = []
        self.new_post = self._made(self.tr("New post"), go.new_post, "new_post", "plus", "Ctrl+N")
        self.add_client = self._made(self.tr("Add a client or brand…"), go.add_client, "add_client", "user-plus")
        self.import_file = self._made(self.tr("Import posts…"), go.import_posts, "import", "folder-open", "Ctrl+O")
        self.export = self._made(self.tr("Export posts…"), go.export_posts, "export", "download", "Ctrl+Shift+E")
        self.search = self._made(self.tr("Search posts"), top.focus_search, "search", "search", "Ctrl+K")
        self.refresh = self._made(self.tr("Refresh"), session.refresh, "refresh", "refresh-cw", "F5")
        self.lock_in = self._made(self.tr("Lock in posts…"), go.lock_in_posts, "lock_in", "lock", "Ctrl+Shift+L")
        self.pause = self._made(self.tr("Pause all sending…"), go.ask_to_pause, "pause", "circle-pause", "Ctrl+Shift+P")
        self.settings = self._made(self.tr("Settings"), lambda: go.show_settings(""), "settings", "settings", "Ctrl+,")
        self.keys = self._made(self.tr("Keyboard shortcuts"), lambda: go.show_settings("keys"), "keys", "keyboard", "F1")
        self.cannot_do = self._made(self.tr("MyPostShare’s limits"), go.show_limits, "cannot_do", "info")
        self.log = self._made(self.tr("Error log"), go.show_error_log, "log", "bug")
        self.diagnostics = self._made(self.tr("Copy diagnostics"), go.copy_diagnostics, "diagnostics", "copy")
        self.quit = self._made(self.tr("Quit"), window.close, "quit", "log-out", "Ctrl+Q")
        self.menu = self._made(self.tr("Menu"), top.menu.showMenu, "menu", "ellipsis", "F10")
        self.composer = self._made(self.tr("Composer"), go.show_composer, "composer", "pencil", "Ctrl+E")
        self.sheet = self._made(self.tr("Composer with all previews"), go.show_composer_sheet, "sheet", "eye", "Ctrl+Shift+N")
        *usual, _settings = PLACES
        self.places = tuple(
            self._made(place.title, partial(go.go_to, place.identifier), f"place.{place.identifier}", place.icon, f"Ctrl+{n}")
            for n, place in enumerate(usual, start=1)
        )
        self._fill(top.menu)

    def _fill(self, button: QToolButton) -> None:
        """Fill the menu with what is rare: the rest is on the rail and in the top bar."""
        menu = QMenu(self._window)
        menu.aboutToShow.connect(self._draw_icons)
        button.setMenu(menu)
        for group in (
            (self.add_client, self.import_file, self.export),
            (self.lock_in, self.pause, self.refresh),
            (self.keys, self.cannot_do, self.log, self.diagnostics),
            (self.quit,),
        ):
            menu.addActions(group)
            menu.addSeparator()

    def _made(self, words: str, act: Callable[[], object], name: str, icon: str, keys: str = "") -> QAction:
        action = QAction(words, self._window)
        action.triggered.connect(act)
        action.setObjectName(f"action.{name}")
        if keys:
            action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        self._iconed.append((action, icon))
        return action

    def _draw_icons(self) -> None:
        """Draw the icons, which only the menu shows, in the present colours; at the start that would take 15 ms."""
        for action, icon in self._iconed:
            action.setIcon(self._theme.icon(icon, "secondary"))
