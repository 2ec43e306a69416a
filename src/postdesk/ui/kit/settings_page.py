"""The base of the settings pages."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, narrow
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.scroll_area import scrollable

_WIDEST: Final = 800
"""The greatest width of a page, in pixels."""


class SettingsPage(QWidget):
    """A page with a heading and a column that scrolls."""

    def __init__(self, title: str, identifier: str, intro: str = "") -> None:
        super().__init__()
        self.title = title
        identify(self, f"settings.{identifier}")
        self.body = column_of(PlainLabel(title, role="place"), margins=(24, 20, 24, 20))
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        if intro:
            self.body.addWidget(remark(intro))
        self._area = scrollable(narrow(self.body, _WIDEST))
        self.setLayout(column_of(self._area))

    def show_part(self, part: QWidget) -> None:
        """Scroll to a widget of the page."""
        self._area.ensureWidgetVisible(part)

    def add_remark(self, text: str) -> None:
        """Add a quiet sentence."""
        self.body.addWidget(remark(text))

    def add_heading(self, text: str) -> None:
        """Add a heading within the page."""
        self.body.addSpacing(8)
        self.body.addWidget(PlainLabel(text, role="title"))


def text_field(identifier: str, name: str, placeholder: str = "", *, text: str = "") -> QLineEdit:
    """Return a field for a line of text."""
    field = QLineEdit(text, placeholderText=placeholder)
    identify(field, identifier, name)
    return field


def buttons_row(*buttons: Button) -> QLayout:
    """Return a row of buttons, which wraps like words."""
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    return row
