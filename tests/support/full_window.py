"""A window with its full content, as the application builds it, or with a single pane."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from tests.support.login import at_login
from tests.support.recording_backups import RecordingBackups
from tests.support.recording_onboarding import RecordingOnboarding

from postdesk.engine.externals import Externals
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.content import WindowContent
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow


class PaneWindow(MainWindow):
    """The main window with a pane as its only place: Tab leads through it in the order seen."""

    def __init__(self, pane: QWidget, theme: Theme, layout_file: Path) -> None:
        super().__init__(theme, layout_file)
        self.add_place(pane)
        self.show_place("results", pane)
        self.resize(pane.size())
        self.show()
        self.activateWindow()


class FullWindow(MainWindow):
    """The main window with its content. Calls of `onboarding` and `backups` are only recorded."""

    def __init__(
        self,
        session: WorkspaceSession,
        scope: Scope,
        theme: Theme,
        local_zone: ZoneInfo,
        layout_file: Path,
        open_url: Callable[[QUrl], bool] = lambda url: False,
    ) -> None:
        super().__init__(theme, layout_file)
        self.onboarding, self.backups = RecordingOnboarding(), RecordingBackups()
        self.sessions: tuple[WorkspaceSession, ...] = (session,)
        recorders: dict[str, Any] = {"onboarding": self.onboarding, "backups": self.backups}
        context = WindowContext(
            theme=theme,
            local_zone=local_zone,
            folder=layout_file.parent,
            layout_file=layout_file,
            sessions=lambda: self.sessions,
            workspaces=tuple,
            externals=Externals(session._database, session.tasks),
            at_login=at_login(layout_file.parent, session.tasks),
            open_url=open_url,
            error_log=str,
            diagnostics=lambda: "diagnostics",
            **recorders,
        )
        self.content = WindowContent(self, session, scope, context)
        self.navigator = self.content.navigator
        self.fill()

    def fill(self) -> None:
        for _ in self.content.build():
            pass
        self.places = self.content.places
