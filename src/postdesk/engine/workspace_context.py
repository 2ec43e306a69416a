"""The objects that the parts of a workspace session share."""

from postdesk.domain.clients import Workspace
from postdesk.domain.clock import Clock
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.api_gateway import ApiGateway
from postdesk.engine.changes import Changes
from postdesk.engine.health import Health
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.unsaved_writes import UnsavedWrites
from postdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class WorkspaceContext:
    """The workspace, and the objects that each part of its session works with; made once, by `WorkspaceSession`."""

    workspace: Workspace
    database: Database
    clock: Clock
    changes: Changes
    tasks: Tasks
    settings: SettingsBook
    health: Health
    gateway: ApiGateway
    unsaved: UnsavedWrites
