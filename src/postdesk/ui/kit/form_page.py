"""What the pages of the settings have in common."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import scrolling
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel


class Page(QWidget):
    """A heading and a column for the rest, which scrolls."""

    def __init__(self, title: str, identifier: str, intro: str = "") -> None:
        super().__init__()
        self.title = title
        identify(self, f"settings.{identifier}")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(12)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(PlainLabel(title, role="heading"))
        if intro:
            self.body.addWidget(remark(intro))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(self.body)
        column.addWidget(self._area)

    def show_part(self, part: QWidget) -> None:
        """Scroll to a part of the page."""
        self._area.ensureWidgetVisible(part)

    def add_heading(self, text: str) -> None:
        """A heading within the page."""
        self.body.addSpacing(8)
        self.body.addWidget(PlainLabel(text, role="title"))


def text_field(identifier: str, name: str, placeholder: str = "") -> QLineEdit:
    """A field for a line of text."""
    field = QLineEdit(placeholderText=placeholder)
    identify(field, identifier, name)
    return field


def buttons_row(*buttons: Button) -> QHBoxLayout:
    """Buttons beside each other, from the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
