"""A window with everything in it, as the application furnishes it."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl

from postdesk.engine.desk import Desk
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.fittings import Fittings
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.panes import Panes


class Furnished(MainWindow):
    """The main window with its panes and fittings."""

    def __init__(
        self,
        desk: Desk,
        scope: Scope,
        theme: Theme,
        here: ZoneInfo,
        layout_file: Path,
        open_url: Callable[[QUrl], bool] = lambda url: False,
    ) -> None:
        super().__init__(theme, layout_file)
        self.panes = Panes(desk, scope, theme, here, open_url)
        for identifier, pane in self.panes.build():
            self.take_pane(identifier, pane)
        self.fittings = Fittings(self, desk, scope, theme, self.panes, here)
