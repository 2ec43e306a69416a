"""What a part of a desk needs, where a test has only that part."""

from tests.support.settings import a_settings_book

from postdesk.domain.clients import Workspace
from postdesk.domain.clock import Clock
from postdesk.engine.bench import Bench
from postdesk.engine.changes import Changes
from postdesk.engine.health import Health
from postdesk.engine.tasks import Tasks
from postdesk.engine.unsaved import UnsavedWrites
from postdesk.engine.uplink import Uplink
from postdesk.store.database import Database


def a_bench(workspace: Workspace, database: Database, clock: Clock, changes: Changes, tasks: Tasks | None = None) -> Bench:
    """A bench with these on it; a task that fails fails the test."""
    book = a_settings_book(database, tasks)
    health, owner = Health(clock, changes), tasks or Tasks(_failed)
    unsaved = UnsavedWrites(database, changes, owner)
    return Bench(workspace, database, clock, changes, owner, book, health, Uplink(health), unsaved)


def _failed(name: str, error: Exception) -> None:
    raise AssertionError(name) from error
