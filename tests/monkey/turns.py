"""Finds the turns of Qt's loop in which the window does not answer, from a thread beside it, and their causes."""

import faulthandler
import json
import os
import re
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

LONG_S: Final = 0.1
_HANGS_S: Final = 15.0
_EVERY_S: Final = 0.02
_LOOKED_AT_S: Final = 0.05
_DEPTH: Final = 6
_OURS: Final = "/src/postdesk/"
_FRAME: Final = re.compile(r'  File "(?P<path>.*)", line (?P<line>\S+) in (?P<name>.*)')


class TurnWatch(QObject):
    """Pings the loop again and again; built in its thread. Writes a line of JSON for each long turn.

    The time in which other programs had the processor does not count: the subject is the window, not the machine. Nor does a turn
    count in which the observer itself answered, which counts up `answers` before and after.
    """

    _asked = Signal()

    def __init__(self, file: Path, hangs: Path, hangs_s: float = _HANGS_S) -> None:
        super().__init__()
        self._file, self._hangs, self._hangs_s = file, hangs, hangs_s
        self._thread_id = threading.get_ident()
        self._schedstat = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._answered = threading.Event()
        self.answers = 0
        self._asked.connect(self._answered.set, Qt.ConnectionType.QueuedConnection)
        self._ended = threading.Event()
        # A signal of this object must not be emitted by the thread while the application takes the object down.
        application = QCoreApplication.instance()
        assert application
        application.aboutToQuit.connect(self.end)
        self._thread = threading.Thread(target=self._watch, name="turns", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop watching."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY_S):
            self._one()

    def _one(self) -> None:
        begun, (worked, waited), answers = time.monotonic(), self._scheduled(), self.answers
        seen, known = Counter[tuple[str, ...]](), self._size_of_hangs()
        self._answered.clear()
        try:
            self._asked.emit()
        except RuntimeError:  # the loop has ended
            return
        while not self._answered.wait(_EVERY_S):
            if self._ended.is_set():
                return
            took = time.monotonic() - begun
            if took > _LOOKED_AT_S:
                seen[self._stack()] += 1
            if took > self._hangs_s and self._size_of_hangs() == known:
                self._note_hang()
        ended = time.monotonic()
        worked_now, waited_now = self._scheduled()
        held = ended - begun - (waited_now - waited)
        if held < self._hangs_s and self._size_of_hangs() > known:  # the thread had no processor, which is known only now
            os.truncate(self._hangs, known)
        if held > LONG_S and answers == self.answers:
            (stack, _), *_ = seen.most_common(1) or [(("not seen",), 0)]
            worked_ms, ms = round((worked_now - worked) * 1000), round(held * 1000)
            self._note({"at": begun, "until": ended, "ms": ms, "worked": worked_ms, "stack": stack})

    def _scheduled(self) -> tuple[float, float]:
        """Return the seconds for which the loop's thread has had a processor, and for which it has waited for one."""
        worked, waited, _ = map(int, self._schedstat.read_text().split())
        return worked / 1e9, waited / 1e9

    def _stack(self) -> tuple[str, ...]:
        """Return our part of the stack of the loop's thread, the innermost frame last."""
        frames = [found for found in map(_FRAME.fullmatch, self._dumped().splitlines()) if found]
        ours = tuple(_named(frame) for frame in reversed([each for each in frames if _OURS in each["path"]][:_DEPTH]))
        innermost = _named(frames[0]) if frames else ""
        return ours if ours[-1:] == (innermost,) else (*ours, innermost)

    def _dumped(self) -> str:
        """Return the stack of the loop's thread as text, the innermost frame first.

        A frame object that this thread holds while the function returns would free the function's variables in this thread, and
        the heap is corrupted where that frees a painter or a font.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
            faulthandler.dump_traceback(file)
            file.seek(0)
            _, _, after = file.read().partition(f"Thread {self._thread_id:#018x} ")
        return after.partition("\n\n")[0]

    def _note(self, line: object) -> None:
        with self._file.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def _size_of_hangs(self) -> int:
        return self._hangs.stat().st_size if self._hangs.exists() else 0

    def _note_hang(self) -> None:
        with self._hangs.open("a") as file:
            file.write(f"No answer for {self._hangs_s:.0f} s at {time.monotonic():.1f}\n")
            faulthandler.dump_traceback(file)


def _named(frame: re.Match[str]) -> str:
    path = frame["path"]
    return f"{path[path.rfind('/', 0, path.rfind('/')) :]}:{frame['line']} {frame['name']}"
