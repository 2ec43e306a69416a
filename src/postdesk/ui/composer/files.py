"""The files that a draft names, below their fields."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Field
from postdesk.domain.review import DraftReview
from postdesk.engine.media import Media
from postdesk.ui.composer.file_line import FileLine
from postdesk.ui.composer.file_view import file_view
from postdesk.ui.kit.theme import Theme


class Files(QWidget):
    """`again_asked` carries an address to be looked at once more."""

    again_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = {
            Field.MEDIA_URL: FileLine(theme, "composer.media_file"),
            Field.THUMBNAIL_URL: FileLine(theme, "composer.cover_file", self.tr("Cover image")),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in self._lines.values():
            line.again_asked.connect(self.again_asked)
            column.addWidget(line)
        self.hide()

    def show_view(self, view: DraftReview, platform: Platform | None, media: Media, when: Callable[[datetime], str]) -> None:
        """The files of that platform, or (None) the shared ones; `when` gives the words for a moment."""
        shown = {field: file_view(field, view, platform, media) for field in self._lines}
        for field, line in self._lines.items():
            line.show_file(shown[field], when)
        self.setVisible(any(shown.values()))
