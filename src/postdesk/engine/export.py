"""Export of posts into a file of the user, in a thread with a database snapshot of its own."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain import export_json, sheet
from postdesk.domain.calendar_days import first_moments, midnight
from postdesk.domain.clients import Client
from postdesk.domain.draft_split import split_by_time
from postdesk.domain.drafts import Draft
from postdesk.domain.export_items import (
    ExportFormat,
    ExportItem,
    ExportOptions,
    ExportReport,
    ExportSelection,
    item_from_draft,
    item_from_post,
)
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.recall import RECALLABLE_STATES
from postdesk.domain.times import zone
from postdesk.engine.atomic_file import atomic_write
from postdesk.engine.calendar_file import DescribeEvent, ical_chunks
from postdesk.engine.file_writer import FileWriter, ProgressCallback
from postdesk.engine.storage_failures import report_storage_failures
from postdesk.engine.tasks import run_in_thread
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, drafts, export, posts
from postdesk.store.sqlite import Transaction

_TELL_EVERY: Final = 50
_DAY: Final = timedelta(days=1)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


class Exports(FileWriter):
    """The exports of one workspace. `counted` carries an ExportSelection and its number of items, `saved` an ExportReport."""

    counted = Signal(object, int)

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._wanted: ExportSelection | None = None

    def count(self, wanted: ExportSelection) -> None:
        """Count the posts and drafts in a thread; `counted` follows, unless another count is requested meanwhile."""
        self._wanted = wanted
        self._tasks.start("count what is exported", self._count())

    def save(self, wanted: ExportSelection, shape: ExportOptions, target: Path, tell: DescribeEvent) -> bool:
        """Start to write the file; False while another one is written. A thread calls `tell` for the texts of a calendar."""
        pieces = partial(_pieces, shape=shape, tell=tell, now=self._clock.now())
        return self._begin("export", self._save(partial(_written, self._source(wanted), target, pieces)))

    async def _count(self) -> None:
        while (wanted := self._wanted) is not None:
            self._wanted = None
            with report_storage_failures(self.failed.emit):
                found = await run_in_thread("count what is exported", partial(_count, self._source(wanted)))
                if self._wanted is None:
                    self.counted.emit(wanted, found)

    async def _save(self, write: Callable[[ProgressCallback], ExportReport]) -> None:
        with report_storage_failures(self.failed.emit):
            await self._write("export", write, _TELL_EVERY)

    def _source(self, wanted: ExportSelection) -> "_Source":
        return _Source(self._database.path, self._workspace.id, wanted)


@dataclass(frozen=True, slots=True)
class _Source:
    """The data to read: the database, and the filter."""

    database: Path
    workspace_id: int
    wanted: ExportSelection


@dataclass(frozen=True, slots=True)
class _ExportItem:
    """One item of an export: a whole draft, or the id of a post, which is read when its turn comes."""

    due_at: datetime
    client: Client
    what: ExportItem | int


def _count(source: _Source) -> int:
    with export.snapshot(source.database) as conn:
        return len(_picks(conn, source.workspace_id, source.wanted))


def _written(
    source: _Source, target: Path, pieces: Callable[[Iterator[ExportItem]], Iterator[bytes]], step: ProgressCallback
) -> ExportReport:
    """Write the file and return the report on it. Raises StorageError, WriteCancelled."""
    report = ExportReport(target)

    def noted(found: Iterable[ExportItem]) -> Iterator[ExportItem]:
        nonlocal report
        for one in found:
            report = report.with_item(one)
            yield one

    with export.snapshot(source.database) as conn, atomic_write(target) as file:
        for piece in pieces(noted(iter_exported(conn, source.workspace_id, source.wanted, step))):
            file.write(piece)
    return report


def _pieces(found: Iterator[ExportItem], shape: ExportOptions, tell: DescribeEvent, now: datetime) -> Iterator[bytes]:
    match shape.format:
        case ExportFormat.CSV:
            rows = [sheet.row_of(each.draft, each.client.name, _zone(each.client), each.state) for each in found]
            yield b"\xef\xbb\xbf"  # without this BOM, Excel assumes the legacy encoding of the system
            yield from (line.encode() for line in sheet.csv_lines(rows, shape.delimiter))
        case ExportFormat.JSON:
            yield from (line.encode() for line in export_json.export_lines(found, now))
        case ExportFormat.CALENDAR:
            yield from ical_chunks(found, tell, now, shape.remind)


def iter_exported(
    conn: Transaction, workspace_id: int, wanted: ExportSelection, step: ProgressCallback = lambda done, total: None
) -> Iterator[ExportItem]:
    """Yield the posts and drafts in order of time, those without a time last. Calls `step(done, total)` after each one."""
    picks = _picks(conn, workspace_id, wanted)
    for number, pick in enumerate(picks, 1):
        if found := pick.what if isinstance(pick.what, ExportItem) else _post(conn, pick.client, pick.what):
            yield found
        step(number, len(picks))


def _picks(conn: Transaction, workspace_id: int, wanted: ExportSelection) -> list[_ExportItem]:
    """Return the items in order of time, drafts without a time last."""
    one = clients.get(conn, wanted.client_id) if wanted.client_id is not None else None
    chosen = clients.current(conn, workspace_id) if wanted.client_id is None else (one,) if one else ()
    found = [pick for client in chosen for pick in (*_posts(conn, client, wanted), *_drafts(conn, client, wanted))]
    return sorted(found, key=lambda pick: pick.due_at)


def _posts(conn: Transaction, client: Client, wanted: ExportSelection) -> Iterator[_ExportItem]:
    start, end = _span(client, wanted)
    for due_at, post_id in export.posts_between(conn, client.id, start, end, wanted.states):
        yield _ExportItem(due_at, client, post_id)


def _drafts(conn: Transaction, client: Client, wanted: ExportSelection) -> Iterator[_ExportItem]:
    if not (wanted.drafts or wanted.undated):
        return
    start, end = _span(client, wanted)
    for draft in drafts.of_workspace(conn, client.workspace_id, client.id):
        if not _stands_for_a_post(conn, draft):
            parts = split_by_time(draft) or (draft,)
            for part in parts:
                due_at = part.due_at
                if wanted.undated if due_at is None else wanted.drafts and start <= due_at < end:
                    yield _ExportItem(due_at or _LAST, client, item_from_draft(part, client, parts))


def _stands_for_a_post(conn: Transaction, draft: Draft) -> bool:
    """Return True for a change of a post with unsent entries: as in the calendar, only the post is exported."""
    post = posts.get(conn, draft.replaces_post) if draft.replaces_post else None
    return post is not None and any(entry.state in RECALLABLE_STATES for entry in post.entries)


def _post(conn: Transaction, client: Client, post_id: int) -> ExportItem | None:
    post = posts.get(conn, post_id)
    if post is None:
        return None
    return item_from_post(post, client, export.changed_at(conn, post_id), export.relatives(conn, post))


def _span(client: Client, wanted: ExportSelection) -> tuple[datetime, datetime]:
    """Return the start of the first day and the end of the last one, in the client's time zone."""
    start, end = first_moments((midnight(wanted.first), midnight(wanted.last + _DAY)), _zone(client))
    return start, end


def _zone(client: Client) -> ZoneInfo:
    return zone(client.zone) or ZoneInfo("UTC")
