"""What the parts of a desk share."""

from dataclasses import dataclass

from postdesk.domain.clients import Workspace
from postdesk.domain.clock import Clock
from postdesk.engine.changes import Changes
from postdesk.engine.health import Health
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.unsaved import UnsavedWrites
from postdesk.engine.uplink import Uplink
from postdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class Bench:
    """The workspace and what each part of its desk works with; made once, by the desk."""

    workspace: Workspace
    database: Database
    clock: Clock
    changes: Changes
    tasks: Tasks
    settings: SettingsBook
    health: Health
    uplink: Uplink
    unsaved: UnsavedWrites
