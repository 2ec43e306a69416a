"""The context of a part of a session, where a test has only that part."""

from tests.support.settings import a_settings_book

from postdesk.domain.clients import Workspace
from postdesk.domain.clock import Clock
from postdesk.engine.api_gateway import ApiGateway
from postdesk.engine.changes import Changes
from postdesk.engine.health import Health
from postdesk.engine.tasks import Tasks
from postdesk.engine.unsaved_writes import UnsavedWrites
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store.database import Database


def a_workspace_context(
    workspace: Workspace, database: Database, clock: Clock, changes: Changes, tasks: Tasks | None = None
) -> WorkspaceContext:
    """Return a workspace context with these objects; a task that fails fails the test."""
    book = a_settings_book(database, tasks)
    health, owner = Health(clock, changes), tasks or Tasks(_failed)
    unsaved = UnsavedWrites(database, changes, owner)
    return WorkspaceContext(workspace, database, clock, changes, owner, book, health, ApiGateway(health), unsaved)


def _failed(name: str, error: Exception) -> None:
    raise AssertionError(name) from error
