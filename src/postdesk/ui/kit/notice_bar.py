"""A sentence in place, in a tone, with what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QWidget

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.pane import pass_focus_on
from postdesk.ui.kit.plain import PlainLabel, plain_tooltip, set_property
from postdesk.ui.kit.row import row_of
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome of an action; `icon` is a Lucide name. `undo` takes it back, for `undo_ms` where that is not 0.

    `next_step`: what else can be done then, by a button with `next_words`; it takes nothing back, here or of before.
    """

    words: str
    tone: Tone
    icon: str
    undo: Callable[[], object] | None = None
    undo_ms: int = 0
    next_step: Callable[[], object] | None = None
    next_words: str = ""


class NoticeBar(QFrame):
    """Icon, words, one action (`action.clicked`) and, where it may be put away, a cross. Hidden until it tells something."""

    def __init__(self, theme: Theme, identifier: str, *, dismissible: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        identify(self, identifier)
        self._icon = IconLabel(theme, "info")
        self.label = PlainLabel(wrap=True, identifier=f"{identifier}.text")
        self.action = Button(theme, "", f"{identifier}.action", role="link")
        self._dismiss = IconButton(theme, "x", self.tr("Dismiss"), f"{identifier}.dismiss")
        self._dismiss.setVisible(dismissible)
        self._dismiss.clicked.connect(self.hide)
        row = row_of(self._icon, self.label, self.action, self._dismiss, grow=self.label, margins=(12, 6, 8, 6))
        self.setLayout(row)
        self.hide()

    def setVisible(self, visible: bool) -> None:
        if not visible:
            pass_focus_on(self)
        super().setVisible(visible)

    def lie_in_a_line(self) -> None:
        """As high as two lines of words, with a line around it; more is in the tool tip."""
        self.setProperty("over", True)
        self.label.elide_lines()
        layout = self.layout()
        assert layout
        layout.setContentsMargins(12, 1, 8, 1)

    def tell(self, words: str, tone: Tone = Tone.ACCENT, icon: str = "info", action: str = "") -> None:
        """Show these words, and have them spoken."""
        set_property(self, "tone", tone)
        set_property(self.label, "tone", tone)
        self._icon.show_icon(icon, tone)
        self.label.setText(words)
        plain_tooltip(self.label, words if self.property("over") else "")
        self.action.set_text(action)
        self.action.setVisible(bool(action))
        self.show()
        announce(self, words, urgent=tone in {Tone.BAD, Tone.ATTENTION})
