"""Bulk actions on posts and drafts: each is one transaction, and is undone as one."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.board import Card
from postdesk.domain.bulk import BulkResult, BulkSelection
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.posts import PostState
from postdesk.domain.times import local_zone_name, zone
from postdesk.engine import bulk_changes, bulk_moves
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.composer import Composer
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import drafts, posts
from postdesk.store.sqlite import StorageError, Transaction

UndoWork = Callable[[Transaction], BulkResult]
BulkWork = Callable[[Transaction, BulkSelection], tuple[BulkResult, UndoWork]]


class BulkActions(QObject):
    """Executes bulk actions, one after the other. `done` carries a `BulkResult`, also for an undo."""

    done = Signal(object)

    def __init__(self, context: WorkspaceContext, composer: Composer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._composer = context, composer
        self._commands = CommandRunner(context.tasks, context.changes)
        self._undo_work: UndoWork | None = None

    def gone(self, cards: Sequence[Card]) -> tuple[Card, ...]:
        """Return the cards whose draft was deleted, or whose post was cancelled, since."""
        reader = self._context.database.reader
        picks = BulkSelection.of([card for card in cards if card.state is not PostState.CANCELLED])
        posts_lost = {*picks.posts} - posts.existing(reader, picks.posts)
        lost = {*map(str, posts_lost)} | ({*picks.drafts} - drafts.existing(reader, picks.drafts))
        return tuple(card for card in cards if card.id in lost and card.state is not PostState.CANCELLED)

    def move(self, cards: Sequence[Card], by: timedelta) -> None:
        """Move the cards by a time span, on their clients' clocks."""

        def work(conn: Transaction, picks: BulkSelection) -> tuple[BulkResult, UndoWork]:
            moved = bulk_moves.move(conn, picks, by, self._times())
            return moved.done, lambda conn: bulk_moves.undo_move(conn, moved, self._times())

        self._do("move", cards, work)

    def label(self, cards: Sequence[Card], name: str, *, on: bool) -> None:
        """Add a label to the cards, or remove it."""

        def work(conn: Transaction, picks: BulkSelection) -> tuple[BulkResult, UndoWork]:
            labelled = bulk_changes.label(conn, picks, name, on=on)
            return labelled.done, lambda conn: bulk_changes.undo_label(conn, labelled)

        self._do("label", cards, work)

    def copy_for(self, cards: Sequence[Card], client_id: int) -> None:
        """Copy the cards as drafts of another client, at the same local times there."""

        def work(conn: Transaction, picks: BulkSelection) -> tuple[BulkResult, UndoWork]:
            done, made = bulk_changes.make_copies(conn, client_id, picks, self._times())
            return done, lambda conn: bulk_changes.undo_copies(conn, made, done)

        self._do("copy", cards, work)

    def delete(self, cards: Sequence[Card]) -> None:
        """Delete the drafts, and cancel the posts of which nothing was sent."""

        def work(conn: Transaction, picks: BulkSelection) -> tuple[BulkResult, UndoWork]:
            deleted = bulk_changes.delete(conn, picks, self._times())
            terms = self._composer.submit_terms(SubmitMode.SCHEDULE)
            return deleted.done, lambda conn: bulk_changes.undo_delete(conn, deleted, terms, self._times())

        self._do("delete", cards, work)

    def lock_in(self, cards: Sequence[Card]) -> None:
        """Lock in the cards that can be; until the undo delay ends, `undo` makes them scheduled again."""
        delay = self._context.settings.current.undo_delay

        def work(conn: Transaction, picks: BulkSelection) -> tuple[BulkResult, UndoWork]:
            now = self._context.clock.now()
            done, locked = bulk_changes.lock_in(conn, picks, now, now + delay)
            return done, lambda conn: bulk_changes.undo_lock_in(conn, locked, done, self._times())

        self._do("lock in", cards, work)

    def undo(self) -> None:
        """Undo the last action that changed anything."""
        back, self._undo_work = self._undo_work, None
        if back:
            self._commands.run_always("undo bulk", self._run(back))

    def labels(self) -> tuple[str, ...]:
        """Return all labels of the workspace."""
        return drafts.labels(self._context.database.reader, self._context.workspace.id)

    def labels_of(self, cards: Sequence[Card]) -> tuple[tuple[str, ...], ...]:
        """Return the labels of each card."""
        picks = BulkSelection.of(cards)
        return drafts.labels_of(self._context.database.reader, picks.posts, picks.drafts)

    def _times(self) -> bulk_moves.BulkContext:
        clock, local_zone = self._context.clock, zone(local_zone_name()) or ZoneInfo("UTC")
        return bulk_moves.BulkContext(self._context.workspace.id, clock.now(), local_zone, clock.server_offset)

    def _do(self, name: str, cards: Sequence[Card], work: BulkWork) -> None:
        self._commands.run_always(f"bulk {name}", self._act(work, BulkSelection.of(cards)))

    async def _act(self, work: BulkWork, picks: BulkSelection) -> None:
        done, back = await self._context.database.run(lambda conn: work(conn, picks))
        if done.count:  # Without a change, the previous action can still be undone.
            self._undo_work = back
        self._tell(done)

    async def _run(self, back: UndoWork) -> None:
        try:
            done = await self._context.database.run(back)
        except StorageError:
            self._undo_work = self._undo_work or back
            raise
        self._tell(done)

    def _tell(self, done: BulkResult) -> None:
        self._context.changes.drafts.emit()
        self._context.changes.posts.emit()
        self.done.emit(done)
