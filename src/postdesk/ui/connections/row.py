"""One row of the connections: an account, its state, and its actions."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from postdesk.ui.connections.accounts import AccountAction, PlatformAccount, account_action_word
from postdesk.ui.connections.row_contents import AccountNotice, RowContents, row_contents
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import IconLabel, StateLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import clear_layout, column_of, fill, row_of
from postdesk.ui.kit.line_painter import underline
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_notice_tone, set_property, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word

_BRAND: Final = 16
_LONGEST_WORD: Final = 10
"""The minimum characters in a line; longer words from the service are cut."""

_QUIET: Final = frozenset({AccountAction.CANCEL, AccountAction.DISMISS, AccountAction.CANCEL_LINK})
_DECISIONS: Final = frozenset({AccountAction.USE_IT, AccountAction.SHARE})
"""The actions that are never focused before the user has read why they are offered."""


class AccountRow(QFrame):
    """The row of one account. `action_requested` carries an AccountAction and the platform."""

    action_requested = Signal(object, str)

    def __init__(self, theme: Theme, platform: str) -> None:
        super().__init__()
        self._theme, self.platform = theme, platform
        self._premium = False
        self._menu: tuple[AccountAction, ...] = ()
        self._main_act = AccountAction.CONNECT
        self.setProperty("role", "row")
        identify(self, f"connections.row.{platform}")
        self._title = PlainLabel(role="title", elide=True)
        self._subtitle = PlainLabel(role="secondary", elide=True)
        self._state = StateLabel(theme, "circle-check", "")
        self._below = StateLabel(theme, "triangle-alert", "", wrap=True)
        self._below.label.setMinimumWidth(self._below.label.fontMetrics().averageCharWidth() * _LONGEST_WORD)
        self._main = Button(theme, "", f"connections.connect.{platform}")
        self._main.clicked.connect(lambda: self.action_requested.emit(self._main_act, platform))
        more = self.tr("More for {0}").format(platform_word(platform))
        self._more = IconButton(theme, "ellipsis", more, f"connections.more.{platform}", colour="secondary")
        self._more.clicked.connect(lambda: self._pop_up(self._more.mapToGlobal(QPoint(0, self._more.height()))))
        self._boxes = column_of(spacing=6)
        self._shown_boxes: tuple[AccountNotice, ...] = ()
        self._frames: list[AccountNoticeFrame] = []
        self._amber = False
        self._stands_in = False
        self._lay_out()
        theme.changed.connect(self.update)

    def show_account(self, account: PlatformAccount) -> None:
        """Show the present data; unchanged parts are left alone."""
        contents = row_contents(account)
        focused: QWidget | None = self.window().focusWidget()
        self._premium = bool(account.connection and account.connection.premium)
        self._menu = contents.menu
        self._title.setText(contents.title)
        set_property(self._title, "role", "title" if contents.connected else "secondary")
        self._show_state(contents)
        self._show_main(contents)
        if contents.boxes != self._shown_boxes:
            self._show_boxes(contents.boxes)
        if focused and self.isAncestorOf(focused):
            self._keep_focus(focused)

    def controls(self) -> list[QWidget]:
        """Return the widgets that take the focus, from top to bottom."""
        return [self._main, self._more, *(button for frame in self._frames for button in frame.buttons)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background, amber where the row needs attention, and a thin line below."""
        painter, colours = QPainter(self), self._theme.colours
        if self._amber:
            painter.fillRect(self.rect(), QColor(colours.attention_soft))
        underline(painter, self.rect(), QColor(colours.line))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._pop_up(event.globalPos())

    def _show_state(self, contents: RowContents) -> None:
        """Show the state: beside the name while all is well, below it where it needs attention and more room."""
        self._subtitle.setText(platform_word(self.platform) if contents.amber else contents.subtitle)
        self._subtitle.setVisible(contents.connected)
        plain_tooltip(self, contents.detail)
        for mark, shown in ((self._state, bool(contents.state) and not contents.amber), (self._below, contents.amber)):
            mark.setVisible(shown)
            if shown:
                mark.show_state(contents.icon, contents.state, contents.tone)
        self._amber = contents.amber
        self.update()

    def _show_main(self, contents: RowContents) -> None:
        self._main.setVisible(contents.main is not None)
        if contents.main is None:
            return
        self._main_act = contents.main
        words = account_action_word(contents.main)
        self._main.set_text(words)
        identify(self._main, f"connections.{contents.main}.{self.platform}", f"{words} {platform_word(self.platform)}")
        self._main.set_role("primary" if contents.main is AccountAction.RECONNECT else "")

    def _show_boxes(self, boxes: tuple[AccountNotice, ...]) -> None:
        kept = len(boxes) == len(self._frames) and all(map(AccountNoticeFrame.can_tell, self._frames, boxes))
        self._shown_boxes = boxes
        if kept:  # so that the focus stays on its button
            for frame, box in zip(self._frames, boxes, strict=True):
                frame.tell(box)
            return
        clear_layout(self._boxes)
        self._frames = [AccountNoticeFrame(self._theme, box, self.platform, self._button) for box in boxes]
        fill(self._boxes, *self._frames)
        for frame in self._frames:
            frame.show()  # a layout shows what was added only later

    def _keep_focus(self, focused: QWidget) -> None:
        """Focus the action that took the place of a focused one: "…" while there is none, as during "Starting…"."""
        if focused.isVisibleTo(self) and not (self._stands_in and focused is self._more):
            return
        frames = (frame for frame in reversed(self._frames) if not frame.decides)
        offered = (self._main, *chain.from_iterable(frame.buttons for frame in frames))
        place = next((button for button in offered if not button.isHidden()), self._more)
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stands_in = place is self._more

    def _button(self, act: AccountAction) -> Button:
        words = account_action_word(act)
        button = Button(self._theme, words, f"connections.{act}.{self.platform}", role="quiet" if act in _QUIET else "")
        button.setAccessibleName(f"{words}, {platform_word(self.platform)}")
        button.clicked.connect(partial(self.action_requested.emit, act, self.platform))
        return button

    def _pop_up(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self._menu:
            action = menu.addAction(account_action_word(act), partial(self.action_requested.emit, act, self.platform))
            action.setObjectName(f"connections.menu.{act}.{self.platform}")
            if act is AccountAction.PREMIUM:
                action.setCheckable(True)
                action.setChecked(self._premium)
        menu.popup(at)

    def _lay_out(self) -> None:
        names = column_of(self._title, self._subtitle, spacing=1)
        icon = IconLabel(self._theme, f"brand-{self.platform}", size=_BRAND)
        head = row_of(icon, names, self._state, self._main, self._more, spacing=6, grow=names)
        for part in (icon, self._state, self._main, self._more):
            head.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column_of(head, self._below, self._boxes, spacing=6, margins=(12, 7, 4, 8)))


