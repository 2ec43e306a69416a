"""The zone of a place's times."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.text.names import zone_word

translate = QCoreApplication.translate

_FROM: Final = 105
"""The width of a row, in characters, from which the zone has room beside what matters more."""


class ZoneLabel(PlainLabel):
    """Names the zone in a place's top row, where it has room: "Times in Berlin"."""

    def __init__(self, identifier: str) -> None:
        super().__init__(role="secondary", identifier=identifier)

    def show_zone(self, key: str) -> None:
        """Show this zone, by its IANA key."""
        self.setText(translate("ZoneLabel", "Times in {0}").format(zone_word(key)))

    def fit(self, row: int) -> None:
        """Show the label if its row is wide enough; the width is in pixels."""
        self.setVisible(row >= _FROM * self.fontMetrics().averageCharWidth())
