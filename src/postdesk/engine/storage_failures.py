"""The report of work that failed because of the disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from postdesk.domain.storage import StorageFailure
from postdesk.store.sqlite import StorageError


@contextmanager
def report_storage_failures(tell: Callable[[StorageFailure], object]) -> Iterator[None]:
    """Call `tell` with the StorageFailure that ended the block; other errors are told as DEFECT and raised again."""
    try:
        yield
    except StorageError as problem:
        tell(problem.failure)
    except Exception:
        tell(StorageFailure.DEFECT)
        raise
