"""The settings: pages beside their names. The dialog stays open beside the window, and changes count at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QListWidget, QStackedWidget, QWidget

from postdesk.domain.clients import Workspace
from postdesk.engine.autostart import Autostart
from postdesk.engine.backups import Backups
from postdesk.engine.externals import Externals
from postdesk.engine.onboarding import Onboarding
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.dialog import fit_to_screen
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.settings_page import SettingsPage
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.clients import ClientsPage
from postdesk.ui.settings.data import DataPage
from postdesk.ui.settings.slots import SlotsPage
from postdesk.ui.settings.small_pages import (
    AppearancePage,
    BackgroundPage,
    CalendarPage,
    KeysPage,
    NetworkPage,
    NotificationsPage,
    SendingPage,
)
from postdesk.ui.settings.spelling import SpellingPage
from postdesk.ui.settings.uploads import UploadsPage
from postdesk.ui.settings.workspaces import WorkspacesPage


@dataclass(frozen=True, slots=True)
class ProfileContext:
    """The profile's data for the pages: its folder, all accounts, its copies, and the externals that are off."""

    folder: Path
    workspaces: Sequence[Workspace]
    backups: Backups
    externals: Externals


class SettingsDialog(QDialog):
    """The dialog of settings. The pages `workspaces` and `data` have signals of their own."""

    def __init__(
        self,
        session: WorkspaceSession,
        onboarding: Onboarding,
        profile: ProfileContext,
        at_login: Autostart,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identify(self, "settings")
        confirmed = profile.externals.is_confirmed(session.workspace.external)
        self.workspaces = WorkspacesPage(
            session.workspace, profile.workspaces, session.habits, onboarding, theme, confirmed=confirmed
        )
        self.data = DataPage(profile.folder, profile.backups, profile.externals, theme)
        self._pages: tuple[SettingsPage, ...] = (
            self.workspaces,
            ClientsPage(session.clients, session.changes, theme, session.clock.now),
            SlotsPage(session, theme),
            SendingPage(session.settings),
            SpellingPage(session.settings, session.spelling, theme),
            UploadsPage(session.upload_targets, theme),
            NotificationsPage(session.settings),
            BackgroundPage(session.settings, at_login, theme),
            NetworkPage(session.settings, theme),
            AppearancePage(session.settings, theme),
            CalendarPage(session.settings, theme),
            self.data,
            KeysPage(),
        )
        self._names, self._stack = QListWidget(), QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._names.setProperty("role", "nav")
        identify(self._names, "settings.pages", self.tr("Pages"))
        for page in self._pages:
            self._names.addItem(page.title)
            self._stack.addWidget(page)
        self._names.setFixedWidth(self._names.sizeHintForColumn(0) + 64)
        self._names.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.setLayout(row_of(self._names, self._stack, spacing=0))
        self._names.setCurrentRow(0)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 130, 680)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            fit_to_screen(self)
        super().showEvent(event)

    def done(self, result: int) -> None:
        self.workspaces.save()
        super().done(result)

    def show_page(self, identifier: str) -> None:
        """Show the page "clients", "workspaces", …; an unknown or empty name changes nothing."""
        for row, page in enumerate(self._pages):
            if page.objectName() == f"settings.{identifier}":
                self._names.setCurrentRow(row)
