"""Reports and proof sheets for clients: read from a snapshot, then rendered and written in a thread."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.calendar_days import first_moments, midnight
from postdesk.domain.client_report import (
    NOT_CANCELLED,
    ClientReport,
    ProofSheet,
    ReportHead,
    ReportKind,
    ReportRequest,
    planned_platforms,
)
from postdesk.domain.export_items import ExportSelection
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.atomic_file import atomic_write
from postdesk.engine.export import iter_exported
from postdesk.engine.file_writer import FileWriter, ProgressCallback
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.storage_failures import report_storage_failures
from postdesk.engine.tasks import run_in_thread
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, connections, export, posts
from postdesk.store.sqlite import Transaction

if TYPE_CHECKING:
    from postdesk.media.media_probe import ProbeResult

_STOPPED_WITHIN_S: Final = 0.2
_AT_ONCE: Final = 4
"""The number of files checked at a time, so that a slow one does not delay the others."""

_DAY: Final = timedelta(days=1)

ReportDocument = ProofSheet | ClientReport


@dataclass(frozen=True, slots=True)
class ReportMedia:
    """The probe results of the addresses that a report names."""

    found: "Mapping[str, ProbeResult]"


MakeReport = Callable[[ReportDocument, ReportMedia, ProgressCallback], Iterable[bytes]]
"""Renders a report as a file, yielding its bytes piece by piece. Called in a thread."""

DrawPreview = Callable[[ReportDocument, ReportMedia], object]
"""Renders a preview of the beginning of a report. Called in a thread."""


class ClientReports(FileWriter):
    """The reports and proof sheets of one workspace.

    `preview_ready` carries the request and its preview, None if the client is gone. `saved` carries the Path of the file.
    """

    preview_ready = Signal(object, object)

    def __init__(self, context: WorkspaceContext, media: MediaChecks, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._media = media
        self._wanted: tuple[ReportRequest, DrawPreview] | None = None

    def draw(self, request: ReportRequest, drawing: DrawPreview) -> None:
        """Render a preview; `preview_ready` follows. A newer request replaces one that is waiting."""
        self._wanted = request, drawing
        self._tasks.start("draw a report", self._draw())

    def save(self, request: ReportRequest, making: MakeReport, target: Path) -> bool:
        """Render the report and write it to `target`. Return False while another one is being written."""
        return self._begin("write a report", self._save(request, making, target))

    async def _draw(self) -> None:
        while (wanted := self._wanted) is not None:
            self._wanted = None
            request, drawing = wanted
            with report_storage_failures(self.failed.emit):
                document = await self._read(request)
                drawn = (
                    await run_in_thread("draw a report", partial(drawing, document, self._cached_media(document)))
                    if document
                    else None
                )
                if self._wanted is None:
                    self.preview_ready.emit(request, drawn)

    async def _save(self, request: ReportRequest, making: MakeReport, target: Path) -> None:
        with report_storage_failures(self.failed.emit):
            document = await self._read(request)
            if document is None:
                self.stopped.emit()
                return
            seeing = await self._check_media(document)
            await self._write("write a report", lambda step: _write_pieces(target, partial(making, document, seeing, step)))

    async def _read(self, request: ReportRequest) -> ReportDocument | None:
        reading = partial(_read_document, self._database.path, self._workspace.id, request, self._clock.now())
        return await run_in_thread("read for a report", reading)

    def _cached_media(self, document: ReportDocument) -> ReportMedia:
        """Return the results that are cached already."""
        return ReportMedia({url: result for url in _urls(document) if (result := self._media.last_result(url))})

    async def _check_media(self, document: ReportDocument) -> ReportMedia:
        """Check the addresses that have no cached result, some at a time, until stopped."""
        found = dict(self._cached_media(document).found)
        urls = [url for url in _urls(document) if url not in found]
        room = asyncio.Semaphore(_AT_ONCE)
        done = 0

        async def load(url: str) -> None:
            nonlocal done
            async with room:
                if await self._media.ensure_fresh(url) and (result := self._media.last_result(url)):
                    found[url] = result
            done += 1
            self.progressed.emit(done, len(urls))

        await _unless(self._stop, asyncio.gather(*map(load, urls)))
        return ReportMedia(found)


async def _unless(stop: Event, work: asyncio.Future[list[None]]) -> None:
    """Wait until the work is done or `stop` is set; cancel it in the latter case."""
    try:
        while not (work.done() or stop.is_set()):
            await asyncio.wait((work,), timeout=_STOPPED_WITHIN_S)
        if work.done():
            work.result()
    finally:
        work.cancel()


def _urls(document: ReportDocument) -> tuple[str, ...]:
    return document.urls if isinstance(document, ProofSheet) and document.head.request.pictures else ()


def _write_pieces(target: Path, pieces: Callable[[], Iterable[bytes]]) -> Path:
    """Write the pieces to the file. Raises StorageError, WriteCancelled."""
    with atomic_write(target) as file:
        for piece in pieces():
            file.write(piece)
    return target


def _read_document(database: Path, workspace_id: int, request: ReportRequest, now: datetime) -> ReportDocument | None:
    """Read the data of a report; None if the client is gone. Raises StorageError."""
    with export.snapshot(database) as conn:
        client = next((each for each in clients.all_of(conn, workspace_id) if each.id == request.client_id), None)
        if client is None:
            return None
        head = ReportHead(request, client, now)
        return _proof(conn, head) if request.kind is ReportKind.PROOF else _report(conn, head)


def _proof(conn: Transaction, head: ReportHead) -> ProofSheet:
    request = head.request
    wanted = ExportSelection(request.client_id, request.first, request.last, NOT_CANCELLED, drafts=request.drafts)
    planned = (
        post for post in iter_exported(conn, head.client.workspace_id, wanted) if post.state is None or planned_platforms(post)
    )
    accounts = connections.of_client(conn, head.client.id)
    return ProofSheet(head, tuple(planned), tuple((account.platform, account.remote_username) for account in accounts))


def _report(conn: Transaction, head: ReportHead) -> ClientReport:
    client, request = head.client, head.request
    start, end = first_moments((midnight(request.first), midnight(request.last + _DAY)), head.zone)
    found = export.posts_between(conn, client.id, start, end, NOT_CANCELLED)
    return ClientReport(head, tuple(post for _, post_id in found if (post := posts.get(conn, post_id))))
