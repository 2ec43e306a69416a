"""The popover of a card: the whole text, the platforms with their states, the story, and the actions."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QMenu, QPlainTextEdit, QWidget

from postdesk.domain.post_actions import PostAction
from postdesk.ui.calendar.card_details import CardDetails
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.icon_label import IconLabel, StateLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, LayoutPart, column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.scroll_area import VerticalScrollArea
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.thumbnail import Thumbnail
from postdesk.ui.post_actions.registry import ACTIONS, offers_words
from postdesk.ui.previews.content import is_video, media_name
from postdesk.ui.text.names import client_word, platform_word

_MOST_BUTTONS: Final = 3
_LINES: Final = 12
"""The lines of a long text that are in view at once."""
_LEAST_LINES: Final = 5
"""The lines of the middle that stay in view in a low window."""
_GAP: Final = 8
_TEXT_MARGIN, _FRAME = 1, 2
_INSET: Final = _TEXT_MARGIN + _FRAME
"""The distance of a text from the edge of its field, which the other parts keep, too."""
_MEASURED: Final = 1_000
"""The letters of a text that are measured: more than are in view."""


class CardPopover(Popover):
    """Shows a card's draft or post; an action closes it. `go_back`: leads back to the list that the card was opened from."""

    def __init__(
        self, theme: Theme, menu: CardMenu, details: CardDetails, name: str, owner: QWidget, go_back: Callable[[], object] | None
    ) -> None:
        super().__init__("calendar.card", name, owner)
        self._theme, self._menu, self._go_back = theme, menu, go_back
        self.details = details
        self._anchor = QRect()
        margins = self.body.contentsMargins()
        self.body.setContentsMargins(margins.left() - _INSET, margins.top(), margins.right() - _INSET, margins.bottom())
        self._content = self._made()
        self.body.addWidget(self._content)

    def show_at(self, anchor: QRect) -> None:
        self._anchor = anchor
        super().show_at(anchor)

    def show_details(self, details: CardDetails) -> None:
        """Show the card as it is now."""
        if details == self.details:
            return
        self.details = details
        before, name = self._content, self.window().focusWidget().objectName() if self.holds_focus else ""
        if name:
            self.setFocus()  # it would leave the popover with the widget that has it
        self.body.removeWidget(before)
        before.hide()
        before.deleteLater()
        self._content = self._made()
        self.body.addWidget(self._content)
        self._content.show()
        self.lie_beside(self._anchor)
        for again in self._content.findChildren(QWidget, name) if name else ():
            again.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit()
        super().keyPressEvent(event)

    def take_double_click(self) -> None:
        self._edit()

    def _edit(self) -> None:
        self._act(lambda: self._menu.edit(self.details.card))

    def _act(self, act: Callable[[], object]) -> None:
        """Close, which gives the focus back, and then act, which may move it."""
        self.close()
        act()

    def _made(self) -> QWidget:
        content = QWidget()
        middle = ContentArea(column_of(*self._parts(), spacing=8), self.content_width)
        content.setLayout(column_of(*map(_inset, self._head()), middle, _inset(self._foot()), spacing=8, grow=middle))
        return content

    def _head(self) -> Iterator[LayoutPart]:
        details, client = self.details, self.details.client
        name = PlainLabel(client_word(client) if client else "", role="title", elide=True)
        close = IconButton(self._theme, "x", self.tr("Close"), "calendar.card.close", on_click=self.close)
        parts: list[LayoutPart] = [Avatar(client.name, client.colour), name, close] if client else [name, close]
        if back := self._go_back:
            icon = "chevron-right" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "chevron-left"
            words = self.tr("All posts of the day")
            parts.insert(0, IconButton(self._theme, icon, words, "calendar.card.back", on_click=lambda: self._act(back)))
        yield row_of(*parts, grow=name)
        yield StateLabel(self._theme, details.look.icon, details.look.word, details.look.tone, elide=True)
        yield PlainLabel(details.when, role="secondary", elide=True, identifier="calendar.card.when")

    def _parts(self) -> Iterator[LayoutPart]:
        details = self.details
        if details.title:
            yield _inset(PlainLabel(details.title, role="title", wrap=True))
        text = ReadingText(details.text, self.content_width) if details.has_text else None
        yield text or _inset(PlainLabel(details.text, role="secondary", wrap=True))
        # A frame around the words of a short text would look like a field to write in.
        self.focus_target = text if text and text.scrolls else self
        yield from map(_inset, self._facts())

    def _facts(self) -> Iterator[LayoutPart]:
        details = self.details
        for each in details.media:
            icon = "film" if is_video(each.url) else "image"
            name = PlainLabel(media_name(each.url), role="secondary", elide=True)
            yield row_of(self._picture(each.picture, icon) if each.picture else IconLabel(self._theme, icon, "secondary"), name)
        if details.story:
            yield PlainLabel(details.story, wrap=True, identifier="calendar.card.story")
        if details.platforms:
            yield self._platforms()

    def _picture(self, image: QImage, icon: str) -> Thumbnail:
        picture = Thumbnail(self._theme)
        picture.show_picture(image, icon)
        return picture

    def _platforms(self) -> QGridLayout:
        """Return a row for each platform, with its problem below."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for each in self.details.platforms:
            name, row = platform_word(each.platform), grid.rowCount()
            grid.addWidget(IconLabel(self._theme, f"brand-{each.platform}"), row, 0)
            grid.addWidget(PlainLabel(name), row, 1)
            if each.look:
                grid.addWidget(StateLabel(self._theme, each.look.icon, each.look.word, each.look.tone, elide=True), row, 2)
            if (page := each.page) and (post := self.details.post):
                words = self.tr("Open on {0}").format(name)
                button = IconButton(self._theme, "external-link", words, f"calendar.card.page.{each.platform}")
                run = partial(self._menu.run, post, page)
                button.clicked.connect(lambda _=False, run=run: self._act(run))
                grid.addWidget(button, row, 3)
            own = self.tr("Own text: {0}").format(each.own_text) if each.own_text else ""
            for words in filter(None, (each.story, own)):
                grid.addWidget(PlainLabel(words, role="secondary", wrap=True), grid.rowCount(), 1, 1, 3)
        return grid

    def _foot(self) -> QWidget:
        """Return the actions: as many buttons as have room, and a menu with the others."""
        foot, details = QWidget(self), self.details
        more = IconButton(self._theme, "ellipsis", self.tr("More actions"), "calendar.card.more")
        buttons = list(self._draft_buttons() if details.card.is_draft else self._post_buttons())
        left = self.content_width - 2 * _INSET - more.sizeHint().width()
        shown = list[Button]()
        for button in buttons:
            button.setParent(foot)
            button.ensurePolished()
            left -= button.sizeHint().width() + _GAP
            if left >= 0 or not shown:
                shown.append(button)
            else:
                button.deleteLater()
        more.clicked.connect(lambda: self._show_more(more, details.buttons[: len(shown)]))
        foot.setLayout(row_of(*shown, more, ROOM, spacing=_GAP))
        return foot

    def _draft_buttons(self) -> Iterator[Button]:
        card, menu = self.details.card, self._menu
        edit = Button(self._theme, self.tr("Edit"), "calendar.card.edit", role="primary", icon="pencil", on_click=self._edit)
        delete = Button(self._theme, self.tr("Delete draft"), "calendar.card.delete")
        delete.clicked.connect(lambda: self._act(lambda: menu.delete(card)))
        yield from (edit, delete)

    def _post_buttons(self) -> Iterator[Button]:
        offers, post = self.details.buttons[:_MOST_BUTTONS], self.details.post
        assert post
        for n, (offer, words) in enumerate(zip(offers, offers_words(offers), strict=True)):
            name, role = f"calendar.card.{offer.kind}", "primary" if n == 0 else ""
            button = Button(self._theme, words, name, role=role, icon=ACTIONS[offer.kind].icon if n == 0 else "")
            run = partial(self._menu.run, post, offer)
            button.clicked.connect(lambda _=False, run=run: self._act(run))
            yield button

    def _show_more(self, button: QWidget, shown: Sequence[PostAction]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identify(menu, "calendar.menu")
        self._menu.fill_more(menu, self.details.card, shown)
        menu.triggered.connect(self.close)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _inset(part: LayoutPart) -> QHBoxLayout:
    return row_of(part, margins=(_INSET, 0, _INSET, 0))


class ContentArea(VerticalScrollArea):
    """Scrolls its content vertically where its height at `width` has no room."""

    def __init__(self, content: QLayout, width: int) -> None:
        super().__init__()
        self._width = width
        inner = QWidget()
        inner.setProperty("role", "pane")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner.setLayout(content)
        self._inner = content
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        inner = self._inner
        high = inner.totalHeightForWidth(self._width) if inner.hasHeightForWidth() else inner.totalSizeHint().height()
        return QSize(self._width, high)

    def minimumSizeHint(self) -> QSize:
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        return QSize(0, min(least, self.sizeHint().height()))


class ReadingText(QPlainTextEdit):
    """The text of a post, to read, select and copy; as high as its first lines at `width`."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__(text, readOnly=True, tabChangesFocus=True)
        self.setProperty("role", "reading")
        identify(self, "calendar.card.text", self.tr("Text of the post"))
        self.document().setDocumentMargin(_TEXT_MARGIN)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a line may be a pixel too wide
        metrics, sides = self.fontMetrics(), 2 * _INSET
        space = QRect(0, 0, width - sides - self.verticalScrollBar().sizeHint().width(), 0)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextExpandTabs
        high = metrics.boundingRect(space, flags, text[:_MEASURED]).height() + 1
        most = _LINES * metrics.lineSpacing()
        self.scrolls = high > most
        if not self.scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(min(high, most) + sides)
