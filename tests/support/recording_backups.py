"""Copies of everything that are asked for and never made: the test gives the answers."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from tests.support.making import NOON


class RecordingBackups(QObject):
    """Writes down what it is asked for."""

    saved = Signal(object)
    looked_at = Signal(object)
    failed = Signal(object)
    replaced = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[object, ...]] = []

    def save(self, target: Path) -> None:
        self.asked.append(("save", target))

    def look_at(self, file: Path) -> None:
        self.asked.append(("look_at", file))

    def bring(self, file: Path) -> None:
        self.asked.append(("bring", file))

    def repair(self) -> None:
        self.asked.append(("repair",))

    def note_told(self) -> None:
        self.asked.append(("told",))

    def now(self) -> datetime:
        return NOON
