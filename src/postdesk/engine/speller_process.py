"""The client side of the spell checking process."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, Signal

from postdesk.engine.child_process import module_process

_log = logging.getLogger("postdesk.spelling")

_TIME_TO_DIE_MS: Final = 1000


class SpellerProcess(QObject):
    """A running spell checking process.

    Calls `checked` with the wrong words of a question, and `suggested` with a word and its suggestions. `failed` follows if the
    process ends by itself.
    """

    failed = Signal()

    def __init__(
        self,
        folder: Path,
        language: str,
        words: Path,
        checked: Callable[[list[str]], object],
        suggested: Callable[[str, tuple[str, ...]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._checked, self._suggested = checked, suggested
        self._process = module_process("postdesk.engine.speller", str(folder), language, str(words), parent=self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.errorOccurred.connect(self._end)
        self._process.finished.connect(self._end)
        self._process.start()

    def check(self, words: Sequence[str]) -> None:
        """Ask for the wrong ones among these words."""
        self._ask({"check": list(words)})

    def suggest(self, word: str) -> None:
        """Ask for suggestions for a wrong word."""
        self._ask({"suggest": word})

    def end(self) -> None:
        """End the process, in a few milliseconds."""
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished(_TIME_TO_DIE_MS)

    def _ask(self, question: dict[str, object]) -> None:
        self._process.write(f"{json.dumps(question)}\n".encode())

    def _read(self) -> None:
        while self._process.canReadLine():
            answer = json.loads(bytes(self._process.readLine().data()))
            if "wrong" in answer:
                self._checked(answer["wrong"])
            else:
                self._suggested(answer["word"], tuple(answer["suggestions"]))

    def _end(self) -> None:
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self._process.blockSignals(True)
            _log.warning("The dictionary could not be used.")
            self.failed.emit()
