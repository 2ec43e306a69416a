"""The pictures of the lines of a list."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from postdesk.ui.results.lines import ResultsLine

_MORE_THAN_VIEW: Final = 1.25
"""The room for pictures, as a multiple of what fills the view: a few more lines than are in view."""


class LinePictures:
    """The pictures of the lines that were painted last, about as many as are in view.

    They are of one `look`: whatever else than the line decides how it is painted.
    """

    def __init__(self) -> None:
        self._look: object = None
        self._most = 0
        self._pictures: dict[int, tuple[ResultsLine, QPixmap]] = {}
        self._pixels = 0

    def clear(self) -> None:
        """Forget all, since lines look different now."""
        self._pictures.clear()
        self._pixels = 0

    def use(self, look: object, view: QSize) -> None:
        """Use pictures of that look only, in a view of that size in pixels of the screen."""
        self._most = round(view.width() * view.height() * _MORE_THAN_VIEW)
        if look != self._look:
            self._look = look
            self.clear()

    def of(self, line: ResultsLine) -> QPixmap | None:
        """Return the picture of a line; None without one."""
        kept = self._pictures.get(line.post_id)
        if kept is None or (kept[0] is not line and kept[0] != line):
            return None
        self._pictures[line.post_id] = self._pictures.pop(line.post_id)  # the last to be forgotten
        return kept[1]

    def keep(self, line: ResultsLine, picture: QPixmap) -> None:
        """Keep the picture of a line, and forget those that were painted longest ago."""
        self._forget(line.post_id)
        self._pictures[line.post_id] = line, picture
        self._pixels += _pixels_of(picture)
        while self._pixels > self._most:
            self._forget(next(iter(self._pictures)))

    def _forget(self, post_id: int) -> None:
        if kept := self._pictures.pop(post_id, None):
            self._pixels -= _pixels_of(kept[1])


def _pixels_of(picture: QPixmap) -> int:
    return picture.width() * picture.height()
