"""The notes on days that the search found."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from postdesk.domain.day_notes import DayNote
from postdesk.ui.calendar.wording import date_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme

_LETTERS = 40


class NotesFound(QFrame):
    """A button for each, hidden where there are none. `day_asked` carries a date."""

    day_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "bar")
        identify(self, "calendar.notes_found", self.tr("Notes that were found"))
        self._row = FlowLayout(self, spacing=4)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._shown: Sequence[DayNote] = ()
        self.hide()

    def show_notes(self, notes: Sequence[DayNote], today: date) -> None:
        """Show these, each with its day."""
        if notes == self._shown:
            return
        self._shown = notes
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for n, note in enumerate(notes):
            self._row.addWidget(self._button(n, note, today))
        self.setVisible(bool(notes))

    def first_day(self) -> date | None:
        """The day of the first of them."""
        return self._shown[0].day if self._shown else None

    def _button(self, n: int, note: DayNote, today: date) -> Button:
        day = date_words(note.day) if note.day.year == today.year else f"{date_words(note.day)} {note.day.year}"
        text = note.text if len(note.text) <= _LETTERS else f"{note.text[:_LETTERS].rstrip()}…"
        button = Button(self._theme, f"{day} · {text}", f"calendar.notes_found.{n}", role="quiet", icon="bookmark")
        button.clicked.connect(partial(self.day_asked.emit, note.day))
        return button
