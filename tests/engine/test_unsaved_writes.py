"""Text typed while the disk was full: kept in memory, reported, and written once there is room."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support import filled, waiting
from tests.support.factories import NOON, a_draft, an_entry
from tests.support.sessions import RESOURCES
from tests.support.small_disk import fill, small_disk
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.clock import Clock
from postdesk.domain.day_notes import DayNote
from postdesk.domain.snippets import Snippet
from postdesk.domain.storage import StorageFailure
from postdesk.engine.changes import Changes
from postdesk.engine.clients import ClientBook
from postdesk.engine.composer import Composer
from postdesk.engine.day_notes import DayNotes
from postdesk.engine.drafts import DraftBook
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.snippets import SnippetBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import drafts, posts, settings
from postdesk.store.sqlite import StorageError

pytestmark = pytest.mark.logs("SQLITE_FULL")

LONG = "Black Friday, the honest version. " * 3000


@dataclass
class Writer:
    """The parts of a session that save typed text, on a small disk."""

    disk: Path
    store: filled.Filled
    context: WorkspaceContext
    composer: Composer
    notes: DayNotes
    notices: list[Notice] = field(default_factory=list)

    def stored(self, draft_id: str = "draft-1") -> str | None:
        kept = drafts.get(self.store.database.reader, draft_id)
        return kept.text if kept else None

    async def unsaved(self, count: int) -> None:
        await waiting.until(lambda: self.context.unsaved.count == count)


@pytest_asyncio.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    with small_disk(tmp_path) as disk:
        store = filled.fill(disk)
        tasks = Tasks(lambda name, error: pytest.fail(f"{name}: {error!r}"))
        context = a_workspace_context(store.workspace, store.database, Clock(), Changes(), tasks)
        made = Writer(disk, store, context, Composer(context, RESOURCES / "platforms.toml"), DayNotes(context))
        context.changes.notice.connect(made.notices.append)
        tasks.supervise("unsaved", context.unsaved.run)
        yield made
        await tasks.close()
        store.database.close()


async def test_the_newest_of_a_draft_is_written_once_there_is_room_and_no_older_one_after_it(writer: Writer) -> None:
    full = fill(writer.disk)
    for text in ("first ", "second ", "third "):
        writer.composer.save(a_draft(text=text + LONG))
    await writer.unsaved(1)
    assert writer.composer.is_unsaved("draft-1")
    kept = writer.composer.draft("draft-1")
    assert kept
    assert kept.text == "third " + LONG
    assert writer.stored() is None
    full.unlink()
    await writer.unsaved(0)
    assert writer.stored() == "third " + LONG
    assert not writer.context.unsaved.pending


async def test_what_is_saved_after_a_failure_is_not_overwritten_by_what_failed(writer: Writer) -> None:
    full = fill(writer.disk)
    writer.composer.save(a_draft(text=LONG))
    await writer.unsaved(1)
    full.unlink()
    writer.composer.save(a_draft(text="Short"))
    await writer.unsaved(0)
    await writer.context.unsaved.try_again()
    assert writer.stored() == "Short"


async def test_the_trouble_ends_with_room_though_nothing_is_left_to_be_written(writer: Writer) -> None:
    heard: list[StorageFailure | None] = []
    writer.store.database.listeners.append(heard.append)
    full = fill(writer.disk)
    with pytest.raises(StorageError):
        await writer.store.database.run(lambda conn: settings.remember(conn, "much", LONG))
    assert heard[-1] is StorageFailure.FULL
    full.unlink()
    await waiting.until(lambda: heard[-1] is None)


async def test_a_note_is_seen_while_it_is_not_written_and_is_written_with_room(writer: Writer) -> None:
    day = date(2026, 11, 24)
    full = fill(writer.disk)
    note = DayNote("note-1", None, day, LONG.strip())
    writer.notes.save(note)
    await writer.unsaved(1)
    assert writer.notes.between(day, day, None) == (note,)
    full.unlink()
    await writer.unsaved(0)
    assert writer.notes.between(day, day, None) == (note,)
    assert DayNotes(writer.context).between(day, day, None) == (note,)


async def test_a_new_snippet_and_what_is_changed_of_a_client_are_written_with_room(writer: Writer) -> None:
    snippets, book = SnippetBook(writer.context), ClientBook(writer.context)
    kept: list[int] = []
    snippets.saved.connect(kept.append)
    full = fill(writer.disk)
    snippets.save(Snippet(0, "tags", LONG))
    book.update(replace(writer.store.clients[0], name="Ann Archer " * 10_000))
    await writer.unsaved(2)
    assert kept == []
    full.unlink()
    await writer.unsaved(0)
    assert [(each.id, each.text) for each in snippets.all()] == [(kept[0], LONG)]
    assert book.all()[0].name.startswith("Ann Archer")


async def test_deleted_drafts_that_are_brought_back_to_a_full_disk_are_not_lost(writer: Writer) -> None:
    book = DraftBook(writer.context, writer.composer)
    writer.composer.save(a_draft(text=LONG))
    await waiting.until(lambda: not writer.context.unsaved.pending)
    gone = book.delete(["draft-1"])
    await waiting.until(lambda: writer.stored() is None)
    full = fill(writer.disk)
    book.restore(gone)
    await writer.unsaved(1)
    assert writer.composer.draft("draft-1") == gone[0]
    full.unlink()
    await writer.unsaved(0)
    assert writer.stored() == LONG


async def test_a_draft_that_became_a_post_is_not_written_again(writer: Writer) -> None:
    full = fill(writer.disk)
    writer.composer.save(a_draft(text=LONG))
    await writer.unsaved(1)
    full.unlink()
    post = replace(filled.a_post(writer.store.clients[0], (an_entry(),)), group="draft-1")
    await writer.store.database.run(lambda conn: posts.add(conn, writer.store.workspace.id, post, NOON))
    await writer.unsaved(0)
    assert writer.stored() is None


@pytest.mark.logs("OperationalError")
async def test_what_fails_for_a_mistake_of_ours_is_told_and_not_tried_for_ever(writer: Writer) -> None:
    writer.context.unsaved.write("something", lambda conn: conn.execute("INSERT INTO nowhere VALUES (1)"))
    await waiting.until(lambda: bool(writer.notices))
    assert [(each.kind, each.detail) for each in writer.notices] == [(NoticeKind.STORAGE_FAILED, StorageFailure.DEFECT)]
    assert not writer.context.unsaved.pending
