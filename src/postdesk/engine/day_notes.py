"""The user's notes on days: read for the calendar, saved as they are edited."""

import uuid
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.domain.day_notes import DayNote, clean_note, find_notes
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, day_notes

_MOST_FOUND: Final = 20


class DayNotes(QObject):
    """The notes of one workspace. `changed` follows each commit; `removed` carries a deleted note."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._unsaved = context.unsaved
        self._unwritten: dict[str, DayNote] = {}
        context.unsaved.changed.connect(self.changed)

    def between(self, first: date, last: date, client_id: int | None) -> tuple[DayNote, ...]:
        """Return the notes between two days (inclusive) in the calendar of a client, or of all that aren't archived (None)."""
        reader, workspace = self._database.reader, self._workspace.id
        away = clients.archived(reader, workspace) if client_id is None else ()
        written = day_notes.between(reader, workspace, first, last, client_id)
        known = [note for note in written if note.id not in self._unwritten]
        known += [note for note in self._unwritten.values() if note.text and _among(note, first, last, client_id)]
        return tuple(sorted((note for note in known if note.client_id not in away), key=lambda note: note.day))

    def found(self, typed: str, client_id: int | None) -> tuple[DayNote, ...]:
        """Return the first notes that contain the typed words, at most 20."""
        return find_notes(self.between(EARLIEST, LATEST, client_id), typed)[:_MOST_FOUND] if typed.strip() else ()

    def new(self, day: date, client_id: int | None) -> DayNote:
        """Return an empty note, not saved. `client_id` is None for a note of all clients."""
        return DayNote(str(uuid.uuid4()), client_id, day, "")

    def save(self, note: DayNote, before: DayNote | None = None) -> None:
        """Save a note. A note without a text is deleted; then `removed` carries `before`, the note as it was."""
        kept = replace(note, text=clean_note(note.text))
        now = self._clock.now()
        gone = before if not kept.text else None
        self._unwritten[kept.id] = kept
        work = partial(day_notes.save, workspace_id=self._workspace.id, note=kept, now=now)
        self._unsaved.write(f"note {kept.id}", work, lambda: self._kept(kept, gone))

    def _kept(self, kept: DayNote, gone: DayNote | None) -> None:
        if self._unwritten.get(kept.id) is kept:
            del self._unwritten[kept.id]
        self.changed.emit()
        if gone:
            self.removed.emit(gone)


def _among(note: DayNote, first: date, last: date, client_id: int | None) -> bool:
    """Return True if the store's query for these days and this client would include the note."""
    return first <= note.day <= last and (client_id is None or note.client_id in (None, client_id))
