import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.day_notes import DayNote
from postdesk.store import clients, day_notes, integrity, workspaces
from postdesk.store.database import Database
from postdesk.store.salvage import salvage
from postdesk.store.sqlite import Transaction, open_reader

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 27)


def filled(folder: Path) -> tuple[Database, int, list[int], DayNote]:
    """Return a database with two clients, a note on a day for all and one for each."""
    database = Database(folder)

    def fill(conn: Transaction) -> tuple[int, list[int], DayNote]:
        workspace = workspaces.add(conn, WorkspaceKind.REAL, "Studio", "https://example.com/api")
        people = [Client(0, workspace.id, f"c{n}", f"Client {n}", "#c2410c", "UTC") for n in range(2)]
        ids = [clients.add(conn, each) for each in people]
        for_all = DayNote("all", None, DAY, "Black Friday")
        for each in (for_all, *(DayNote(f"of {n}", number, DAY, f"Launch {n}") for n, number in enumerate(ids))):
            day_notes.save(conn, workspace.id, each, NOW)
        return workspace.id, ids, for_all

    return database, *database.submit(fill).result()


def texts(database: Database, workspace_id: int, client_id: int | None = None, day: date = DAY) -> list[str]:
    return [note.text for note in day_notes.between(database.reader, workspace_id, day, day, client_id)]


def test_a_clients_calendar_shows_its_notes_and_those_for_all(tmp_path: Path) -> None:
    database, workspace_id, ids, _ = filled(tmp_path)
    assert texts(database, workspace_id) == ["Black Friday", "Launch 0", "Launch 1"]
    assert texts(database, workspace_id, ids[1]) == ["Black Friday", "Launch 1"]
    assert texts(database, workspace_id, day=date(2026, 11, 28)) == []
    database.close()


def test_a_note_is_changed_in_its_place_and_forgotten_without_a_text(tmp_path: Path) -> None:
    database, workspace_id, ids, note = filled(tmp_path)
    database.submit(lambda conn: day_notes.save(conn, workspace_id, replace(note, text="Sale", client_id=ids[0]), NOW)).result()
    assert texts(database, workspace_id, ids[0]) == ["Sale", "Launch 0"]
    database.submit(lambda conn: day_notes.save(conn, workspace_id, replace(note, text=""), NOW)).result()
    assert texts(database, workspace_id) == ["Launch 0", "Launch 1"]
    database.close()


def test_a_day_that_is_none_is_noticed_and_its_words_are_kept(tmp_path: Path) -> None:
    database, _, _, note = filled(tmp_path / "damaged")
    path = database.path
    database.close()
    with closing(sqlite3.connect(path)) as damaged:
        damaged.execute("UPDATE day_notes SET day = '2026-13-27' WHERE id = 'all'")
        damaged.commit()
    assert integrity.find_file_damage(path) == "a value in day_notes cannot be read"
    fresh = Database(tmp_path / "fresh")
    fresh.close()
    with closing(open_reader(path)) as damaged, closing(sqlite3.connect(fresh.path)) as into:
        into.row_factory = sqlite3.Row
        salvage(damaged, into, NOW)
        kept = [(row["text"], row["day"]) for row in into.execute("SELECT text, day FROM day_notes ORDER BY rowid")]
    assert kept[0] == (note.text, "1970-01-01")
    assert [text for text, _ in kept[1:]] == ["Launch 0", "Launch 1"]
