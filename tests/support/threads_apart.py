"""Lets threads work one after another, and records the Qt classes that are created in them.

Import it before anything of Postdesk's, in a process of its own. The GUI thread waits while such a thread works, so every class
that is new afterwards was created in that thread. PySide6 creates its own classes on first use.
"""

import asyncio
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final

_PATIENCE_S: Final = 20.0
_ENDLESS: Final = ("command output",)

made_apart: list[str] = []


class _Apart(threading.Thread):
    """A thread. The GUI thread waits for its end if it started it as a daemon; `_ENDLESS` names the exceptions."""

    def start(self) -> None:
        before = _classes_of_qt()
        super().start()
        if self.daemon and threading.current_thread() is threading.main_thread() and self.name not in _ENDLESS:
            self.join(_PATIENCE_S)
            made_apart.extend(f"{each.__module__}.{each.__qualname__}" for each in _classes_of_qt() - before)


async def _to_thread(work: Callable[..., Any], /, *args: Any, **more: Any) -> Any:
    done: Future[Any] = Future()

    def run() -> None:
        try:
            done.set_result(work(*args, **more))
        except Exception as error:
            done.set_exception(error)

    _Apart(target=run, daemon=True).start()
    return await asyncio.wrap_future(done)


def _classes_of_qt() -> set[type]:
    found = set[type]()
    left: list[type] = [sys.modules["shiboken6"].Shiboken.Object]
    while left:
        new: set[type] = set(type.__subclasses__(left.pop())) - found
        found |= new
        left += new
    return found


threading.Thread = _Apart  # type: ignore[misc]
asyncio.to_thread = _to_thread
