"""Notes on days: written in place, found by the search."""

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.day_notes import DayNote
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.lookout import Lookout
from postdesk.ui.calendar.note_editor import NoteEditor
from postdesk.ui.calendar.notes_found import NotesFound
from postdesk.ui.calendar.views import Views
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.words import Tone


class Noting(QObject):
    """Opens the editor at a day, and shows what the search found. `told` carries a Told, `day_asked` a date."""

    told = Signal(object)
    day_asked = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, scope: Scope, look: Lookout, views: Views, window: QWidget) -> None:
        super().__init__(window)
        self._notes, self._scope, self._look, self._views, self._window = desk.day_notes, scope, look, views, window
        self._editor = NoteEditor(desk.day_notes, window)
        self._editor.closed.connect(window.setFocus)
        self.found = NotesFound(theme)
        self.found.day_asked.connect(self.day_asked)
        scope.changed.connect(self._search)
        desk.day_notes.changed.connect(self._search)
        desk.day_notes.removed.connect(self._tell_removed)

    def edit(self, day: date) -> None:
        """Write the notes on a day."""
        sight, place = self._look.sight(), self._views.place_of(day)
        there = self._notes.between(day, day, self._look.client_id)
        at = QRect(self._views.mapTo(self._window, place.topLeft()), place.size())
        self._editor.edit(day, there, sight.clients, at)

    def open_first(self) -> bool:
        """Go to the first note that was found; whether there is one."""
        if day := self.found.first_day():
            self.day_asked.emit(day)
        return day is not None

    def _search(self) -> None:
        self.found.show_notes(self._notes.found(self._scope.text, self._scope.client_id), self._look.today)

    def _tell_removed(self, note: DayNote) -> None:
        words = self.tr("The note “{0}” is removed.").format(note.text)
        self.told.emit(Told(words, Tone.ACCENT, "bookmark", partial(self._notes.keep, note)))