class AccountNoticeFrame(QFrame):
    """A text in a tone, and below it the buttons that `make` makes."""

    def __init__(self, theme: Theme, box: AccountNotice, platform: str, make: Callable[[AccountAction], Button]) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._box = box
        self._words = PlainLabel(box.words, wrap=True, identifier=f"connections.words.{platform}")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_tone(self._words, box.tone)
        icon = IconLabel(theme, box.icon, box.tone)
        top = row_of(icon, self._words)
        top.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        column = column_of(top, spacing=6, margins=(10, 8, 8, 8))
        self.setLayout(column)
        self.decides = not _DECISIONS.isdisjoint(box.acts)
        self.buttons = [make(act) for act in box.acts]
        if self.buttons:
            room = QWidget()
            flow = FlowLayout(room, spacing=6)
            for button in self.buttons:
                flow.addWidget(button)
            column.addWidget(room)
        set_notice_tone(self, box.tone)

    def can_tell(self, box: AccountNotice) -> bool:
        """Return True where the notice differs in its words only."""
        return replace(box, words=self._box.words) == self._box

    def tell(self, box: AccountNotice) -> None:
        """Show these words, and announce new ones."""
        if box.words != self._box.words:
            self._box = box
            self._words.setText(box.words)
            announce(self._words, box.words)
