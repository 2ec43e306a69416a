"""Backups that are requested and never made: the test gives the answers."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from tests.support.factories import NOON

from postdesk.domain.storage import StorageFailure


class RecordingBackups(QObject):
    """Records its calls."""

    saved = Signal(object)
    copy_read = Signal(object)
    failed = Signal(object)
    not_made = Signal(object)
    replaced = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[object, ...]] = []
        self.problem: StorageFailure | None = None

    def newest(self) -> datetime | None:
        return NOON

    def save(self, target: Path) -> None:
        self.asked.append(("save", target))

    def read_copy(self, file: Path) -> None:
        self.asked.append(("read_copy", file))

    def replace_by(self, file: Path) -> None:
        self.asked.append(("replace_by", file))

    def repair(self) -> None:
        self.asked.append(("repair",))

    def mark_replacement_read(self) -> None:
        self.asked.append(("told",))

    def now(self) -> datetime:
        return NOON
