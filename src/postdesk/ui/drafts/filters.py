"""The filters of the drafts' place."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from postdesk.domain.draft_search import LONGEST_SEARCH, DraftFilter
from postdesk.ui.kit.filters import LabelFilter
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.segments import SegmentedControl
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.zone_label import ZoneLabel

_SEARCH: Final = (120, 300)
"""The least and the greatest width of the search, in pixels."""


class DraftKind(StrEnum):
    """The kinds of drafts, of which one is listed: those in progress, or templates."""

    DRAFTS = "drafts"
    TEMPLATES = "templates"


class DraftFilters(QWidget):
    """The kind (drafts or templates), the search and the labels; `count` shows the number of matches."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.search = DraftSearch(self.tr("Search drafts"), "drafts.search")
        self.labels = LabelFilter(theme, "drafts")
        self.labels.set_role("")
        words: dict[StrEnum, str] = {DraftKind.DRAFTS: self.tr("In progress"), DraftKind.TEMPLATES: self.tr("Templates")}
        self.kind = SegmentedControl(theme, "drafts.kinds", self.tr("Drafts or templates"), "drafts.kind", words)
        self.kind.show_value(DraftKind.DRAFTS)
        self.count = PlainLabel(role="secondary", identifier="drafts.count")
        self.search.setMinimumWidth(_SEARCH[0])
        self.search.setMaximumWidth(_SEARCH[1])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.zone = ZoneLabel("drafts.zone")
        row = row_of(self.kind, self.count, self.zone, ROOM, self.search, self.labels)
        row.setStretchFactor(self.search, 1)
        row.setStretch(row.indexOf(self.search) - 1, 0)  # the room that the search doesn't need
        self.setLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zone.fit(event.size().width())

    def on_change(self, slot: Callable[[], None]) -> None:
        """Call the slot after each change."""
        for signal in (self.search.textChanged, self.kind.chosen, self.labels.chosen):
            signal.connect(slot)

    def filter(self, client_id: int | None) -> DraftFilter:
        """Return the filter with the present choices, for that client or for all."""
        return DraftFilter(self.search.text(), client_id, self.labels.label, self.templates)

    @property
    def templates(self) -> bool:
        """True where templates are listed instead of drafts."""
        return self.kind.segments[DraftKind.TEMPLATES].isChecked()

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
