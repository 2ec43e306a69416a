"""The places of a window and its composer, built when they are first shown."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.scope import Scope
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from postdesk.ui.client_reports.pane import ReportsPane
    from postdesk.ui.composer.pane import ComposerPane
    from postdesk.ui.connections.pane import ConnectionsPane
    from postdesk.ui.results.pane import ResultsPane
    from postdesk.ui.settings.pane import SettingsPane
    from postdesk.ui.shell.navigator import WindowNavigator


class Places(QObject):
    """Builds the panes of a window and shows them: the calendar first, the others when they are needed.

    `built_composer` is None until the composer is built, and `composer_built` carries it then.
    """

    composer_built = Signal(object)

    built_composer: "ComposerPane | None" = None

    def __init__(
        self, window: MainWindow, session: WorkspaceSession, scope: Scope, navigator: "WindowNavigator", context: WindowContext
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._scope, self._navigator, self._context = window, session, scope, navigator, context
        self._theme, self._local_zone = context.theme, context.local_zone
        self._built: dict[str, Pane] = {}
        self._steps: Iterator[None] | None = None
        self.current = "calendar"
        self._builders: dict[str, Callable[[], Pane]] = {
            "results": self._build_results,
            "drafts": self._build_drafts,
            "repeating": self._build_repeating,
            "clients": self._build_clients,
            "connections": self._build_connections,
            "reports": self._build_reports,
            "testing": self._build_testing,
            "settings": self._build_settings,
        }

    def build_calendar(self) -> CalendarPane:
        """Build the calendar, and show it."""
        self.calendar = CalendarPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)
        self._built["calendar"] = self.calendar
        self._window.add_place(self.calendar)
        self._window.show_place("calendar", self.calendar)
        return self.calendar

    @property
    def composer(self) -> "ComposerPane":
        """The composer."""
        return self.built_composer or self.build_composer()

    def build_composer(self) -> "ComposerPane":
        """Build the composer, or what is still missing of it; its panel shows it if it is open."""
        for _ in self.composer_steps():
            pass
        assert self.built_composer
        return self.built_composer

    def composer_steps(self) -> Iterator[None]:
        """Return the steps that are still missing until the composer is built."""
        if self.built_composer is None:
            self._steps = self._steps or self._build_composer()
        return self._steps or iter(())

    def _build_composer(self) -> Iterator[None]:
        from postdesk.ui.composer.pane import ComposerPane

        window, pane = self._window, None
        try:
            pane = ComposerPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)
            pane.setParent(window.composer.panel)  # now, not when all is in it: Qt would pass its style on to all of it once more
            yield
            yield from pane.build()
            # In the same step: from now on, what is changed elsewhere has to reach the open draft.
            self.built_composer = pane
            window.composer.set_pane(pane)
            self.composer_built.emit(pane)
            yield
            pane.model.catch_up()
        except Exception:
            if pane and pane is not self.built_composer:
                pane.deleteLater()
            raise
        finally:
            self._steps = None

    @property
    def results(self) -> "ResultsPane":
        """The results."""
        from postdesk.ui.results.pane import ResultsPane

        pane = self.get("results")
        assert isinstance(pane, ResultsPane)
        return pane

    @property
    def connections(self) -> "ConnectionsPane":
        """The connections."""
        from postdesk.ui.connections.pane import ConnectionsPane

        pane = self.get("connections")
        assert isinstance(pane, ConnectionsPane)
        return pane

    @property
    def reports(self) -> "ReportsPane":
        """The reports and proof sheets."""
        from postdesk.ui.client_reports.pane import ReportsPane

        pane = self.get("reports")
        assert isinstance(pane, ReportsPane)
        return pane

    @property
    def settings(self) -> "SettingsPane":
        """The settings."""
        from postdesk.ui.settings.pane import SettingsPane

        pane = self.get("settings")
        assert isinstance(pane, SettingsPane)
        return pane

    def get(self, identifier: str) -> Pane:
        """Return the pane of a place, and build it if it isn't yet."""
        if identifier not in self._built:
            self._built[identifier] = pane = self._builders[identifier]()
            self._window.add_place(pane)
        return self._built[identifier]

    def built(self, identifier: str) -> Pane | None:
        """Return the pane of a place; None if it wasn't shown yet."""
        return self._built.get(identifier)

    def refresh_shown(self) -> None:
        """Read the shown place again, and the results; the others do it when they are shown."""
        pane = self._built[self.current]
        if isinstance(pane, PlacePane):
            pane.refresh_if_shown()
        if self.built("results"):
            self.results.refresh_if_shown()

    def show(self, identifier: str, *, focus: bool = True) -> None:
        """Show a place, and give it the focus."""
        pane = self.get(identifier)
        self._window.show_place(identifier, pane, focus=focus)
        self.current = identifier

    def _build_results(self) -> Pane:
        from postdesk.ui.results.pane import ResultsPane

        session, context = self._session, self._context
        pane = ResultsPane(session, self._scope, self._navigator, self._theme, self._local_zone, context.open_url)
        if context.away_since:
            pane.show_away(context.away_since)
        return pane

    def _build_drafts(self) -> Pane:
        from postdesk.ui.drafts.pane import DraftsPane

        return DraftsPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)

    def _build_repeating(self) -> Pane:
        from postdesk.ui.series.pane import SeriesPane

        return SeriesPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)

    def _build_clients(self) -> Pane:
        from postdesk.ui.overview.pane import OverviewPane

        return OverviewPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)

    def _build_connections(self) -> Pane:
        from postdesk.ui.connections.pane import ConnectionsPane

        return ConnectionsPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)

    def _build_reports(self) -> Pane:
        from postdesk.ui.client_reports.pane import ReportsPane

        return ReportsPane(self._session, self._scope, self._navigator, self._theme, self._local_zone)

    def _build_testing(self) -> Pane:
        from postdesk.ui.practice_tools.pane import TestingPane

        session = self._session
        return TestingPane(session.practice, session.changes, session.clock, self._navigator, self._theme, self._local_zone)

    def _build_settings(self) -> Pane:
        from postdesk.ui.settings.pane import ProfileContext, SettingsActions, SettingsPane

        context, go = self._context, self._navigator
        profile = ProfileContext(context.folder, context.workspaces(), context.backups, context.externals)
        actions = SettingsActions(go.ask_for_workspace, go.ask_to_confirm, go.open_folder, go.copy_diagnostics)
        return SettingsPane(self._session, context.onboarding, profile, context.at_login, actions, self._theme)
