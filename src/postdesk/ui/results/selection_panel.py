"""The panel of the selected post: its whole text, what happened on each platform, and a button for each action."""

from collections.abc import Sequence
from functools import partial
from itertools import chain, takewhile
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QStyle, QWidget

from postdesk.domain.clock import Clock
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, fill, row_of
from postdesk.ui.kit.pane import TransientFrame
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.line_buttons import SEEN_AFTER
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.panel_buttons import Offered, PanelButton, PanelButtons, offered_in_panel, panel_buttons
from postdesk.ui.results.profile_question import ProfileQuestion

translate = QCoreApplication.translate

_WIDTH: Final = 360
_ANY: Final = 16_777_215
"""Qt's greatest size of a widget."""


class SelectionPanel(TransientFrame):
    """The panel of the selected post. `action_requested` carries the PostAction of a pressed button; `focus_left` follows Escape.

    `closed`: the user wants no post selected.
    """

    action_requested = Signal(object)
    focus_left = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__("pane", "results.chosen", self.tr("Selected post"))
        self._theme, self._clock = theme, clock
        self._offered: Offered = ()
        self._faces: PanelButtons = ()
        self._shown: tuple[object, ...] = ()
        self._post_id = 0
        self._changed = float("-inf")
        self._buttons: list[list[Button]] = []
        self._platform_rows: list[PlatformRow] = []
        self.beside = True
        self._build_words()
        self._rows = column_of(spacing=10)
        self._bar = QWidget()
        self._bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._bar, spacing=6)
        self.question = ProfileQuestion(theme)
        self._lay_out()
        self.hide()

    def show_line(self, line: ResultsLine | None, platforms: Sequence[ResultsLine], text: str, *, names_client: bool) -> None:
        """Show the post of a line, with the lines of its platforms and its whole `text`; nothing for None."""
        if line is None:
            self.hide()
            return
        shown = line, tuple(platforms), text, names_client
        if self._shown == shown and not self.isHidden():
            return
        self._shown = shown
        self._offer(line, platforms)
        self._tell(line, text, names_client)
        by_each = len(platforms) > 1 and all(each.story == line.story for each in platforms)
        self._story.setVisible(bool(line.story) and not by_each)
        for row, each in zip(self._platform_rows, platforms if len(platforms) > 1 else (), strict=True):
            row.tell(each)
            row.turn(narrow=self.beside)
        self.show()

    def needed_height(self, width: int) -> int:
        """Return the height in which all platforms have room at this width; 0 where none has actions of its own."""
        layout, inner = self.layout(), self._scrolled.widget()
        within = inner.layout() if inner else None
        if not layout or not within or not any(self._buttons[1:]):
            return 0
        around = layout.totalMinimumHeightForWidth(width) - self._scrolled.minimumSizeHint().height()
        return around + within.totalHeightForWidth(width - self._scrolled.verticalScrollBar().sizeHint().width())

    def place(self, *, beside: bool, height: int) -> None:
        """Take a place beside the list, or below it with this height."""
        self.beside = beside
        self.setMinimumWidth(_WIDTH if beside else 0)
        self.setMaximumWidth(_WIDTH if beside else _ANY)
        self.setMinimumHeight(1 if beside else height)  # beside, never higher than the list
        self.setMaximumHeight(_ANY if beside else height)
        directions = QBoxLayout.Direction
        self._told.setDirection(directions.TopToBottom if beside else directions.LeftToRight)
        for row in self._platform_rows:
            row.turn(narrow=beside)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = QRect(0, 0, 1 if self.beside else self.width(), self.height() if self.beside else 1)
        shown = QStyle.visualRect(self.layoutDirection(), self.rect(), edge)
        painter, colour = QPainter(self), QColor(self._theme.colours.line)
        painter.fillRect(shown, colour)
        if self._scrolled.verticalScrollBar().maximum():
            painter.fillRect(0, self._scrolled.geometry().bottom() + 1, self.width(), 1, colour)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return to the list by Escape. Ignore a click on a button that changed under the mouse just now."""
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if pressed and self._clock.monotonic() - self._changed < SEEN_AFTER:
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.focus_left.emit()
            return True
        return super().eventFilter(watched, event)

    def focus_platforms(self) -> None:
        """Move the focus to the first button of a platform."""
        if button := next((button for row in self._platform_rows for button in row.findChildren(Button)), None):
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_words(self) -> None:
        self._avatar = Avatar()
        self._client = PlainLabel(role="secondary", elide=True, identifier="results.chosen.client")
        self._icon = IconLabel(self._theme, "info")
        self._state = PlainLabel(identifier="results.chosen.state")
        self._when = PlainLabel(role="secondary", elide=True, identifier="results.chosen.when")
        self._text = PlainLabel(wrap=True, identifier="results.chosen.text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._story = PlainLabel(wrap=True, identifier="results.story")

    def _lay_out(self) -> None:
        close = IconButton(self._theme, "x", self.tr("Close the post"), "results.chosen.close", on_click=self.closed)
        close.installEventFilter(self)
        self._whose = QWidget()
        self._whose.setLayout(row_of(self._avatar, self._client, spacing=8, grow=self._client))
        self._how = QWidget()
        self._how.setLayout(row_of(self._icon, self._state, self._when, spacing=6, grow=self._when))
        self._first_line = close.sizeHint().height()
        self._whose.setMinimumHeight(self._first_line)
        self._told = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._told.setSpacing(1)
        fill(self._told, self._whose, self._how)
        head = row_of(self._told, close, spacing=8, margins=(12, 5, 6, 4), grow=self._told)
        head.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        inner = column_of(self._text, self._story, self._rows, ROOM, spacing=10, margins=(12, 2, 12, 6))
        self._scrolled = scrollable(inner)
        self._scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrow keys scroll a long text
        self._scrolled.installEventFilter(self)
        self._scrolled.verticalScrollBar().rangeChanged.connect(self.update)
        identify(self._scrolled, "results.chosen.whole", self.tr("Text and platforms"))
        foot = column_of(self._bar, self.question, spacing=6, margins=(12, 4, 12, 8))
        self.setLayout(column_of(head, self._scrolled, foot, spacing=0, margins=(1, 1, 0, 0), grow=self._scrolled))

    def _tell(self, line: ResultsLine, text: str, names_client: bool) -> None:
        self._avatar.show_client(line.client_name, line.client_colour)
        self._client.setText(line.client_name)
        self._whose.setVisible(names_client)
        self._how.setMinimumHeight(0 if names_client else self._first_line)  # in the middle of the cross beside it
        self._icon.show_icon(line.look.icon, line.look.tone)
        self._state.setText(line.look.word)
        set_tone(self._state, line.look.tone)
        self._when.setText(line.when)
        self._text.setText(text or line.title)
        self._story.setText(line.story)
        set_tone(self._story, "attention" if line.needs_attention else "")

    def _offer(self, line: ResultsLine, platforms: Sequence[ResultsLine]) -> None:
        """Offer the actions of the post. Buttons that look the same stay: making them takes as long as all the rest."""
        offered, same = offered_in_panel(line, platforms), line.post_id == self._post_id and not self.isHidden()
        self._post_id = line.post_id
        if same and offered == self._offered:
            return
        # A click on a panel that came under the mouse just now was meant for the list.
        self._changed = self._clock.monotonic() if same or self.isHidden() else float("-inf")
        self.question.hide()
        self._offered = offered
        faces = panel_buttons(offered)
        if faces != self._faces:
            self._fill(faces)
        self._scrolled.verticalScrollBar().setValue(0)

    def _fill(self, faces: PanelButtons) -> None:
        """Make the buttons of the post and of each platform, from the first ones on that look different."""
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._faces, faces, strict=False)))
        self._faces = faces
        focused = any(button.hasFocus() for button in chain(*self._buttons[kept:]))
        if not kept:
            clear_layout(self._flow)
        for row in self._platform_rows[max(kept - 1, 0) :]:
            row.hide()
            row.deleteLater()
        del self._buttons[kept:], self._platform_rows[max(kept - 1, 0) :]
        for place, group in enumerate(faces[kept:], kept):
            self._add([self._button(face, place, number) for number, face in enumerate(group)])
        self._bar.setVisible(bool(self._buttons[0]))
        if focused:
            self.focus_left.emit()

    def _add(self, buttons: list[Button]) -> None:
        """Add the buttons of the whole post, or a platform with its own."""
        if self._buttons:
            self._platform_rows.append(PlatformRow(self._theme, buttons))
            fill(self._rows, self._platform_rows[-1])
            self._platform_rows[-1].show()  # a layout shows what was added only later
        else:
            for button in buttons:
                self._flow.addWidget(button)
                button.show()
        self._buttons.append(buttons)

    def _button(self, face: PanelButton, place: int, number: int) -> Button:
        button = Button(self._theme, face.words, face.identifier, role=face.role, icon=face.icon)
        button.setAccessibleName(face.name)
        button.clicked.connect(partial(self._request, place, number))
        button.installEventFilter(self)
        return button

    def _request(self, place: int, number: int, checked: bool = False) -> None:
        self.action_requested.emit(self._offered[place][number])


class PlatformRow(QWidget):
    """A platform of a post: its state, its story and the `buttons` of its actions."""

    def __init__(self, theme: Theme, buttons: Sequence[Button]) -> None:
        super().__init__()
        self._brand, self._icon = IconLabel(theme, "info"), IconLabel(theme, "info")
        self._name, self._state = PlainLabel(), PlainLabel(elide=True)
        self._story = PlainLabel(role="secondary", wrap=True)
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar, spacing=6)
        for button in buttons:
            flow.addWidget(button)
        bar.setVisible(bool(buttons))
        head = row_of(self._brand, self._name, self._icon, self._state, spacing=6, grow=self._state)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(3)
        fill(self._parts, column_of(head, self._story, spacing=3), bar)

    def turn(self, *, narrow: bool) -> None:
        """Put the buttons below the words where it is narrow, and beside them otherwise."""
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        for part in range(2):
            self._parts.setStretch(part, int(not narrow))

    def tell(self, line: ResultsLine) -> None:
        """Show a platform, its state and its story."""
        identify(self, f"results.chosen.platform.{line.platform}")
        self.setAccessibleName(translate("Results", "{0}: {1}").format(line.title, line.look.word))
        self._brand.show_icon(f"brand-{line.platform}")
        self._name.setText(line.title)
        self._icon.show_icon(line.look.icon, line.look.tone)
        self._state.setText(line.look.word)
        set_tone(self._state, line.look.tone)
        self._story.setText(line.story)
        self._story.setVisible(bool(line.story))
