"""The preview of one platform, below the text."""

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, row_of
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import FramedCard
from postdesk.ui.previews.card_looks import CardLook
from postdesk.ui.previews.content import PreviewFiles, PreviewPost
from postdesk.ui.previews.words import preview_word

_SIDE: Final = 16


class Preview(QWidget):
    """The card of the shown platform; for the shared text, buttons select the platform.

    `folded` carries the new folded state, `turned` follows another platform, `shown` comes with each appearance; a click on
    `all` asks for all cards.
    """

    folded = Signal(bool)
    turned = Signal()
    shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen: Platform | None = None
        self._platforms: tuple[Platform, ...] = ()
        self._cards: dict[Platform, FramedCard] = {}
        self._choices: dict[Platform, PlatformButton] = {}
        self._shown: Platform | None = None
        self._open = self._offers_all = True
        self.fold = Button(theme, "", "composer.preview.fold", role="quiet", icon="chevron-down")
        self.all = Button(theme, self.tr("All previews"), "composer.preview.all", role="link", icon="layout-grid")
        self._row = QWidget()
        self._flow = FlowLayout(self._row, spacing=4)
        self._column = column_of(row_of(self.fold, ROOM, self.all), self._row, spacing=8)
        self.setLayout(self._column)
        self.hide()
        self.fold.clicked.connect(lambda: self.folded.emit(self._open))

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

    def offer_all(self, *, offered: bool) -> None:
        """Offer all cards, unless there is one only."""
        self._offers_all = offered
        self.all.setVisible(offered and len(self._platforms) > 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

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
        self.offer_all(offered=self._offers_all)

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
