"""The notes that were dismissed for a client's accounts: at once, and in the next session."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from tests.support.import_work import import_work
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.engine.dismissed_notes import DismissedNotes
from postdesk.store import dismissed_notes

NOTE, OTHER = "facebook:destination_fixed", "instagram:needs_this_computer"


async def test_what_is_dismissed_stays_so_until_it_is_restored(tmp_path: Path, qapp: QApplication) -> None:
    async with import_work(tmp_path) as work:
        context = a_workspace_context(work.filled.workspace, work.database, work.clock, work.changes, work.tasks)
        ann, bob = (client.id for client in work.filled.clients)
        book, changes = DismissedNotes(context), list[None]()
        book.changed.connect(lambda: changes.append(None))
        book.dismiss(ann, {NOTE})
        book.dismiss(ann, {OTHER})
        assert book.of(ann) == {NOTE, OTHER}
        assert not book.of(bob)
        assert len(changes) == 2
        await until(lambda: dismissed_notes.get(work.database.reader, ann) == {NOTE, OTHER})
        assert DismissedNotes(context).of(ann) == {NOTE, OTHER}
        book.restore(ann, {NOTE})
        await until(lambda: dismissed_notes.get(work.database.reader, ann) == {OTHER})


async def test_an_unreadable_value_counts_as_none(tmp_path: Path, qapp: QApplication) -> None:
    async with import_work(tmp_path) as work:
        ann = work.filled.clients[0].id
        work.database.submit(lambda conn: dismissed_notes.remember(conn, ann, {NOTE})).result()
        work.database.submit(lambda conn: conn.execute("UPDATE settings SET value = '[1' WHERE name LIKE 'dismissed%'")).result()
        assert dismissed_notes.get(work.database.reader, ann) == frozenset()
