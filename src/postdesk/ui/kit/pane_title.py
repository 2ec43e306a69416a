"""The head of a place or of the composer: one row with a name."""

from typing import Final

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel

BAR_HEIGHT: Final = 48
BAR_MARGINS: Final = (12, 6, 12, 6)
"""The height and the margins of the row at the top of a place."""


class PaneTitle(QFrame):
    """A name, a quiet remark ("5", "Nothing reaches MyPostShare.") and room for controls at the end."""

    def __init__(self, title: str, identifier: str, parent: QWidget | None = None, role: str = "place") -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._title = PlainLabel(title, role=role, elide=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.remark = PlainLabel(role="secondary", elide=True, identifier=f"{identifier}.remark")
        self._row = row_of(self._title, self.remark, margins=BAR_MARGINS)
        self.setLayout(self._row)
        self.setMinimumHeight(BAR_HEIGHT)

    def set_title(self, title: str) -> None:
        """Set the name; an empty one takes no room."""
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def add(self, control: QWidget) -> None:
        """Add a control at the end."""
        self._row.addWidget(control)
