"""All previews of a draft, beside its form."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.height_for_width_layout import HeightForWidthLayout
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import FramedCard
from postdesk.ui.previews.card_looks import CardLooks
from postdesk.ui.previews.content import PreviewFiles, PreviewPost

_LETTERS: Final = 28
_GAP: Final = 12
_BELOW: Final = 20
"""The gap below a card's remarks, before the next card's name."""
_COLUMNS: Final = 2


class ColumnsLayout(HeightForWidthLayout):
    """A layout in at most two columns of `letters` average characters, filled in turn; items keep their columns at a width."""

    def __init__(self, letters: int, gap: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent, self._letters, self._gap = parent, letters, gap
        self.setContentsMargins(gap, gap, gap, gap)

    def minimumSize(self) -> QSize:
        return QSize(self._least + 2 * self._gap, self._least)

    @property
    def _least(self) -> int:
        return self._parent.fontMetrics().averageCharWidth() * self._letters

    def arrange(self, rect: QRect, *, move: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        count = max(1, min(_COLUMNS, (area.width() + self._gap) // (self._least + self._gap)))
        width = (area.width() - (count - 1) * self._gap) // count
        bottoms = [area.y()] * count
        for index, item in enumerate(self.items):
            column = index % count
            height = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            if move:
                place = QPoint(area.x() + column * (width + self._gap), bottoms[column])
                item.setGeometry(QRect(place, QSize(width, height)))
            bottoms[column] += height + _BELOW
        return max(bottoms) - _BELOW + self.contentsMargins().bottom() - rect.y()


class PreviewGrid(QWidget):
    """The cards of all selected platforms, in the platforms’ light or dark mode.

    `shown` comes when it appears; the first time after its first paint, so that what is beside it needn't wait for new cards.
    """

    shown = Signal()

    def __init__(self, theme: Theme, looks: CardLooks, pictures: PreviewFiles) -> None:
        super().__init__()
        identify(self, "previews", self.tr("Previews"))
        self.setProperty("role", "aside")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._looks, self._pictures = theme, looks, pictures
        self._cards: dict[Platform, FramedCard] = {}
        self._dark: bool | None = None
        self._appeared = False
        self._mode = Button(theme, "", "previews.mode", role="quiet", on_click=self._turn)
        self._none = PlainLabel(self.tr("Select an account to see its preview."), role="secondary", wrap=True)
        self._none.hide()
        grid = QWidget()
        grid.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # a card that grows by a row repaints only those below it
        self._columns = ColumnsLayout(_LETTERS, _GAP, grid)
        head = row_of(PlainLabel(self.tr("Previews"), role="title"), ROOM, self._mode, margins=(_GAP, 6, _GAP, 0))
        self.area = scrollable(column_of(head, row_of(self._none, margins=(_GAP, 0, _GAP, 0)), grid, ROOM, spacing=0))
        inner = self.area.widget()
        assert inner
        inner.setProperty("role", "aside")
        self.setLayout(column_of(self.area))
        theme.changed.connect(self._show_mode)
        self._show_mode()

    def show_posts(self, posts: tuple[PreviewPost, ...]) -> None:
        """Show a card for each post, in that order."""
        if tuple(self._cards) != tuple(post.platform for post in posts):
            self._rebuild(posts)
        self._none.setVisible(not posts)
        for post in posts:
            self._cards[post.platform].show_post(post)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._cards:
            self.shown.emit()
        else:
            self._appeared = True

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._appeared:
            self._appeared = False
            QTimer.singleShot(0, self, self.shown.emit)

    def _rebuild(self, posts: tuple[PreviewPost, ...]) -> None:
        clear_layout(self._columns)
        self._cards = {post.platform: self._made(post) for post in posts}

    def _made(self, post: PreviewPost) -> FramedCard:
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
        self._mode.set_text(self.tr("Show in light mode") if self._is_dark else self.tr("Show in dark mode"))
        self._mode.set_icon("sun" if self._is_dark else "moon")
