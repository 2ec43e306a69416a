"""What says that something is a platform's own or shared, and takes it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from postdesk.domain.drafts import Piece
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.own_words import differs_words, time_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.steady_label import SteadyLabel
from postdesk.ui.kit.theme import Theme


class Own(QWidget):
    """A sentence, and a button that shares again; it is as high without it."""

    shared_again = Signal()

    def __init__(self, theme: Theme, identifier: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = SteadyLabel(role="secondary", lines=1)
        identify(self.label, f"{identifier}.text")
        self.button = Button(theme, action, identifier, role="link")
        self.button.clicked.connect(self.shared_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self.setMinimumHeight(self.button.sizeHint().height())
        self.hide()

    def show_words(self, words: str, *, own: bool) -> None:
        """Say it; nothing is shown without words."""
        self.setVisible(bool(words))
        if self.label.text() != words:
            self.label.setText(words)
        self.button.setVisible(own)


class Difference(Own):
    """Says what a platform has of its own, of all that can be; where that is its text alone, the way back stands below that."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "composer.share_all", self.tr("Use all that is shared"), parent)

    def show_for(self, platform: Platform | None, pieces: tuple[Piece, ...]) -> None:
        """Say it of this platform; nothing in the shared tab."""
        self.show_words(differs_words(platform, pieces) if platform else "", own=bool(set(pieces) - {Piece.TEXT}))


class OwnTime(Own):
    """Says whether a platform goes out with the others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "composer.share_time", self.tr("Use the shared time again"), parent)

    def show_for(self, platform: Platform | None, *, own: bool) -> None:
        """Say it of this platform; nothing in the shared tab."""
        self.show_words(time_words(platform, own=own) if platform else "", own=own)
