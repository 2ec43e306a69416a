"""A table of text that is dropped anywhere on a window: it is meant to be imported."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_ENDINGS: Final = (".csv", ".tsv")
_DRAGS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def table_in(given: QMimeData) -> Path | None:
    """The one table of this computer that is named there; None where it is anything else."""
    urls = given.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _ENDINGS else None


class TableDrops(QObject):
    """`dropped` carries the path. All else goes where it always went."""

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        for each in (window, *(part for part in window.findChildren(QWidget) if part.acceptDrops())):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent) or (path := table_in(event.mimeData())) is None:
            return super().eventFilter(watched, event)
        # As a copy: where a move is offered, the file would be taken away from where it is.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True
