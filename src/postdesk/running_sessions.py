"""The running workspace sessions of one database, each opened once."""

import asyncio
from collections.abc import Iterator

from postdesk.app_context import AppContext
from postdesk.dependencies import dependencies_of
from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.engine.backups import Backups
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.onboarding import OpenRequest
from postdesk.engine.settings import SettingsBook
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.presence import TrayPresence
from postdesk.running_session import RunningSession, SharedServices
from postdesk.store import workspaces
from postdesk.store.keys import KeyStore


class RunningSessions:
    """The running sessions by workspace, which `presence` reports on. An internal error of one lets `backups` look for damage."""

    def __init__(
        self,
        app_context: AppContext,
        settings: SettingsBook,
        shared: SharedServices,
        upload_keys: KeyStore,
        presence: TrayPresence,
        backups: Backups,
    ) -> None:
        self._app_context, self._settings, self._shared, self._upload_keys = app_context, settings, shared, upload_keys
        self._presence, self._backups = presence, backups
        self._by_workspace: dict[int, RunningSession] = {}

    def __iter__(self) -> Iterator[WorkspaceSession]:
        """Yield all of them, including those that no window shows."""
        return iter(tuple(running.session for running in self._by_workspace.values()))

    async def open(self, workspace: Workspace) -> RunningSession:
        """Return the workspace's session, which is opened anew where its address or ports were changed."""
        known = self._by_workspace.get(workspace.id)
        if known and known.session.workspace != workspace:
            await self.close(known)
        return self._opened(workspace)

    def start(self, request: OpenRequest) -> None:
        """Start the opened workspace after the first paint, and the other ones, whose posts are waiting too."""
        self._opened(request.workspace).start(request.stored_key)
        for workspace in workspaces.all_of(self._app_context.database.reader):
            if workspace.kind == WorkspaceKind.REAL:
                self._opened(workspace).start()

    def reload(self) -> None:
        """Read again, since the user may have confirmed an external connection or command."""
        self._settings.reload_network()
        for running in self._by_workspace.values():
            running.reload()

    async def close(self, running: RunningSession) -> None:
        """Close a session."""
        del self._by_workspace[running.session.workspace.id]
        self._presence.forget(running.session)
        await running.close()

    async def close_all(self) -> None:
        """Close all of them."""
        await asyncio.gather(*(self.close(running) for running in tuple(self._by_workspace.values())))

    def _opened(self, workspace: Workspace) -> RunningSession:
        if workspace.id not in self._by_workspace:
            app_context = self._app_context
            dependencies = dependencies_of(app_context.open_url, app_context.resources, self._upload_keys)
            made = RunningSession(workspace, app_context.database, self._settings, dependencies, self._shared)
            self._by_workspace[workspace.id] = made
            self._presence.follow(made.session)
            made.session.changes.notice.connect(self._noticed)
        return self._by_workspace[workspace.id]

    def _noticed(self, notice: Notice) -> None:
        if notice.kind is NoticeKind.INTERNAL_ERROR:
            self._backups.suspect_damage()
