"""The filters of the drafts: the kind, the search and the labels."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QTabBar, QWidget

from postdesk.domain.draft_search import LONGEST_SEARCH, DraftFilter
from postdesk.ui.kit.filters import LabelFilter
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.zone_label import ZoneLabel

_TEMPLATES: Final = 1
_SEARCH: Final = (120, 300)
"""The least and the greatest width of the search, in pixels."""


class DraftFilters(QWidget):
    """The kind (drafts or templates), the search and the labels; `count` shows the number of matches."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.search = DraftSearch(self.tr("Search drafts"), "drafts.search")
        self.labels = LabelFilter(theme, "drafts")
        self.labels.set_role("")
        self.kind = QTabBar(drawBase=False, usesScrollButtons=False)
        self.kind.currentChanged.connect(self.kind.updateGeometry)  # the words of the selected one are bold
        identify(self.kind, "drafts.kind", self.tr("Drafts or templates"))
        self.kind.addTab(self.tr("Drafts"))
        self.kind.addTab(self.tr("Templates"))
        self.count = PlainLabel(role="secondary", identifier="drafts.count")
        self.search.setMinimumWidth(_SEARCH[0])
        self.search.setMaximumWidth(_SEARCH[1])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.zone = ZoneLabel("drafts.zone")
        row = row_of(self.kind, self.count, self.zone, ROOM, self.search, self.labels)
        row.setStretchFactor(self.search, 1)
        self.setLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zone.fit(event.size().width())

    def on_change(self, slot: Callable[[], None]) -> None:
        """Call the slot after each change."""
        for signal in (self.search.textChanged, self.kind.currentChanged, self.labels.chosen):
            signal.connect(slot)

    def filter(self, client_id: int | None) -> DraftFilter:
        """Return the filter with the present choices, for that client or for all."""
        return DraftFilter(self.search.text(), client_id, self.labels.label, self.templates)

    @property
    def templates(self) -> bool:
        """True where templates are listed instead of drafts."""
        return self.kind.currentIndex() == _TEMPLATES

    @property
    def narrowed(self) -> bool:
        """True where a search or a label leaves drafts out."""
        return bool(self.search.text() or self.labels.label)

    def clear(self) -> None:
        """Show the drafts with any text and label."""
        self.labels.choose("")
        self.search.clear()

    def show_labels(self, labels: Sequence[str]) -> None:
        """Offer these labels."""
        self.labels.show_labels(labels)


class DraftSearch(QLineEdit):
    """A search field whose Down key leads to the results (`down`)."""

    down = Signal()

    def __init__(self, name: str, identifier: str) -> None:
        super().__init__(placeholderText=name, maxLength=LONGEST_SEARCH)
        make_clearable(self)
        identify(self, identifier, name)

    def go_on(self, text: str) -> None:
        """Continue the search with text typed in the list."""
        self.setFocus()
        self.insert(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.down.emit()
        else:
            super().keyPressEvent(event)
