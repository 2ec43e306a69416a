"""The actions of the window: their words, keys and places in the menu."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.docks import Dock
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.navigator import WindowNavigator
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
        self.drafts = self._made(self.tr("Drafts"), go.show_drafts, "drafts", "file-text", "Ctrl+Shift+D")
        self.overview = self._made(self.tr("Client overview"), go.show_overview, "overview", "users", "Ctrl+Shift+K")
        self.add_client = self._made(self.tr("Add a client or brand…"), go.add_client, "add_client", "user-plus")
        self.series = self._made(self.tr("Repeating posts"), go.show_series, "series", "repeat-2", "Ctrl+Shift+R")
        self.import_file = self._made(self.tr("Import posts…"), go.import_posts, "import", "folder-open", "Ctrl+O")
        self.export = self._made(self.tr("Export posts…"), go.export_posts, "export", "download", "Ctrl+Shift+E")
        self.reports = self._made(self.tr("Reports and proof sheets…"), go.show_reports, "reports", "file-text", "Ctrl+Shift+F")
        self.search = self._made(self.tr("Search posts"), top.focus_search, "search", "search", "Ctrl+K")
        self.refresh = self._made(self.tr("Refresh"), session.refresh, "refresh", "refresh-cw", "F5")
        self.lock_in = self._made(self.tr("Lock in posts…"), go.lock_in_posts, "lock_in", "lock", "Ctrl+Shift+L")
        self.pause = self._made(self.tr("Pause all sending…"), go.ask_to_pause, "pause", "circle-pause", "Ctrl+Shift+P")
        self.settings = self._made(self.tr("Settings"), lambda: go.show_settings(""), "settings", "settings", "Ctrl+,")
        self.keys = self._made(self.tr("Keyboard shortcuts"), lambda: go.show_settings("keys"), "keys", "keyboard", "F1")
        self.test_tools = self._made(self.tr("Test tools"), go.show_practice_tools, "test_tools", "flask-conical")
        self.reset_layout = self._made(self.tr("Reset layout"), window.reset_layout, "reset_layout", "rotate-ccw")
        self.cannot_do = self._made(self.tr("MyPostShare’s limits"), go.show_limits, "cannot_do", "info")
        self.log = self._made(self.tr("Error log"), go.show_error_log, "log", "bug")
        self.diagnostics = self._made(self.tr("Copy diagnostics"), go.copy_diagnostics, "diagnostics", "copy")
        self.quit = self._made(self.tr("Quit"), window.close, "quit", "log-out", "Ctrl+Q")
        self.menu = self._made(self.tr("Menu"), top.menu.showMenu, "menu", "ellipsis", "F10")
        self.panes = tuple(
            self._made(place.title, partial(go.show, place.identifier), f"pane_{n}", "", f"Ctrl+{n}")
            for n, place in enumerate(window.places, start=1)
        )
        self.test_tools.setVisible(session.practice is not None)
        self._fill(top.menu, window.docks)
        theme.changed.connect(self._apply_style)
        self._apply_style()

    def _fill(self, button: QToolButton, docks: Iterable[Dock]) -> None:
        menu = QMenu(self._window)
        button.setMenu(menu)
        menu.addActions([self.new_post, self.drafts, self.series, self.overview, self.add_client, self.search, self.refresh])
        menu.addSeparator()
        menu.addActions([self.import_file, self.export, self.reports])
        menu.addSeparator()
        go_to = menu.addMenu(self.tr("Go to"))
        go_to.addActions(self.panes)
        panes = menu.addMenu(self.tr("Panes"))
        panes.addActions([dock.toggleViewAction() for dock in docks])
        panes.addSeparator()
        panes.addAction(self.reset_layout)
        menu.addSeparator()
        menu.addActions([self.lock_in, self.pause, self.settings, self.keys, self.test_tools])
        menu.addSeparator()
        menu.addActions([self.cannot_do, self.log, self.diagnostics])
        menu.addSeparator()
        menu.addAction(self.quit)

    def _made(self, words: str, act: Callable[[], object], name: str, icon: str, keys: str = "") -> QAction:
        action = QAction(words, self._window)
        action.triggered.connect(act)
        action.setObjectName(f"action.{name}")
        if keys:
            action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        self._iconed.append((action, icon))
        return action

    def _apply_style(self) -> None:
        for action, icon in self._iconed:
            if icon:
                action.setIcon(self._theme.icon(icon, "secondary"))
