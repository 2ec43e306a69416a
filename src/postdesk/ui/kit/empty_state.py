"""The content of a pane that has nothing to show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme

_ICON = 32


class EmptyState(QWidget):
    """An icon, a text, and the next action (`action.clicked`), for empty, loading and failed panes."""

    def __init__(self, theme: Theme, identifier: str, icon: str, headline: str, text: str = "", action: str = "") -> None:
        super().__init__()
        identify(self, identifier)
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = IconLabel(theme, icon, "secondary", _ICON)
        self._headline, self._text = (PlainLabel(role=role, wrap=True) for role in ("title", "secondary"))
        for label in (self._headline, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action = Button(theme, action, f"{identifier}.action", role="primary")
        column = column_of(ROOM, self._icon, self._headline, self._text, self.action, ROOM, margins=(16, 16, 16, 16), spacing=8)
        for part in (self._icon, self.action):
            column.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        column.setStretch(column.count() - 1, 2)
        self.setLayout(column)
        self.tell(icon, headline, text, action)

    def tell_failure(self) -> None:
        """Show that reading from the database failed, what it means, and how to go on."""
        self.tell(
            "triangle-alert",
            self.tr("This list can’t be read"),
            self.tr(
                "Nothing was changed or deleted, and locked posts still go out. Try again. If it happens again, "
                "see “Error log” in the menu."
            ),
            self.tr("Try again"),
        )

    def tell(self, icon: str, headline: str, text: str = "", action: str = "") -> None:
        """Show this icon, text and action; the button is hidden without words."""
        self._icon.show_icon(icon, "secondary")
        self._headline.setText(headline)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.action.set_text(action)
        self.action.setVisible(bool(action))
