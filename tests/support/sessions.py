"""The maker of all workspace sessions of the tests: with the real parts around it, and a browser that opens nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from tests.support.settings import a_settings_book

from postdesk.api.addresses import safe_connect_url
from postdesk.api.redirect_listener import RedirectListener
from postdesk.api.sandbox_control import SandboxControl
from postdesk.domain.clients import Workspace
from postdesk.engine.media_checks import MakeProbe
from postdesk.engine.tasks import Tasks
from postdesk.engine.workspace_dependencies import WorkspaceDependencies
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store.database import Database
from postdesk.store.keys import KeyStore

RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"


def a_session(
    workspace: Workspace,
    database: Database,
    open_url: Callable[[QUrl], bool] = lambda url: False,
    *,
    tasks: Tasks | None = None,
    make_probe: MakeProbe | None = None,
    secrets: KeyStore | None = None,
) -> WorkspaceSession:
    """Make a session; a failure of its settings fails the test, unless they have tasks of their own."""
    keys = secrets or KeyStore("uploads")
    outside = WorkspaceDependencies(open_url, safe_connect_url, RedirectListener, SandboxControl, RESOURCES, make_probe, keys)
    return WorkspaceSession(workspace, database, a_settings_book(database, tasks), outside)
