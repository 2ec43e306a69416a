"""A day, a time, whose clock that is, and what else can be done about it, in one line or two."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from postdesk.ui.kit.plain import PlainLabel, plain_tooltip
from postdesk.ui.kit.row import row_of

_SPACING: Final = 8
_ZONE: Final = 2


class WhenRow(QWidget):
    """The zone stands beside the time, and below it where it would be cut."""

    def __init__(self, day: QWidget, time: QWidget, *acts: QWidget) -> None:
        super().__init__()
        beside = QWidget()
        beside.setLayout(row_of(*acts, spacing=0))
        self._others = day, time, beside
        self._below = False
        self._zone = PlainLabel(role="secondary", elide=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_SPACING)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(_ZONE, 1)
        for column, part in enumerate((day, time, self._zone, beside)):
            self._grid.addWidget(part, 0, column)

    def show_zone(self, words: str, key: str) -> None:
        """By whose clock it is; `key` as IANA names the zone."""
        self._zone.setText(words)
        plain_tooltip(self._zone, key)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        taken = sum(part.minimumSizeHint().expandedTo(part.minimumSize()).width() + _SPACING for part in self._others)
        below = taken + self._zone.fontMetrics().horizontalAdvance(self._zone.text()) > self.width()
        if below is not self._below:
            self._below = below
            if below:
                self._grid.addWidget(self._zone, 1, 0, 1, self._grid.columnCount())
            else:
                self._grid.addWidget(self._zone, 0, _ZONE)
