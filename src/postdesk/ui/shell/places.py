"""The places beside calendar, connections and results: imported and built when they are first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.pane import Pane
from postdesk.ui.scope import Scope
from postdesk.ui.shell.context import WindowContext

if TYPE_CHECKING:
    from postdesk.ui.shell.navigator import WindowNavigator


class LatePlaces:
    """Builds drafts, repeating, clients, reports, testing and settings."""

    def __init__(self, session: WorkspaceSession, scope: Scope, context: WindowContext, navigator: "WindowNavigator") -> None:
        self._session, self._scope, self._context, self._navigator = session, scope, context, navigator
        self.makers: dict[str, Callable[[], Pane]] = {
            "drafts": self._drafts,
            "repeating": self._repeating,
            "clients": self._clients,
            "reports": self._reports,
            "testing": self._testing,
            "settings": self._settings,
        }

    def _drafts(self) -> Pane:
        from postdesk.ui.drafts.pane import DraftsPane

        return DraftsPane(self._session, self._scope, self._navigator, self._context.theme, self._context.local_zone)

    def _repeating(self) -> Pane:
        from postdesk.ui.series.pane import SeriesPane

        return SeriesPane(self._session, self._scope, self._navigator, self._context.theme, self._context.local_zone)

    def _clients(self) -> Pane:
        from postdesk.ui.overview.pane import OverviewPane

        return OverviewPane(self._session, self._scope, self._navigator, self._context.theme, self._context.local_zone)

    def _reports(self) -> Pane:
        from postdesk.ui.client_reports.pane import ReportsPane

        return ReportsPane(self._session, self._scope, self._navigator, self._context.theme, self._context.local_zone)

    def _testing(self) -> Pane:
        from postdesk.ui.practice_tools.pane import TestingPane

        session, context = self._session, self._context
        return TestingPane(session.practice, session.changes, self._navigator, context.theme, context.local_zone)

    def _settings(self) -> Pane:
        from postdesk.ui.settings.pane import ProfileContext, SettingsActions, SettingsPane

        context, go = self._context, self._navigator
        profile = ProfileContext(context.folder, context.workspaces(), context.backups, context.externals)
        actions = SettingsActions(go.ask_for_workspace, go.ask_to_confirm, go.open_folder, go.copy_diagnostics)
        return SettingsPane(self._session, context.onboarding, profile, context.at_login, actions, context.theme)
