"""What came of trying an upload target: a line a step."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.uploads import Tried
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import Mark
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.uploads import step_words
from postdesk.ui.text.words import Tone


class TriedSteps(QWidget):
    """`told` carries a new line's widget once it has its place."""

    told = Signal(QWidget)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(12)

    def tell(self, tried: Tried) -> None:
        """Add a line, and have it spoken."""
        good, words = tried.flaw is None, step_words(tried)
        mark = Mark(self._theme, "circle-check" if good else "circle-x", words, Tone.GOOD if good else Tone.BAD, wrap=True)
        identify(mark.label, f"settings.uploads.step.{tried.step}")
        self._lines.addWidget(mark)
        QTimer.singleShot(0, mark, partial(self.told.emit, mark))
        announce(self, words, urgent=not good)

    def clear(self) -> None:
        """Begin again."""
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
