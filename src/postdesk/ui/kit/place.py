"""The base of the panes that fill the centre of the window."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import LayoutPart, column_of, row_of
from postdesk.ui.kit.pane import Frame, Pane
from postdesk.ui.kit.pane_title import PaneTitle

_AROUND: Final = 12
_QUIET: Final = 1
"""The margin beside a quiet button: with its padding, its icon is below the name of the place."""


class PlacePane(Pane):
    """A place: a row with its name and controls, a body below it, and a foot if one is added.

    A place that isn't shown is out of date after a change, and reads everything again when it is shown.
    """

    def __init__(self, title: str, identifier: str) -> None:
        super().__init__()
        identify(self, identifier)
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outdated = False
        self.title = PaneTitle(title, identifier)
        self.body = column_of(margins=(_AROUND, 12, _AROUND, 12))
        self._column = column_of(self.title, self.body, spacing=0, grow=self.body)
        self.setLayout(self._column)

    def refresh(self) -> None:
        """Read everything again."""

    def refresh_if_shown(self) -> None:
        """Read everything again now, or when the place is shown."""
        self._outdated = not self.isVisible()
        if not self._outdated:
            self.refresh()

    def add_foot(self, *parts: LayoutPart) -> Frame:
        """Add a row of actions below the body, and return it."""
        foot = Frame("foot", f"{self.objectName()}.foot")
        quiet = isinstance(parts[0], QWidget) and parts[0].property("role") == "quiet"
        around = _QUIET if quiet else _AROUND
        # A gap is mirrored with the row, margins are not.
        foot.setLayout(row_of(*parts, _AROUND - around, margins=(around, 8, around, 8)))
        self._column.addWidget(foot)
        return foot

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._outdated:
            self.refresh_if_shown()
