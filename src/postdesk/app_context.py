"""The part of the application that the workspace host uses."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.logbook import Logbook
from postdesk.profile import Profile
from postdesk.store.database import Database
from postdesk.ui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class AppContext:
    """The objects that the host works with, for one opened database; `open_url` starts the system's browser."""

    profile: Profile
    database: Database
    theme: Theme
    logbook: Logbook
    resources: Path
    open_url: Callable[[QUrl], bool]
