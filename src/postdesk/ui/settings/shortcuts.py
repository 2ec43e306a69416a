"""The keyboard: what its keys do."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout

from postdesk.ui.plain import PlainLabel
from postdesk.ui.settings.page import Page


class KeysPage(Page):
    """The list of shortcuts, to be read."""

    def __init__(self) -> None:
        super().__init__(self.tr("Keyboard"), "keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(self._keys()):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(PlainLabel(shown, role="title"), row, 0)
            grid.addWidget(PlainLabel(words), row, 1)
        self.body.addLayout(grid)

    def _keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+N", self.tr("New post")),
            ("Ctrl+Return", self.tr("Schedule")),
            ("Ctrl+Shift+Return", self.tr("Go to “Publish now”")),
            ("Ctrl+Z", self.tr("Undo")),
            ("Ctrl+1", self.tr("Connections")),
            ("Ctrl+2", self.tr("Calendar")),
            ("Ctrl+3", self.tr("Composer")),
            ("Ctrl+4", self.tr("Results")),
            ("Ctrl+K", self.tr("Search posts")),
            ("F5", self.tr("Check now")),
            ("F10", self.tr("Menu")),
            ("Ctrl+Shift+P", self.tr("Pause all sending")),
            ("Ctrl+,", self.tr("Settings")),
            ("Ctrl+Q", self.tr("Quit")),
            ("T", self.tr("In the calendar: today")),
            ("M", self.tr("In the calendar: month")),
            ("W", self.tr("In the calendar: week")),
            ("A", self.tr("In the calendar: agenda")),
            ("N", self.tr("In the calendar: new post at that time")),
            ("Return", self.tr("In the calendar: open")),
            ("Alt+Right", self.tr("In the calendar: move a scheduled post (all Alt+arrows)")),
        )
