"""The report of work that failed because of the disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from postdesk.domain.storage import StorageTrouble
from postdesk.store.sqlite import StorageProblem


@contextmanager
def trouble_told(tell: Callable[[StorageTrouble], object]) -> Iterator[None]:
    """Call `tell` with the StorageFailure that ended the block; other errors are told as DEFECT and raised again."""
    try:
        yield
    except StorageProblem as problem:
        tell(problem.trouble)
    except Exception:
        tell(StorageTrouble.DEFECT)
        raise
