"""Signals that terminate Postdesk from outside, as at the end of a desktop session or on Ctrl+C in a terminal."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QSocketNotifier

_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


@contextmanager
def on_signals(leave: Callable[[], object]) -> Iterator[None]:
    """Call `leave` in Qt's loop for each termination signal while the context is open.

    Python handles a signal only when it runs next, which in a sleeping loop may take minutes: so the signal itself wakes the
    loop.
    """
    woken, wakes = socket.socketpair()
    for end in (woken, wakes):
        end.setblocking(False)
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: leave() if woken.recv(64) else None)
    known = [number for name in _SIGNALS if (number := getattr(signal, name, None))]
    before = {number: signal.signal(number, lambda *_: None) for number in known}
    woke = signal.set_wakeup_fd(wakes.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(woke)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        woken.close()
        wakes.close()
