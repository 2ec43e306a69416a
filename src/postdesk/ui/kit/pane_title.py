"""The head of a place or of the composer: one row with a name."""

from typing import Final

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel

_HEIGHT: Final = 48


class PaneTitle(QFrame):
    """A name, a quiet remark ("5", "Nothing reaches MyPostShare.") and room for controls at the end."""

    def __init__(self, title: str, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._title = PlainLabel(title, role="title", elide=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.remark = PlainLabel(role="secondary", elide=True, identifier=f"{identifier}.remark")
        self._row = row_of(self._title, self.remark, margins=(14, 6, 8, 6))
        self.setLayout(self._row)
        self.setMinimumHeight(_HEIGHT)

    def set_title(self, title: str) -> None:
        """Set the name; an empty one takes no room."""
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def add(self, control: QWidget) -> None:
        """Add a control at the end."""
        self._row.addWidget(control)
