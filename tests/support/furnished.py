"""A window with everything in it, as the application furnishes it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl
from tests.support.login import at_login
from tests.support.recording_safekeeping import RecordingSafekeeping
from tests.support.recording_welcome import RecordingWelcome

from postdesk.engine.desk import Desk
from postdesk.engine.externals import Externals
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.content import WindowContent
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow


class Furnished(MainWindow):
    """The main window with its content. What is asked of `welcome` and `safekeeping` is only written down."""

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
        self.welcome, self.safekeeping = RecordingWelcome(), RecordingSafekeeping()
        self.desks: tuple[Desk, ...] = (desk,)
        recorders: dict[str, Any] = {"welcome": self.welcome, "safekeeping": self.safekeeping}
        context = WindowContext(
            theme=theme,
            here=here,
            folder=layout_file.parent,
            layout_file=layout_file,
            desks=lambda: self.desks,
            workspaces=tuple,
            externals=Externals(desk._database, desk.tasks),
            at_login=at_login(layout_file.parent, desk.tasks),
            open_url=open_url,
            problems=str,
            diagnostics=lambda: "diagnostics",
            **recorders,
        )
        self.content = WindowContent(self, desk, scope, context)
        self.navigator = self.content.navigator
        self.fill()

    def fill(self) -> None:
        for _ in self.content.build():
            pass
        self.panes = self.content.panes
