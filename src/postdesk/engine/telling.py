"""How the user hears of work that failed for the disk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from postdesk.domain.storage import StorageTrouble
from postdesk.store.sqlite import StorageProblem


@contextmanager
def trouble_told(tell: Callable[[StorageTrouble], object]) -> Iterator[None]:
    """Tell the StorageTrouble that ended what is done within; a defect of ours is raised as well, for whoever writes it down."""
    try:
        yield
    except StorageProblem as problem:
        tell(problem.trouble)
    except Exception:
        tell(StorageTrouble.DEFECT)
        raise
