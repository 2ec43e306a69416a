"""The settings of a profile, for desks of tests."""

from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.store.database import Database


def a_settings_book(database: Database, tasks: Tasks | None = None) -> SettingsBook:
    """A book of its own tasks, or of the given ones; a failure fails the test."""
    return SettingsBook(database, tasks or Tasks(_failed))


async def let_end(book: SettingsBook) -> None:
    """End what it still keeps: who hears of it would ask a store that is closed."""
    await book._tasks.close()


def _failed(name: str, error: Exception) -> None:
    raise AssertionError(name) from error
