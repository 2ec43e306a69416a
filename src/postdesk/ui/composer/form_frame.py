"""The frame of the composer's form: a scrolling area above a foot, and a part at their side where there is room."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QWidget

from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.scroll_area import scrollable

MARGIN: Final = 14
"""The room at the left and the right of what the form shows, in logical pixels."""

_FROM: Final = 108
"""The width in average characters from which there is room for both."""

_SHARES: Final = (51, 49)
"""The shares of the width that what is written and the part at its side have."""


class AsideLayout(QGridLayout):
    """Places `main` above `foot`; a part at the side of `main` is shown in the place of `narrow`, where there is room for it.

    Tab reaches that part last.
    """

    def __init__(self, form: QWidget, main: QWidget, foot: QWidget, narrow: QWidget) -> None:
        super().__init__(form)
        self._form, self._narrow = form, narrow
        self._aside: QWidget | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self.setRowStretch(0, 1)
        self.addWidget(main, 0, 0)
        self.addWidget(foot, 1, 0, 1, 2)
        form.installEventFilter(self)

    def set_aside(self, part: QWidget | None) -> None:
        """Show a part at the side, or (None) none."""
        if self._aside and part is not self._aside:
            self._aside.hide()
        self._aside = part
        if part:
            self.addWidget(part, 0, 1)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        wide = self._form.width() >= self._form.fontMetrics().averageCharWidth() * _FROM
        beside = self._aside is not None and wide
        if self._aside:
            self._aside.setVisible(beside)
        self._narrow.setVisible(not beside)
        for column, share in enumerate(_SHARES if beside else (1, 0)):
            self.setColumnStretch(column, share)


class FormFrame(QWidget):
    """A form with a scrolling column, a foot below it that stays, and `_narrow`, which a part at the side replaces.

    All are empty at first: what is built into them is moved to its parent once, where Qt gives all of it its style.
    """

    def __init__(self) -> None:
        super().__init__()
        around = (MARGIN, 10, MARGIN, 10)
        self._body, self._below = column_of(spacing=8, margins=around), column_of(spacing=8, margins=around)
        self._area = scrollable(self._body)
        self._area.setMinimumHeight(0)
        foot, self._narrow = QFrame(), QWidget()
        foot.setProperty("role", "foot")
        foot.setLayout(self._below)
        self.aside = AsideLayout(self, self._area, foot, self._narrow)

    def show_part(self, part: QWidget) -> None:
        """Scroll to a widget, and focus its first button."""
        self.scroll_to(part)
        if button := next((each for each in part.findChildren(QAbstractButton) if each.isVisible()), None):
            button.setFocus()

    def scroll_to(self, part: QWidget) -> None:
        """Scroll to a widget; the focus stays."""
        self._area.ensureWidgetVisible(part, 0, MARGIN)
