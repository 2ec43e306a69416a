"""The user's own notes on days."""

from collections.abc import Sequence
from datetime import date

from postdesk.domain.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DayNote:
    """A line about a day, for one client's calendar or for all (`client_id` is None). `id` is a UUID."""

    id: str
    client_id: int | None
    day: date
    text: str


def clean_note(text: str) -> str:
    """Return typed text as a note stores it: one line, without outer blanks, NUL and lone surrogates."""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\0", " ").split())


def notes_on(notes: Sequence[DayNote], day: date) -> tuple[DayNote, ...]:
    """Return the notes of a day."""
    return tuple(note for note in notes if note.day == day)


def find_notes(notes: Sequence[DayNote], typed: str) -> tuple[DayNote, ...]:
    """Return the notes in which each typed word begins a word, ignoring case. None match without a word."""
    words = typed.casefold().split()
    return tuple(note for note in notes if words and all(f" {word}" in f" {note.text.casefold()}" for word in words))
