"""The panel below the table: the story of the selected line in full, and a button for each action on it."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QWidget

from postdesk.domain.clock import Clock
from postdesk.domain.links import url_problem
from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS, action_words
from postdesk.ui.results.line_buttons import SEEN_AFTER
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.text.file_problems import no_web_address
from postdesk.ui.text.names import platform_word

_SIDE: Final = 12
_OVER, _UNDER = 6, 8
_OVER_WORDS: Final = 12
"""The height of a button beyond that of its text."""

_WIDE_FROM: Final = 1200
"""The pane's width (logical pixels) from which one row is enough for any line."""

_ICONS: Final = (Action.OPEN, Action.CHECK_PROFILE, Action.COPY_LINK, Action.UNDO)
_NAMED: Final = (Action.OPEN, Action.CHECK_PROFILE, Action.COPY_LINK, Action.RECONNECT)


class SelectionPanel(Frame):
    """The panel of the selected line. `action_requested` carries the PostAction of a pressed button; `focus_left` follows Escape.

    The Tab key leads here from the widget `after`.
    """

    action_requested = Signal(object)
    focus_left = Signal()

    def __init__(self, theme: Theme, after: QWidget, clock: Clock) -> None:
        super().__init__("foot", "results.chosen")
        self._theme, self._after, self._clock = theme, after, clock
        self._offers: tuple[PostAction, ...] = ()
        self._about = (0, "")
        self._changed = float("-inf")
        self._story = PlainLabel(elide=True, identifier="results.story")
        self._buttons = QWidget()
        self._buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._buttons, spacing=6)
        self.question = ProfileQuestion(theme)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(12)
        self._line.addWidget(self._buttons)
        self._line.addWidget(self._story, 1)
        # Room reserved for two rows stays below a single one.
        self.setLayout(column_of(self._line, self.question, ROOM, spacing=6, margins=(_SIDE, _OVER, _SIDE, _UNDER)))

    def show_line(self, line: ResultsLine | None, *, names_client: bool) -> None:
        """Show this line, or a hint for None. `names_client`: name its client."""
        offers = line.buttons if line else ()
        about = (line.post_id, line.platform) if line else (0, "")
        if offers != self._offers:
            self._changed = self._clock.monotonic() if about == self._about else float("-inf")
            self.question.hide()
            self._offers = offers
            self._fill()
        self._about = about
        parts = (line.client_name if names_client else "", line.title, line.look.word, line.story) if line else ()
        told = " · ".join(part for part in parts if part)
        self._story.setText(told or self.tr("Select a post to see its actions."))
        set_tone(self._story, "locked" if line is None else "attention" if line.asks else "")
        self._keep_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
            self.setMinimumHeight(0)
            self._keep_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return to the table by Escape. Ignore a click on a button that changed under the mouse just now."""
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if pressed and self._clock.monotonic() - self._changed < SEEN_AFTER:
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.focus_left.emit()
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        focused = any(button.hasFocus() for button in self._buttons.findChildren(Button))
        self._buttons.hide()  # hidden until they fit: a button's size on the way there would move the table
        clear_layout(self._flow)
        acts = [offer.kind for offer in self._offers]
        buttons = [self._button(offer, several=acts.count(offer.kind) > 1) for offer in self._offers]
        for button in buttons:
            self._flow.addWidget(button)
        for first, second in pairwise([self._after, *buttons]):
            QWidget.setTabOrder(first, second)
        for button in buttons:
            button.show()
        self._fit()
        self._buttons.show()
        if focused:
            self.focus_left.emit()

    def _keep_room(self) -> None:
        """Keep the height of the line before: the table, where the mouse is, must not move."""
        words = self._story.sizeHint().height()
        buttons = max(words + _OVER_WORDS, self._buttons.minimumHeight())
        beside = self._line.direction() == QBoxLayout.Direction.LeftToRight
        taken = buttons if beside and not self._narrowed else words + self._line.spacing() + buttons
        self.setMinimumHeight(max(self.minimumHeight(), taken + _OVER + _UNDER))

    @property
    def _narrowed(self) -> bool:
        """True where another pane stands beside this one: there is height for two rows then, reserved from the start."""
        return self.width() < min(_WIDE_FROM, self.window().width())

    def _fit(self) -> None:
        """Lay out on one row where the buttons leave a third to the text; otherwise the text stands above them."""
        items = [self._flow.itemAt(n) for n in range(self._flow.count())]
        wanted = sum(item.sizeHint().width() + self._flow.spacing() for item in items if item)
        room = self.width() - 2 * _SIDE
        beside = wanted <= room * 2 / 3
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.LeftToRight if beside else direction.BottomToTop)
        self._buttons.setMinimumSize(wanted if beside else 0, self._flow.heightForWidth(wanted if beside else room))

    def _button(self, offer: PostAction, *, several: bool) -> Button:
        suffix = f".{offer.platform}" if several and offer.kind in _NAMED else ""
        role = "primary" if offer.primary else "quiet" if offer.kind == Action.DETAILS else ""
        words, icon = action_words(offer, names_platform=several), ACTIONS[offer.kind].icon if offer.kind in _ICONS else ""
        button = Button(self._theme, words, f"results.action.{offer.kind}{suffix}", role=role, icon=icon)
        button.clicked.connect(lambda: self.action_requested.emit(offer))
        button.installEventFilter(self)
        return button


class ProfileQuestion(QWidget):
    """Asks for the address of a profile. `answered` carries the PostAction and an address that can be opened."""

    answered = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: PostAction | None = None
        self._words = PlainLabel(wrap=True)
        self._problem = PlainLabel(identifier="results.profile.problem")
        set_tone(self._problem, "bad")
        self._address = QLineEdit()
        self._address.setPlaceholderText("https://")
        self._address.returnPressed.connect(self._save)
        keep = Button(theme, self.tr("Save and open"), "results.profile.keep", role="primary", on_click=self._save)
        cancel = Button(theme, self.tr("Not now"), "results.profile.cancel", on_click=self.hide)
        row = row_of(self._address, keep, cancel, spacing=6, grow=self._address)
        self.setLayout(column_of(self._words, row, self._problem, spacing=4, margins=(0, 4, 0, 0)))
        self.hide()

    def ask(self, offer: PostAction, account: str) -> None:
        """Ask for the address where the posts of `account` are seen."""
        self._offer = offer
        name = account or self.tr("this account")
        question = self.tr("Where do you see the posts of {0} on {1}? Paste the address. Postdesk asks only once.")
        self._words.setText(question.format(name, platform_word(offer.platform)))
        identify(self._address, "results.profile.address", self._words.text())
        self._address.clear()
        self._problem.hide()
        self.show()
        self._address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        address = self._address.text().strip()
        if "://" not in address and "." in address:
            address = f"https://{address}"
        if self._offer is None or url_problem(address) is not None:
            self._problem.setText(no_web_address())
            self._problem.show()
            announce(self._problem, self._problem.text(), urgent=True)
            return
        self.hide()
        self.answered.emit(self._offer, address)
