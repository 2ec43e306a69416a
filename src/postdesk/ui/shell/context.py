"""Values and services that the application passes to a window."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl

from postdesk.domain.clients import Workspace
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.autostart import Autostart
from postdesk.engine.backups import Backups
from postdesk.engine.externals import Externals
from postdesk.engine.onboarding import Onboarding
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The values that all windows share.

    `local_zone` is this computer's zone, `folder` the profile's, `open_url` starts the system's browser. `sessions` and
    `workspaces` are called each time, since workspaces come and go. `error_log` returns the last lines of the log,
    `diagnostics` the text that is copied for a report; both are free of secrets. `away_since`: the end of the last session.
    """

    theme: Theme
    local_zone: ZoneInfo
    folder: Path
    layout_file: Path
    sessions: Callable[[], Sequence[WorkspaceSession]]
    workspaces: Callable[[], Sequence[Workspace]]
    onboarding: Onboarding
    backups: Backups
    externals: Externals
    at_login: Autostart
    open_url: Callable[[QUrl], bool]
    error_log: Callable[[], str]
    diagnostics: Callable[[], str]
    away_since: datetime | None = None
