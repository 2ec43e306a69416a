"""Where one is among the drafts for several clients: "2 of 5: for Bakery", and the way to the others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme


class PerClientBar(QFrame):
    """`stepped` carries -1 or 1, `all_asked` asks to schedule them all, `put_away` to forget that they belong together."""

    stepped = Signal(int)
    all_asked = Signal()
    put_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        identify(self, "composer.per_client")
        self.label = PlainLabel(role="title", elide=True)
        identify(self.label, "composer.per_client.text")
        self.back = IconButton(theme, "chevron-left", self.tr("The one before"), "composer.per_client.back")
        self.next = IconButton(theme, "chevron-right", self.tr("The next one"), "composer.per_client.next")
        self.all = Button(theme, "", "composer.per_client.all", role="link")
        close = IconButton(theme, "x", self.tr("Put this away; the drafts stay"), "composer.per_client.close")
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.all.clicked.connect(self.all_asked)
        close.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.label, 1)
        for part in (self.all, self.back, self.next, close):
            row.addWidget(part)
        self.hide()

    def show_place(self, place: int | None, count: int, client: str) -> None:
        """Which of how many is open, and for whom; None where it is none of them."""
        if place is None:
            words = self.tr("1 more for several clients") if count == 1 else self.tr("{0} more for several clients").format(count)
        else:
            words = self.tr("{0} of {1}: for {2}").format(place + 1, count, client)
        self.label.setText(words)
        self.all.set_text(self.tr("Schedule all {0}…").format(count) if count > 1 else self.tr("Schedule it…"))
        self.back.setEnabled(count > 1 or place is None)
        self.next.setEnabled(count > 1 or place is None)
        self.setVisible(count > 0)
