"""Work that blocks, in a thread that no end of the program waits for: an executor's would keep it from quitting."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def apart(name: str, work: Callable[[], T]) -> T:
    """What `work` gives or raises. It goes on where the waiting task is cancelled."""
    done: Future[T] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            failure: Exception | None = error
        else:
            failure = None
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            done.set_exception(failure) if failure else done.set_result(result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await asyncio.wrap_future(done)
