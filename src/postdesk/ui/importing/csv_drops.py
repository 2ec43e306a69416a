"""CSV files that are dropped on a window, to be imported."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_ENDINGS: Final = (".csv", ".tsv")
_DRAGS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def csv_path_in(given: QMimeData) -> Path | None:
    """Return the path of the one local CSV file in a drop; None where the drop is anything else."""
    urls = given.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _ENDINGS else None


class CsvDropFilter(QObject):
    """Takes CSV files dropped on a window: `dropped` carries the path. Other drops are handled as usual.

    Call `watch` with a part that is added to the window later.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        self.watch(window)

    def watch(self, part: QWidget) -> None:
        """Take the drops on a part of the window, and on its children that accept any."""
        for each in (part, *part.findChildren(QWidget)):
            if each.acceptDrops():
                each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent) or (path := csv_path_in(event.mimeData())) is None:
            return super().eventFilter(watched, event)
        # As a copy: a move would delete the source file.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True
