"""The foot of the composer: what happens until the time, and the acts themselves."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from postdesk.ui.composer.state import View
from postdesk.ui.parts.announce import announce
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.identity import identify
from postdesk.ui.plain import PlainLabel
from postdesk.ui.theme import Theme

NEXT_KEYS: Final = "Ctrl+Alt+Return"


class Acts(QWidget):
    """Buttons that say how many accounts and whose. `publish` follows only what was confirmed, where it is asked."""

    schedule = Signal()
    schedule_next = Signal()
    lock_in = Signal()
    keep_draft = Signal()
    publish_asked = Signal()
    publish = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = (0, 0)
        self._client = ""
        self.publish_button = Button(theme, self.tr("Publish now…"), "composer.publish", role="quiet")
        self.schedule_button = Button(theme, self.tr("Schedule"), "composer.schedule", role="primary", icon="send")
        self.more = Button(theme, "", "composer.schedule_more", role="primary", icon="chevron-down")
        self.confirm = Confirm(theme)
        self.publish_button.clicked.connect(self.publish_asked)
        self.schedule_button.clicked.connect(self.schedule)
        self.confirm.confirmed.connect(self.publish)
        self.confirm.cancelled.connect(self.publish_button.setFocus)
        self._make_menu()
        self._lay_out()

    def show_view(self, view: View, client: str) -> None:
        """How many would go out, for whom; a question that was asked of another state of things is taken back."""
        counts = len(view.ready), len(view.draft.platforms)
        if (counts, client) == (self._counts, self._client):
            return
        self._counts, self._client = counts, client
        ready, chosen = counts
        some = 0 < ready < chosen
        words = self.tr("Schedule {0} of {1}").format(ready, chosen) if some else self.tr("Schedule")
        self.schedule_button.set_text(words)
        self.schedule_button.setAccessibleName(self.tr("{0} for {1}").format(words, client))
        self.publish_button.setAccessibleName(self._publish_words())
        self.more.setAccessibleName(self.tr("More ways to schedule"))
        self.confirm.hide()

    def ask(self) -> None:
        """Ask in place whether it is meant."""
        self.confirm.ask(self.tr("{0}?").format(self._publish_words()))

    def _publish_words(self) -> str:
        ready = self._counts[0]
        if ready == 1:
            return self.tr("Publish now to 1 account for {0}").format(self._client)
        return self.tr("Publish now to {0} accounts for {1}").format(ready, self._client)

    def _make_menu(self) -> None:
        menu = QMenu(self.more)
        self.next_action = QAction(self.tr("Schedule and next"), menu)
        self.next_action.setShortcut(QKeySequence(NEXT_KEYS))
        self.next_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for action, signal, name in (
            (self.next_action, self.schedule_next, "schedule_next"),
            (QAction(self.tr("Schedule and lock in now"), menu), self.lock_in, "lock_in"),
            (QAction(self.tr("Save as draft"), menu), self.keep_draft, "keep_draft"),
        ):
            action.setObjectName(f"composer.{name}")
            action.triggered.connect(signal)
            menu.addAction(action)
        self.more.setMenu(menu)

    def _lay_out(self) -> None:
        self.schedule_button.setStyleSheet("QPushButton { border-top-right-radius: 0; border-bottom-right-radius: 0; }")
        self.more.setStyleSheet("QPushButton { border-top-left-radius: 0; border-bottom-left-radius: 0; padding: 5px 6px; }")
        both = QHBoxLayout()
        both.setSpacing(1)
        both.addWidget(self.schedule_button)
        both.addWidget(self.more)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.publish_button)
        row.addLayout(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.confirm)
        column.addLayout(row)


class Confirm(QFrame):
    """ "Publish now to 3 accounts for Alex Morgan?" with its answers, in place. Escape says no."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("tone", "attention")
        identify(self, "composer.confirm")
        self.label = PlainLabel()
        self.label.setProperty("tone", "attention")
        self.label.setWordWrap(True)
        self.yes = Button(theme, self.tr("Publish now"), "composer.confirm.yes")
        self.no = Button(theme, self.tr("Not yet"), "composer.confirm.no", role="quiet")
        self.yes.clicked.connect(self._answer_yes)
        self.no.clicked.connect(self._answer_no)
        self._stop = QAction(self)
        self._stop.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        self._stop.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._stop.triggered.connect(self._answer_no)
        self.addAction(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.addWidget(self.label, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask, with the focus on the answer that does it."""
        self.label.setText(words)
        self.show()
        self.yes.setFocus()
        announce(self, words, urgent=True)

    def _answer_yes(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _answer_no(self) -> None:
        self.hide()
        self.cancelled.emit()
