"""Postdesk, measured from within: prints JSON when its first window was painted, and keeps running.

    python -m tests.benchmarks.painted product PROFILE     Postdesk on that profile
    python -m tests.benchmarks.painted watched PROFILE     the same; then prints each second how long its loop was busy

The line names the modules that had been imported by then; another follows when everything is in the window.
"""

import json
import sys
import time
from collections.abc import Iterator

_TICK_MS = 5


def say(**facts: object) -> None:
    """Print a line of JSON for the measuring program."""
    print(json.dumps(facts), flush=True)


def product(profile: str, *, watched: bool = False) -> None:
    """Run Postdesk as its command starts it."""
    import postdesk.app
    from postdesk.ui.shell.main_window import MainWindow

    show, follow = MainWindow.show, postdesk.app._import_host

    def heard(self: MainWindow) -> None:
        self.painted.connect(lambda: say(modules=sorted(sys.modules)))
        show(self)

    async def followed() -> type:
        host = await follow()
        from PySide6.QtCore import QTimer

        from postdesk.ui.shell.workspace_window import WorkspaceWindow

        furnish = WorkspaceWindow.build_contents

        def told(self: WorkspaceWindow) -> Iterator[None]:
            yield from furnish(self)
            QTimer.singleShot(1, self, lambda: say(window_ready=True))  # the rest of it is painted meanwhile
            if watched:
                watch(self)

        WorkspaceWindow.build_contents = told  # type: ignore[method-assign]
        return host

    MainWindow.show = heard  # type: ignore[method-assign, assignment]
    postdesk.app._import_host = followed
    postdesk.app.main(["--profile", profile])


def watch(parent: object) -> None:
    """Print each second the longest time by which the event loop was late for a due timer."""
    from PySide6.QtCore import QObject, Qt, QTimer

    assert isinstance(parent, QObject)
    last, longest, told = time.perf_counter(), 0.0, time.perf_counter()

    def tick() -> None:
        nonlocal last, longest, told
        now = time.perf_counter()
        longest = max(longest, (now - last) * 1000 - _TICK_MS)
        last = now
        if now - told >= 1:
            say(stall=round(longest, 2))
            longest, told = 0.0, now

    timer = QTimer(parent, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()


if __name__ == "__main__":
    act, folder = sys.argv[1:]
    product(folder, watched=act == "watched")
