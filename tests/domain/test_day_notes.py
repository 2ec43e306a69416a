from datetime import date

import pytest

from postdesk.domain.day_notes import DayNote, clean_note, find_notes, notes_on

DAY = date(2026, 11, 27)


def note(text: str, day: date = DAY) -> DayNote:
    return DayNote(text, None, day, text)


@pytest.mark.parametrize(
    ("typed", "kept"), [("  Black  Friday ", "Black Friday"), ("a\nb\0c", "a b c"), ("lone \ud800", "lone ?"), (" \t", "")]
)
def test_a_note_is_one_line_that_any_file_can_hold(typed: str, kept: str) -> None:
    assert clean_note(typed) == kept


def test_notes_are_found_by_how_their_words_begin() -> None:
    notes = (note("Black Friday"), note("Launch of the bakery"), note("Straße gesperrt"))
    assert find_notes(notes, "fri") == notes[:1]
    assert find_notes(notes, "BAK laun") == notes[1:2]
    assert find_notes(notes, "STRASSE") == notes[2:]
    assert find_notes(notes, "akery") == ()
    assert find_notes(notes, "  ") == ()


def test_the_notes_on_a_day_are_its_own() -> None:
    other = note("Other", date(2026, 11, 28))
    assert notes_on((note("One"), other), DAY) == (note("One"),)
