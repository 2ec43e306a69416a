"""The settings of a profile, for workspace sessions of tests."""

from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.store.database import Database


def a_settings_book(database: Database, tasks: Tasks | None = None) -> SettingsBook:
    """Return a book with tasks of its own, or the given ones; a failure fails the test."""
    return SettingsBook(database, tasks or Tasks(_failed))


async def let_end(book: SettingsBook) -> None:
    """Wait for its last writes: their listeners would read from a closed store later."""
    await book._tasks.close()


def _failed(name: str, error: Exception) -> None:
    raise AssertionError(name) from error
