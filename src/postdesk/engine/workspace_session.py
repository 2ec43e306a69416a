"""The session of one workspace: builds all its parts, connects them, and closes them in the right order."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from postdesk.domain.clients import Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import State
from postdesk.domain.habits import Habits
from postdesk.domain.posts import Entry
from postdesk.domain.remote import Priority
from postdesk.domain.storage import StorageFailure
from postdesk.engine.api_gateway import ApiGateway
from postdesk.engine.approvals import Approvals
from postdesk.engine.attention import AttentionList
from postdesk.engine.board import Board
from postdesk.engine.browser import Browser
from postdesk.engine.bulk import BulkActions
from postdesk.engine.changes import Changes
from postdesk.engine.clients import ClientBook
from postdesk.engine.composer import Composer
from postdesk.engine.connector import Connector
from postdesk.engine.day_notes import DayNotes
from postdesk.engine.delivery import Delivery
from postdesk.engine.dismissed_notes import DismissedNotes
from postdesk.engine.drafts import DraftBook
from postdesk.engine.free_times import FreeTimes
from postdesk.engine.health import Health
from postdesk.engine.lock_in_run import FINISHED_STATES, is_about_to_be_sent
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.overview import Overview
from postdesk.engine.series import SeriesBook
from postdesk.engine.settings import SettingsBook
from postdesk.engine.slots import SlotBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.unsaved_writes import UnsavedWrites
from postdesk.engine.upload_targets import UploadTargets
from postdesk.engine.uploads import Uploads
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.engine.workspace_dependencies import WorkspaceDependencies
from postdesk.store import draft_versions, entries, habits, series
from postdesk.store.copy_detection import hold_if_copied, note_start
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient as Api
    from postdesk.engine.client_reports import ClientReports
    from postdesk.engine.emoji import EmojiLibrary
    from postdesk.engine.export import Exports
    from postdesk.engine.import_session import ImportSession
    from postdesk.engine.practice import PracticeMode
    from postdesk.engine.snippets import SnippetBook
    from postdesk.engine.spell_checker import SpellChecker

_PATIENCE_AT_THE_END_S = 10.0
_PATIENCE_FOR_LOCK_IN_S = 60.0
_PATIENCE_FOR_CLIENT_S = 0.5
_FIRST_ANSWERS_S = 0.25
_LOOK_EVERY_S = 0.1


class WorkspaceSession(QObject):
    """A running workspace. The window calls its parts, and reads its data again on the signals of `changes`."""

    def __init__(
        self,
        workspace: Workspace,
        database: Database,
        settings: SettingsBook,
        dependencies: WorkspaceDependencies,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._resources = dependencies.resources
        self.clock = Clock()
        self.changes = Changes(self)
        self.tasks = Tasks(self._failed)
        self.settings = settings
        self.health = Health(self.clock, self.changes, self)
        self.gateway = ApiGateway(self.health)
        self._database = database
        database.listeners.append(self.health.note_storage_problem)
        self.unsaved = UnsavedWrites(database, self.changes, self.tasks, self)
        beside = settings, self.health, self.gateway, self.unsaved
        self._context = context = WorkspaceContext(workspace, database, self.clock, self.changes, self.tasks, *beside)
        self.clients = ClientBook(context, self)
        self.practice = self._practice(context, dependencies) if workspace.kind == WorkspaceKind.SANDBOX else None
        browser = Browser(dependencies.open_url, dependencies.safe_url)
        self.connections = Connector(context, browser, dependencies.listen, self.practice, self)
        self.board = Board(context, self)
        self.attention = AttentionList(context, self)
        self.media = MediaChecks(context, dependencies.make_probe, lambda: self.practice.origin if self.practice else "", self)
        self._build_writing(context, dependencies)
        self.series = SeriesBook(context, self.composer, self.media, self)
        self.day_notes = DayNotes(context, self)
        self.bulk = BulkActions(context, self.composer, self)
        self.approvals = Approvals(context, self)
        self.overview = Overview(context, self.attention, self)
        settings.changed.connect(self.changes.settings)
        self._delivery = delivery = Delivery(context, self.media, self.connections, self)
        self.post_commands, self.lock_in_run, self.pause = delivery.post_commands, delivery.lock_in_run, delivery.pause
        self.watcher, self.post_details, self.awake = delivery.watcher, delivery.post_details, delivery.awake
        self._connect_parts()

    def _practice(self, context: WorkspaceContext, dependencies: WorkspaceDependencies) -> "PracticeMode":
        from postdesk.engine.practice import PracticeMode

        return PracticeMode(context, dependencies.control, self)

    @cached_property
    def exports(self) -> "Exports":
        """The files that posts are exported to."""
        from postdesk.engine.export import Exports

        return Exports(self._context, self)

    @cached_property
    def importing(self) -> "ImportSession":
        """The import of posts from a file."""
        from postdesk.engine.import_session import ImportSession

        return ImportSession(self._context, self.clients, self.composer, self.media, self)

    @cached_property
    def client_reports(self) -> "ClientReports":
        """The reports and proof sheets for clients."""
        from postdesk.engine.client_reports import ClientReports

        return ClientReports(self._context, self.media, self)

    @cached_property
    def emoji(self) -> "EmojiLibrary":
        """The emoji of the picker."""
        from postdesk.engine.emoji import EmojiLibrary

        return EmojiLibrary(self._context, self._resources / "emoji" / "en.tsv", self)

    @cached_property
    def snippets(self) -> "SnippetBook":
        """The snippets."""
        from postdesk.engine.snippets import SnippetBook

        return SnippetBook(self._context, self)

    @cached_property
    def spelling(self) -> "SpellChecker":
        """The spell checker."""
        from postdesk.engine.spell_checker import SpellChecker

        return SpellChecker(self._context, self._resources / "spelling", self)

    def _build_writing(self, context: WorkspaceContext, dependencies: WorkspaceDependencies) -> None:
        """Build the parts that posts are written with."""
        self.slots = SlotBook(context, self)
        self.composer = Composer(context, dependencies.resources / "platforms.toml", self)
        self.free_times = FreeTimes(self.slots, self.composer, self.connections)
        self.drafts = DraftBook(context, self.composer, self)
        self.dismissed_notes = DismissedNotes(context, self)
        self.upload_targets = UploadTargets(context, dependencies.secrets, self)
        self.uploads = Uploads(context, self.upload_targets, self.composer, self.media, self)

    def _connect_parts(self) -> None:
        self.settings.failed.connect(self._settings_not_kept)
        if self.practice:
            self.practice.next_sending_at = self._delivery.next_sending_at
            self.practice.sending_now = self._delivery.sending_now
        self.clients.added.connect(self.connections.refresh)
        self.clients.added.connect(self.watcher.list_anew)

    def start(self, sound: asyncio.Event | None = None) -> None:
        """Start all tasks in the running loop. Requests wait for `attach`, and sending also for a `sound` database."""
        self.tasks.supervise("unsaved", self.unsaved.run)
        self.tasks.supervise("start", partial(self._start, sound))

    async def _start(self, sound: asyncio.Event | None) -> None:
        """Prepare the database, then start the tasks. Raises StorageError before any task runs; `Tasks` then tries again."""
        await self._database.run(lambda conn: hold_if_copied(conn, self._database.path, self.clock.now()))
        await self._database.run(lambda conn: note_start(conn, self._database.path))
        await self._database.run(draft_versions.forget_orphans)
        await self._database.run(series.forget_deleted)
        await self._delivery.start(sound)
        self.tasks.supervise("accounts", self.connections.account_refresher.run)
        self.tasks.supervise("series", self.series.run)
        self.tasks.supervise("imports", partial(self.importing.settle, resume=True))
        self.connections.start()
        self.uploads.load_unfinished()
        if self.practice:
            self.practice.start()
        self.tasks.start("rules", self._load_rules())

    async def _load_rules(self) -> None:
        """Load the rules of the platforms a moment after the client is made, or soon where none is: first answers go first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_FOR_CLIENT_S):
                await self.gateway.ready()
        await asyncio.sleep(_FIRST_ANSWERS_S)
        await self.composer.load_rules()

    def attach(self, api: "Api") -> "Api | None":
        """Use this API client for requests from now on; return the one it replaces, for the caller to close."""
        before = self.gateway.attach(api)
        self._delivery.try_key()
        self.connections.check_all(Priority.POLL)
        return before

    def refresh(self) -> None:
        """Refresh everything from the service now."""
        self._delivery.refresh()
        self.connections.check_all()

    async def lock_in_all(self, entry_ids: Collection[int]) -> frozenset[int]:
        """Lock in those of the entries that belong to this workspace, without an undo.

        Return the ids of the posts with entries that are not locked or sent within a minute, or can't be.
        """
        mine = self._still_to_go(entry_ids)
        for post_id in {entry.post_id for entry in mine if entry.state == State.PLANNED}:
            self.post_commands.lock_in(post_id, only=entry_ids, undoable=False)
        end = self.clock.monotonic() + _PATIENCE_FOR_LOCK_IN_S
        while any(map(is_about_to_be_sent, mine)) and self.clock.monotonic() < end:
            await asyncio.sleep(_LOOK_EVERY_S)
            mine = self._still_to_go(entry_ids)
        return frozenset(entry.post_id for entry in mine)

    def _still_to_go(self, entry_ids: Collection[int]) -> tuple[Entry, ...]:
        found = (entries.get(self._database.reader, entry_id) for entry_id in entry_ids)
        mine = (entry for entry in found if entry and self.clients.get(entry.client_id))
        return tuple(entry for entry in mine if entry.state not in FINISHED_STATES)

    @property
    def habits(self) -> Habits:
        """The parts of accepted posts that this workspace's server was seen to repeat in its answers."""
        return habits.habits_of(self._database.reader, self.workspace.base_url)

    def next_sending_at(self) -> datetime | None:
        """Return the time at which the next post is sent or locked in from here, None if there is none."""
        return self._delivery.next_sending_at()

    def _settings_not_kept(self) -> None:
        self.changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED))

    def _failed(self, name: str, error: Exception) -> None:
        if isinstance(error, StorageError) and error.failure is not StorageFailure.DEFECT:
            return  # `health` shows it
        self.changes.notice.emit(Notice(NoticeKind.INTERNAL_ERROR, detail=name))

    async def close(self) -> None:
        """Wait at most 10 s for posts in flight, then end everything; posts still in flight are marked as uncertain."""
        await self._delivery.drain(_PATIENCE_AT_THE_END_S)
        await self.unsaved.try_again()
        self._database.listeners.remove(self.health.note_storage_problem)
        self.unsaved.close()
        await self.tasks.close()
        if "spelling" in vars(self):
            self.spelling.close()
        await self.connections.close()
        if self.practice:
            await self.practice.close()
