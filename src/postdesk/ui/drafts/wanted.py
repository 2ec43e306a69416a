"""Which drafts are wanted: what is typed, whose, with which label, drafts or templates."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabBar, QVBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.searching import LONGEST_SEARCH, DraftFilter
from postdesk.ui.kit.filters import ClientFilter, LabelFilter
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

_TEMPLATES: Final = 1


class Wanted(QWidget):
    """A search, filters, and the two kinds; `changed` follows each change. `count` says how many there are."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.search = SearchField(self.tr("Search drafts"), "drafts.search")
        self.clients, self.labels = ClientFilter(theme, "drafts"), LabelFilter(theme, "drafts")
        self.kind = QTabBar()
        self.kind.setDrawBase(False)
        identify(self.kind, "drafts.kind", self.tr("Drafts or templates"))
        self.kind.addTab(self.tr("Drafts"))
        self.kind.addTab(self.tr("Templates"))
        self.count = PlainLabel(role="secondary")
        identify(self.count, "drafts.count")
        self._lay_out()
        for signal in (self.search.textChanged, self.kind.currentChanged, self.clients.chosen, self.labels.chosen):
            signal.connect(self.changed)

    @property
    def filter(self) -> DraftFilter:
        """What is wanted."""
        return DraftFilter(self.search.text(), self.clients.client_id, self.labels.label, self.templates)

    @property
    def templates(self) -> bool:
        """Whether templates are wanted instead of drafts."""
        return self.kind.currentIndex() == _TEMPLATES

    def show_choices(self, clients: Sequence[Client], labels: Sequence[str]) -> None:
        """Among whom, and which labels, can be chosen."""
        self.clients.show_clients(clients if len(clients) > 1 else ())
        self.labels.show_labels(labels)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(8)
        for part in (self.search, self.clients, self.labels):
            above.addWidget(part, 1 if part is self.search else 0)
        below.addWidget(self.kind)
        below.addStretch(1)
        below.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(above)
        column.addLayout(below)


class SearchField(QLineEdit):
    """A field whose Down key goes to what was found (`down`)."""

    down = Signal()

    def __init__(self, name: str, identifier: str) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        make_clearable(self)
        self.setMaxLength(LONGEST_SEARCH)
        identify(self, identifier, name)

    def go_on(self, text: str) -> None:
        """Take what was typed elsewhere."""
        self.setFocus()
        self.insert(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.down.emit()
        else:
            super().keyPressEvent(event)
