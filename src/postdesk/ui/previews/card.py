"""A platform’s card, painted as its readers would see a draft, and its frame with the platform’s name and notes."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel, StateLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card_looks import CardLook
from postdesk.ui.previews.content import PreviewFiles, PreviewPost, is_video, media_name
from postdesk.ui.previews.stack import CORNER, CardStack, paint_card
from postdesk.ui.previews.text_fold import FoldResult
from postdesk.ui.previews.tools import CardTools
from postdesk.ui.previews.words import byline, cut_words, over_words, preview_limits_words, preview_word
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_LARGER: Final = 1.06
_LEAST_TEXT: Final = 8
_LETTERS: Final = 46
_LEAST_LETTERS: Final = 28
_KEYS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REBUILT: Final = frozenset({QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange, QEvent.Type.StyleChange})


def spoken_card(post: PreviewPost, folded: FoldResult, *, titled: bool, unfolded: bool) -> str:
    """Return the card in words: "LinkedIn preview. Alex Morgan. Black Friday. Cut off after 210 characters."."""
    title = " ".join(post.content.title.split()) if titled else ""
    said = [preview_word(post.platform), byline(post.platform, post.author)[0], title, folded.shown]
    if post.over_from is not None:
        said.append(translate("Previews", "Too long for the platform"))
    elif folded.ending and not unfolded:
        said.append(translate("Previews", "Cut off after {0} characters").format(QLocale().toString(len(folded.shown))))
    if url := post.content.media_url:
        said.append(
            (translate("Previews", "Video {0}") if is_video(url) else translate("Previews", "Image {0}")).format(media_name(url))
        )
    return ". ".join(word.strip().rstrip(".") for word in said if word.strip()) + "."


class PreviewCard(QWidget):
    """A platform's card, as high as its content. A click, Space or Return unfolds a cut text, and folds it again.

    It is laid out only while it is visible.
    """

    def __init__(self, theme: Theme, look: CardLook, pictures: PreviewFiles, post: PreviewPost) -> None:
        super().__init__()
        self._theme, self._look, self._pictures, self._post = theme, look, pictures, post
        self._dark: bool | None = None
        self._stale = True
        self.unfolded = False
        identify(self, f"preview.{post.platform}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # a card that grows by a row is not repainted as a whole
        theme.changed.connect(self._rebuild)
        pictures.changed.connect(self._picture_changed)
        self._rebuild()

    @property
    def dark(self) -> bool:
        """True if the card is in the platform's dark mode."""
        return self._theme.dark if self._dark is None else self._dark

    @property
    def _turnable(self) -> bool:
        return self.unfolded or self.stack.text.folded.ending is not None

    def set_dark(self, dark: bool | None) -> None:
        """Set the platform's light or dark mode; None follows the window."""
        if dark is not self._dark:
            self._dark = dark
            self._rebuild()

    def show_post(self, post: PreviewPost) -> None:
        """Show the post; unchanged parts are neither laid out nor painted again."""
        if post == self._post:
            return
        self._post = post
        if not self.isVisible():
            self._stale = True
            return
        for rect in self.stack.show(post, self.width()):
            self.update(rect.toAlignedRect())
        self._fit()

    def turn(self) -> None:
        """Unfold a cut text, or fold it again."""
        if self._turnable:
            self.unfolded = self.stack.text.unfolded = not self.unfolded
            self._show_anew()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LETTERS, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LEAST_LETTERS, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._show_anew()
            return
        edge = min(event.oldSize().height(), self.height()) - CORNER
        self.update(0, edge, self.width(), self.height() - edge)

    def event(self, event: QEvent) -> bool:
        if event.type() in _REBUILT:
            self._rebuild()
        if event.type() == QEvent.Type.Show and self._stale:
            self._show_now()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.turn() if event.key() in _KEYS else super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.turn()

    def paintEvent(self, event: QPaintEvent) -> None:
        shades = self._look.shades(self.dark)
        colour = self._theme.colours.accent if self.hasFocus() else shades.line
        pen = QPen(QColor(colour), 2 if self.hasFocus() else 1)
        paint_card(QPainter(self), self.stack, shades, QRectF(self.rect()), QRectF(event.rect()), pen)

    def _rebuild(self) -> None:
        size = max(_LEAST_TEXT, round(QFontInfo(self.font()).pixelSize() * _LARGER))
        shades, ratio = self._look.shades(self.dark), self.devicePixelRatioF()
        kit = CardTools(self._theme, self._post.platform, self._look, shades, self.font(), size, ratio, self._pictures)
        self.stack = CardStack(kit)
        self.stack.text.unfolded = self.unfolded
        self._show_anew()

    def _show_anew(self) -> None:
        """Show the whole card again, as soon as it is visible."""
        self._stale = True
        if self.isVisible():
            self._show_now()

    def _show_now(self) -> None:
        self._stale = False
        self.stack.show(self._post, self.width())
        self.stack.arrange(self.width())
        self._fit()
        self.update()

    def _fit(self) -> None:
        """Fit the height to the content, and update the accessible name."""
        if self.stack.height != self.height():
            self.setFixedHeight(self.stack.height)
        folded = self.stack.text.folded
        self.setAccessibleName(spoken_card(self._post, folded, titled=self.stack.titled, unfolded=self.unfolded))
        self._offer_to_turn()

    def _offer_to_turn(self) -> None:
        words = self.tr("Show the shortened text") if self.unfolded else self.tr("Show the full text")
        offered = words if self._turnable else ""
        if offered != self.accessibleDescription():
            self.setAccessibleDescription(offered)
            plain_tooltip(self, offered)
            self.setCursor(Qt.CursorShape.PointingHandCursor if offered else Qt.CursorShape.ArrowCursor)

    def _picture_changed(self, url: str) -> None:
        if self.stack.media.shows(url):
            self._show_anew()


class FramedCard(QWidget):
    """A card with its notes; `named` adds the platform's icon and name above it."""

    def __init__(self, theme: Theme, look: CardLook, pictures: PreviewFiles, post: PreviewPost, *, named: bool = True) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.card = PreviewCard(theme, look, pictures, post)
        self.over = StateLabel(theme, "circle-x", over_words(post.platform), Tone.BAD)
        self.over.label.setWordWrap(True)
        identify(self.over.label, f"preview.{post.platform}.over")
        self.note = remark(preview_limits_words(post.platform), f"preview.{post.platform}.note")
        plain_tooltip(self.note, cut_words(look.fold))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if named:
            column.addLayout(
                row_of(IconLabel(theme, f"brand-{post.platform}"), PlainLabel(preview_word(post.platform), role="title"))
            )
        fill(column, self.card, self.over, self.note, ROOM)
        self.show_post(post)

    def show_post(self, post: PreviewPost) -> None:
        """Show the post and its notes."""
        self.card.show_post(post)
        self.over.setVisible(post.over_from is not None)
