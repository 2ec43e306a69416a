"""Processes that end with the test that started them."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def ended(process: "subprocess.Popen[Any]", patience: float = 5) -> Iterator[None]:
    """End the process afterwards, by force where it takes longer than `patience` seconds, and close its pipes."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()


def until(attempt: Callable[[], T | None], patience: float = 20, said: Callable[[], str] = lambda: "") -> T:
    """Return the result of the attempt as soon as it is true."""
    end = time.monotonic() + patience
    while not (found := attempt()):
        assert time.monotonic() < end, f"it never came to hold. {said()}"
        time.sleep(0.05)
    return found
