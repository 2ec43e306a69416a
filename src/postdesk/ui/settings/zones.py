"""Choosing a time zone."""

from importlib import resources

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from postdesk.domain.times import zone
from postdesk.ui.parts.identity import identify


def zone_names() -> list[str]:
    """All zones by their IANA names, sorted, from the `tzdata` package (asking zoneinfo reads 600 files)."""
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return sorted(name for name in listed if "/" in name or name == "UTC")


class ZoneBox(QComboBox):
    """All time zones; typing any part of a name finds it."""

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__()
        identify(self, identifier, name)
        edit = QLineEdit()
        edit.setAccessibleName(name)
        self.setLineEdit(edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(zone_names())
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def show_zone(self, name: str) -> None:
        """Show this zone, also one that is not listed."""
        self.setEditText(name)

    def zone(self) -> str:
        """The chosen zone's name; empty while what was typed is none."""
        typed = self.currentText().strip().replace(" ", "_")
        return typed if typed and zone(typed) else ""
