"""All previews of a draft beside each other, in a window of their own."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.columns import Columns
from postdesk.ui.previews.framed import FramedCard
from postdesk.ui.previews.looks import Looks
from postdesk.ui.previews.pictured import Pictured
from postdesk.ui.previews.pictures import Pictures

_LETTERS: Final = 46
_GAP: Final = 24
_COLUMNS: Final = 3


class Gallery(Dialog):
    """Follows the draft while it is open. Its cards can be seen as in the platforms' light or dark mode."""

    def __init__(self, theme: Theme, looks: Looks, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All previews"), "previews", parent)
        self._theme, self._looks, self._pictures = theme, looks, pictures
        self._cards: dict[Platform, FramedCard] = {}
        self._dark: bool | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        self._least = self.fontMetrics().averageCharWidth() * _LETTERS
        grid = QWidget()
        grid.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # a card that grows by a row moves those below it only
        self._columns = Columns(self._least, _GAP, grid)
        self.body.addWidget(grid)
        self.body.addStretch(1)
        self._mode = Button(theme, "", "previews.mode")
        self._mode.clicked.connect(self._turn)
        done = Button(theme, self.tr("Close"), "previews.close", role="primary")
        done.clicked.connect(self.close)
        self.foot.insertWidget(0, self._mode)
        self.foot.addWidget(done)
        theme.changed.connect(self._show_mode)
        self._show_mode()

    def show_posts(self, posts: tuple[Pictured, ...]) -> None:
        """One card each, in that order."""
        if tuple(self._cards) != tuple(post.platform for post in posts):
            self._rebuild(posts)
        for post in posts:
            self._cards[post.platform].show_post(post)

    def sizeHint(self) -> QSize:
        count = max(1, min(_COLUMNS, len(self._cards)))
        return QSize(count * self._least + (count + 1) * _GAP + 24, 860)

    def _rebuild(self, posts: tuple[Pictured, ...]) -> None:
        for card in self._cards.values():
            self._columns.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {post.platform: self._made(post) for post in posts}

    def _made(self, post: Pictured) -> FramedCard:
        framed = FramedCard(self._theme, self._looks.of(post.platform), self._pictures, post)
        framed.card.set_dark(self._dark)
        self._columns.addWidget(framed)
        framed.show()
        return framed

    @property
    def _is_dark(self) -> bool:
        return self._theme.dark if self._dark is None else self._dark

    def _turn(self) -> None:
        self._dark = not self._is_dark
        for framed in self._cards.values():
            framed.card.set_dark(self._dark)
        self._show_mode()

    def _show_mode(self) -> None:
        self._mode.set_text(self.tr("Show them in light") if self._is_dark else self.tr("Show them in dark"))
        self._mode.set_icon("sun" if self._is_dark else "moon")
