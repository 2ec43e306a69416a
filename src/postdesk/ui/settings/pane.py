"""The place of the settings: pages beside their names; changes count at once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QListWidget, QStackedWidget, QWidget

from postdesk.domain.clients import Workspace
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.autostart import Autostart
from postdesk.engine.backups import Backups
from postdesk.engine.externals import Externals
from postdesk.engine.onboarding import Onboarding
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.place import PlacePane
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

_BESIDE_NAME: Final = 56
"""Room beside the names of the pages, in pixels: their padding, and a scroll bar."""


@dataclass(frozen=True, slots=True)
class ProfileContext:
    """The profile's data for the pages: its folder, all accounts, its copies, and the externals that are off."""

    folder: Path
    workspaces: Sequence[Workspace]
    backups: Backups
    externals: Externals


@dataclass(frozen=True, slots=True)
class SettingsActions:
    """The actions that the pages ask of the window: a new account, the confirmation of externals, the folder, the diagnostics."""

    add_workspace: Callable[[], object]
    confirm_externals: Callable[[], object]
    show_folder: Callable[[], object]
    copy_diagnostics: Callable[[], object]


class SettingsPane(PlacePane):
    """The pages of the settings, each built when it is first shown. The account's page is saved when the place is left."""

    def __init__(
        self,
        session: WorkspaceSession,
        onboarding: Onboarding,
        profile: ProfileContext,
        at_login: Autostart,
        actions: SettingsActions,
        theme: Theme,
    ) -> None:
        super().__init__(self.tr("Settings"), "settings")
        self._session, self._onboarding, self._profile = session, onboarding, profile
        self._at_login, self._actions, self._theme = at_login, actions, theme
        self._makers = self._page_makers()
        self._built: dict[str, SettingsPage] = {}
        self._names, self._stack = QListWidget(), QStackedWidget()
        self._lay_out()

    @property
    def focus_target(self) -> QWidget:
        return self._names

    def show_page(self, identifier: str) -> None:
        """Show the page "clients", "workspaces", …; an unknown or empty name changes nothing."""
        if identifier in self._makers:
            self._names.setCurrentRow([*self._makers].index(identifier))

    def page(self, identifier: str) -> SettingsPage:
        """Return the page, built if it was not shown before."""
        if identifier not in self._built:
            _, make = self._makers[identifier]
            self._built[identifier] = page = make()
            self._stack.addWidget(page)
        return self._built[identifier]

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        page = self._built.get("workspaces")
        if isinstance(page, WorkspacesPage) and self.window().isVisible():  # else the window ends, and must not open anew
            page.save()

    def _show_row(self, row: int) -> None:
        self._stack.setCurrentWidget(self.page([*self._makers][row]))

    def _lay_out(self) -> None:
        self._names.setProperty("role", "nav")
        identify(self._names, "settings.pages", self.tr("Pages"))
        self._names.addItems([title for title, _ in self._makers.values()])
        self._names.setFixedWidth(self._names.sizeHintForColumn(0) + _BESIDE_NAME)
        self._names.currentRowChanged.connect(self._show_row)
        self._names.itemSelectionChanged.connect(self._follow_selection)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(row_of(self._names, self._stack, spacing=0))
        self._names.setCurrentRow(0)

    def _follow_selection(self) -> None:
        """Show the page that a screen reader selects, which leaves the current row where it is."""
        for index in self._names.selectedIndexes():
            self._names.setCurrentRow(index.row())

    def _page_makers(self) -> dict[str, tuple[str, Callable[[], SettingsPage]]]:
        """Return the titles and makers of the pages, by name, in their order."""
        session, settings, theme = self._session, self._session.settings, self._theme
        return {
            "workspaces": (self.tr("MyPostShare account"), self._workspaces),
            "clients": (self.tr("Clients"), lambda: ClientsPage(session.clients, session.changes, theme, session.clock.now)),
            "slots": (self.tr("Weekly slots"), lambda: SlotsPage(session, theme)),
            "sending": (self.tr("Sending"), lambda: SendingPage(settings)),
            "spelling": (self.tr("Spelling"), lambda: SpellingPage(settings, session.spelling, theme)),
            "uploads": (self.tr("Uploads"), lambda: UploadsPage(session.upload_targets, theme)),
            "notifications": (self.tr("Notifications"), lambda: NotificationsPage(settings)),
            "background": (self.tr("In the background"), lambda: BackgroundPage(settings, self._at_login, theme)),
            "network": (self.tr("Network"), lambda: NetworkPage(settings, theme)),
            "appearance": (self.tr("Appearance"), lambda: AppearancePage(settings, theme)),
            "calendar": (self.tr("Calendar"), lambda: CalendarPage(settings, theme)),
            "data": (self.tr("Data"), self._data),
            "keys": (self.tr("Keyboard"), KeysPage),
        }

    def _workspaces(self) -> WorkspacesPage:
        workspace, profile = self._session.workspace, self._profile
        confirmed = profile.externals.is_confirmed(workspace.external)
        page = WorkspacesPage(
            workspace, profile.workspaces, self._session.habits, self._onboarding, self._theme, confirmed=confirmed
        )
        page.new_requested.connect(self._actions.add_workspace)
        return page

    def _data(self) -> DataPage:
        profile, actions = self._profile, self._actions
        page = DataPage(profile.folder, profile.backups, profile.externals, self._session.settings, self._theme)
        page.confirm_requested.connect(actions.confirm_externals)
        page.folder_requested.connect(actions.show_folder)
        page.diagnostics_requested.connect(actions.copy_diagnostics)
        return page
