"""The preview of one platform in the composer, and the window with all previews."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.height_for_width_layout import HeightForWidthLayout
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, fill, row_of
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import FramedCard
from postdesk.ui.previews.card_looks import CardLook, CardLooks
from postdesk.ui.previews.content import PreviewFiles, PreviewPost
from postdesk.ui.previews.words import preview_word

_SIDE = 16
_LETTERS: Final = 46
_GAP: Final = 24
_COLUMNS: Final = 3


class ColumnsLayout(HeightForWidthLayout):
    """A layout in columns, filled in turn; an item changes its column only with the width."""

    def __init__(self, least: int, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._gap = least, gap
        self.setContentsMargins(gap, gap, gap, gap)

    def minimumSize(self) -> QSize:
        return QSize(self._least + 2 * self._gap, self._least)

    def arrange(self, rect: QRect, *, move: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        count = max(1, min(self.count() or 1, (area.width() + self._gap) // (self._least + self._gap)))
        width = (area.width() - (count - 1) * self._gap) // count
        bottoms = [area.y()] * count
        for index, item in enumerate(self.items):
            column = index % count
            height = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            if move:
                place = QPoint(area.x() + column * (width + self._gap), bottoms[column])
                item.setGeometry(QRect(place, QSize(width, height)))
            bottoms[column] += height + self._gap
        return max(bottoms) - self._gap + self.contentsMargins().bottom() - rect.y()


class Preview(QWidget):
    """The card of the shown platform; for the shared text, buttons select the platform.

    `folded` carries the new folded state, `all_requested` asks for all cards, `turned` follows another platform.
    """

    folded = Signal(bool)
    all_requested = Signal()
    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen: Platform | None = None
        self._platforms: tuple[Platform, ...] = ()
        self._cards: dict[Platform, FramedCard] = {}
        self._choices: dict[Platform, PlatformButton] = {}
        self._shown: Platform | None = None
        self._open = True
        self.fold = Button(theme, "", "composer.preview.fold", role="quiet", icon="chevron-down")
        self.all = Button(theme, self.tr("All previews"), "composer.preview.all", role="link", icon="layout-grid")
        self._row = QWidget()
        self._flow = FlowLayout(self._row, spacing=4)
        self._column = column_of(row_of(self.fold, ROOM, self.all), self._row, spacing=8)
        self.setLayout(self._column)
        self.hide()
        self.fold.clicked.connect(lambda: self.folded.emit(self._open))
        self.all.clicked.connect(self.all_requested)

    def show_platforms(self, platforms: tuple[Platform, ...], tab: Platform | None, *, is_open: bool) -> Platform | None:
        """Show the platforms' buttons, for the shared text only, and return the platform whose card is needed, if any."""
        if platforms != self._platforms:
            self._rebuild(platforms)
        chosen = self._chosen if self._chosen in platforms else None
        shown = tab or chosen or next(iter(platforms), None)
        if (shown, is_open) != (self._shown, self._open) or not self.fold.text():
            self._shown, self._open = shown, is_open
            self._show_fold()
        self.setVisible(shown is not None)
        self._row.setVisible(is_open and tab is None and len(platforms) > 1)
        return shown if is_open else None

    def show_post(self, post: PreviewPost, look: CardLook, pictures: PreviewFiles) -> None:
        """Show the post on its platform's card."""
        if post.platform in self._cards:
            self._cards[post.platform].show_post(post)
            return
        made = FramedCard(self._theme, look, pictures, post, named=False)
        self._cards[post.platform] = made
        self._column.addWidget(made)
        made.show()

    def _show_fold(self) -> None:
        """Show the name of the platform, and only its card."""
        for platform, framed in self._cards.items():
            framed.setVisible(self._open and platform is self._shown)
        for platform, choice in self._choices.items():
            choice.setChecked(platform is self._shown)
        if self._shown:
            self.fold.set_text(preview_word(self._shown))
            self.fold.set_icon("chevron-down" if self._open else "chevron-right")
            self.fold.setAccessibleDescription(self.tr("expanded") if self._open else self.tr("collapsed"))

    def _rebuild(self, platforms: tuple[Platform, ...]) -> None:
        self._platforms = platforms
        clear_layout(self._flow)
        self._choices = {}
        for platform in platforms:
            choice = PlatformButton(self._theme, platform)
            choice.setChecked(platform is self._shown)
            choice.clicked.connect(lambda _=False, platform=platform: self._choose(platform))
            self._choices[platform] = choice
            self._flow.addWidget(choice)
        self.all.setVisible(len(platforms) > 1)

    def _choose(self, platform: Platform) -> None:
        self._choices[platform].setChecked(True)
        self._chosen = platform
        self.turned.emit()


class PlatformButton(QToolButton):
    """The button that selects a platform's card."""

    def __init__(self, theme: Theme, platform: Platform) -> None:
        super().__init__()
        self._theme, self._platform = theme, platform
        identify(self, f"composer.preview.{platform}", preview_word(platform))
        plain_tooltip(self, preview_word(platform))
        self.setCheckable(True)
        self.setProperty("role", "quiet")
        side = max(_SIDE, round(self.fontMetrics().height() / 8) * 8)
        self.setIconSize(QSize(side, side))
        self._apply_style()
        theme.changed.connect(self._apply_style)

    def _apply_style(self) -> None:
        self.setIcon(self._theme.brand_icon(self._platform))


class Gallery(Dialog):
    """The window with all cards, which follows the draft while it is open, in a light or a dark mode."""

    def __init__(self, theme: Theme, looks: CardLooks, pictures: PreviewFiles, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All previews"), "previews", parent)
        self._theme, self._looks, self._pictures = theme, looks, pictures
        self._cards: dict[Platform, FramedCard] = {}
        self._dark: bool | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        self._least = self.fontMetrics().averageCharWidth() * _LETTERS
        grid = QWidget()
        grid.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # a card that grows by a row repaints only those below it
        self._columns = ColumnsLayout(self._least, _GAP, grid)
        fill(self.body, grid, ROOM)
        self._mode = Button(theme, "", "previews.mode", on_click=self._turn)
        done = Button(theme, self.tr("Close"), "previews.close", role="primary", on_click=self.close)
        self.foot.insertWidget(0, self._mode)
        self.foot.addWidget(done)
        theme.changed.connect(self._show_mode)
        self._show_mode()

    def show_posts(self, posts: tuple[PreviewPost, ...]) -> None:
        """Show a card for each post, in that order."""
        if tuple(self._cards) != tuple(post.platform for post in posts):
            self._rebuild(posts)
        for post in posts:
            self._cards[post.platform].show_post(post)

    def sizeHint(self) -> QSize:
        count = max(1, min(_COLUMNS, len(self._cards)))
        return QSize(count * self._least + (count + 1) * _GAP + 24, 860)

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
