"""What is made in one go and stays, as a library that is imported in a thread, or thousands of rows that were checked.

No collection of garbage looks at it, then or later: the window would stand still for 20 to 80 ms to find nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_USUAL: Final = gc.get_threshold()


@contextmanager
def keeping() -> Iterator[None]:
    """What is made within is let go of only with the last that refers to it; nothing is collected meanwhile."""
    gc.set_threshold(0)
    try:
        yield
        gc.freeze()
    finally:
        gc.set_threshold(*_USUAL)
