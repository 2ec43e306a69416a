"""The points at which a process is killed, and the hooks that notice them.

The hooks watch the output of the process: each statement to SQLite, each byte to a socket; and the calls of a few functions
without output. A point is a row of patterns over these events, to be met in that order; at the last the process gets
SIGKILL. A point that is never reached, or a function that no longer exists, fails the proof.
"""

import functools
import importlib
import os
import re
import signal
import socket
import sqlite3
from collections.abc import Callable
from typing import Any

_CHECK = "postdesk.engine.sender:Sender._check"
_MARK = "postdesk.api.transport:_to_the_end"
_RECORD = "postdesk.engine.sender:Sender._record"
_CALLS = (_CHECK, _MARK, _RECORD)

_POST = r"\[POST /api/v1/posts"
_STATUS = rf"after recv {_POST}\S*\] HTTP/"
_ATTEMPT = "before sql INSERT INTO attempts"
_OUTCOME = "before sql UPDATE attempts SET ended_ms"

POINTS: dict[str, tuple[str, ...]] = {
    "before anything is queued": ("before sql INSERT INTO posts",),
    "queueing, before the commit": ("before sql INSERT INTO entries", "before sql COMMIT"),
    "queued": ("before sql INSERT INTO entries", "after sql COMMIT"),
    "before the accounts are asked for": (r"before send \[GET \S+/connections",),
    "accounts asked for": (r"after send \[GET \S+/connections",),
    "accounts known": (r"after send \[GET \S+/connections", r"after recv \[GET \S+/connections"),
    "before the list is asked for": (r"before send \[GET \S+/posts\?externalUserId",),
    "list known": (r"before send \[GET \S+/posts\?externalUserId", r"after recv \[GET \S+/posts\?externalUserId"),
    "checked": (f"after call {_CHECK}",),
    "before connecting": (f"after call {_CHECK}", "before connect"),
    "connected, before the mark": (f"before call {_MARK}",),
    "within the mark's transaction": (_ATTEMPT,),
    "before the mark's commit": (_ATTEMPT, "before sql COMMIT"),
    "marked": (_ATTEMPT, "after sql COMMIT"),
    "before the first byte": (f"before send {_POST}",),
    "headers sent": (f"after send {_POST}",),
    "half of the body sent": (f"half send {_POST}",),
    "all sent": (rf"after send {_POST}\S*\] {{",),
    "status read": (_STATUS,),
    "half of the answer read": (_STATUS, rf"after recv {_POST}\S*\] \S"),
    "before recording": (f"before call {_RECORD}",),
    "within the record's transaction": (_OUTCOME,),
    "before the record's commit": (_OUTCOME, "before sql COMMIT"),
    "recorded": (_OUTCOME, "after sql COMMIT"),
    "found, before the commit": (_OUTCOME, "after sql COMMIT", _OUTCOME, "before sql COMMIT"),
    "asking what became of it": (_OUTCOME, "after sql COMMIT", r"before send \[GET \S+/posts"),
}
_SHOWN = 500


class Watch:
    """Kills this process at one point."""

    def __init__(self, point: str) -> None:
        self._left = list(POINTS[point])
        self._about: dict[int, str] = {}

    def see(self, what: str) -> None:
        if re.match(self._left[0], what):
            self._left.pop(0)
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def send(self, sent: socket.socket, data: Any, flags: int = 0) -> int:
        start = bytes(data[:_SHOWN]).decode("latin-1")
        if request := re.match(r"[A-Z]+ /\S+(?= HTTP/)", start):
            self._about[sent.fileno()] = request[0]
        what = f"send [{self._about.get(sent.fileno(), '')}] {start}"
        self.see(f"before {what}")
        if start.startswith("{") and self._left[0].startswith("half "):
            _SEND(sent, data[: len(data) // 2], flags)
            self.see(f"half {what}")
            raise AssertionError("half of something else than the post's body")
        count: int = _SEND(sent, data, flags)
        self.see(f"after {what}")
        return count

    def recv(self, received: socket.socket, *args: int) -> bytes:
        data: bytes = _RECV(received, *args)
        self.see(f"after recv [{self._about.get(received.fileno(), '')}] {data[:_SHOWN].decode('latin-1')}")
        return data

    def connect(self, connected: socket.socket, address: Any) -> None:
        self.see("before connect")
        _CONNECT(connected, address)

    def called(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.see(f"before call {name}")
            result = function(*args, **kwargs)
            self.see(f"after call {name}")
            return result

        return watched


_SEND: Callable[..., int] = socket.socket.send
_RECV: Callable[..., bytes] = socket.socket.recv
_CONNECT: Callable[..., None] = socket.socket.connect


class PointWatcher:
    """Installs the hooks of this process, once and before it works; `arm` sets the point at which it ends."""

    def __init__(self) -> None:
        self._watch: Watch | None = None
        self._watch_sockets()
        self._watch_sql()

    def arm(self, point: str) -> None:
        """End at that point from now on. Raises AttributeError where a watched function no longer exists."""
        self._watch = watch = Watch(point)
        for name in _CALLS:
            module, _, path = name.partition(":")
            *outer, last = path.split(".")
            home = functools.reduce(getattr, outer, importlib.import_module(module))
            setattr(home, last, watch.called(name, getattr(home, last)))

    def _watch_sockets(self) -> None:
        def send(self: socket.socket, data: Any, flags: int = 0) -> int:
            return watch.send(self, data, flags) if (watch := watching._watch) else _SEND(self, data, flags)

        def recv(self: socket.socket, *args: int) -> bytes:
            return watch.recv(self, *args) if (watch := watching._watch) else _RECV(self, *args)

        def connect(self: socket.socket, address: Any) -> None:
            return watch.connect(self, address) if (watch := watching._watch) else _CONNECT(self, address)

        watching = self
        for name, function in {"send": send, "recv": recv, "connect": connect}.items():
            setattr(socket.socket, name, function)

    def _watch_sql(self) -> None:
        watching = self

        class Watched(sqlite3.Connection):
            def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
                watching._see(f"before sql {sql}")
                cursor = super().execute(sql, *args)
                watching._see(f"after sql {sql}")
                return cursor

        setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Watched))  # noqa: B010

    def _see(self, what: str) -> None:
        if self._watch:
            self._watch.see(what)
