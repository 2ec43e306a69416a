"""The keyboard: what its keys do."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout

from postdesk.ui.kit.form_page import Page
from postdesk.ui.kit.plain import PlainLabel


class KeysPage(Page):
    """The list of shortcuts, to be read."""

    def __init__(self) -> None:
        super().__init__(self.tr("Keyboard"), "keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate((*self._everywhere(), *self._in_the_calendar())):
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(PlainLabel(shown, role="title"), row, 0)
            grid.addWidget(PlainLabel(words), row, 1)
        self.body.addLayout(grid)

    def _everywhere(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+N", self.tr("New post")),
            ("Ctrl+Shift+K", self.tr("Client overview")),
            ("Ctrl+Shift+D", self.tr("Drafts and templates")),
            ("Ctrl+Shift+R", self.tr("Repeating posts")),
            ("Ctrl+O", self.tr("Import posts from a file")),
            ("Ctrl+Shift+E", self.tr("Export posts into a file")),
            ("Ctrl+Shift+F", self.tr("Reports and proof sheets")),
            ("Ctrl+Return", self.tr("Schedule")),
            ("Ctrl+Alt+Return", self.tr("Schedule and start the next post")),
            ("Ctrl+Shift+Return", self.tr("Jump to “Publish now”")),
            ("Ctrl+Z", self.tr("Undo")),
            ("Ctrl+.", self.tr("Emoji")),
            ("Ctrl+Shift+I", self.tr("Snippets and hashtags")),
            ("F7", self.tr("Next misspelled word")),
            ("Ctrl+1", self.tr("Connections")),
            ("Ctrl+2", self.tr("Calendar")),
            ("Ctrl+3", self.tr("Composer")),
            ("Ctrl+4", self.tr("Results")),
            ("Ctrl+K", self.tr("Search posts")),
            ("F5", self.tr("Refresh")),
            ("F1", self.tr("Keyboard shortcuts")),
            ("F10", self.tr("Menu")),
            ("Ctrl+Shift+L", self.tr("Lock in posts")),
            ("Ctrl+Shift+P", self.tr("Pause all sending")),
            ("Ctrl+,", self.tr("Settings")),
            ("Ctrl+Q", self.tr("Quit")),
        )

    def _in_the_calendar(self) -> tuple[tuple[str, str], ...]:
        return (
            ("PgDown", self.tr("In the calendar: next month, week or day (back: PgUp)")),
            ("T", self.tr("In the calendar: today")),
            ("M", self.tr("In the calendar: month")),
            ("W", self.tr("In the calendar: week")),
            ("D", self.tr("In the calendar: day")),
            ("A", self.tr("In the calendar: agenda")),
            ("N", self.tr("In the calendar: new post at that time")),
            ("Shift+N", self.tr("In the calendar: note on that day")),
            ("Return", self.tr("In the calendar: open")),
            ("Space", self.tr("In the calendar: select")),
            ("Ctrl+A", self.tr("In the calendar: select all of the day, then all in view")),
            ("Del", self.tr("In the calendar: delete selection")),
            ("Alt+Right", self.tr("In the calendar: move a scheduled post (Alt+any arrow)")),
        )
