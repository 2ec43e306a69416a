"""Bulk actions on posts and drafts: each is one transaction, and is undone as one."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.board import Card
from postdesk.domain.posts import PostState
from postdesk.domain.several import Done, Picks
from postdesk.domain.submitting import Act
from postdesk.domain.times import local_zone_name, zone
from postdesk.engine import several_changes as changing
from postdesk.engine import several_moves as moving
from postdesk.engine.acts import Acts
from postdesk.engine.bench import Bench
from postdesk.engine.composer import Composer
from postdesk.store import drafts, posts
from postdesk.store.sqlite import StorageProblem, Transaction

WayBack = Callable[[Transaction], Done]


class Several(QObject):
    """Executes bulk actions, one after the other.

    `done` carries a `BulkResult`, also for an undo.
    """

    done = Signal(object)

    def __init__(self, bench: Bench, composer: Composer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._composer = bench, composer
        self._acts = Acts(bench.tasks, bench.changes)
        self._way_back: WayBack | None = None

    def gone(self, cards: Sequence[Card]) -> tuple[Card, ...]:
        """Return the cards whose draft was deleted, or whose post was cancelled, since."""
        picks, reader = Picks.of([card for card in cards if card.state is not PostState.CANCELLED]), self._bench.database.reader
        posts_lost = {*picks.posts} - posts.there(reader, picks.posts)
        lost = {*map(str, posts_lost)} | ({*picks.drafts} - drafts.there(reader, picks.drafts))
        return tuple(card for card in cards if card.id in lost and card.state is not PostState.CANCELLED)

    def move(self, cards: Sequence[Card], by: timedelta) -> None:
        """Move the cards by a time span, on their clients' clocks."""
        picks = Picks.of(cards)

        def work(conn: Transaction) -> tuple[Done, WayBack]:
            moved = moving.move(conn, picks, by, self._times())
            return moved.done, lambda conn: moving.move_back(conn, moved, self._times())

        self._do("move", work)

    def label(self, cards: Sequence[Card], name: str, *, on: bool) -> None:
        """Add a label to the cards, or remove it."""
        picks = Picks.of(cards)

        def work(conn: Transaction) -> tuple[Done, WayBack]:
            labelled = changing.label(conn, picks, name, on=on)
            return labelled.done, lambda conn: changing.label_back(conn, labelled)

        self._do("label", work)

    def copy_for(self, cards: Sequence[Card], client_id: int) -> None:
        """Copy the cards as drafts of another client, at the same local times there."""
        picks = Picks.of(cards)

        def work(conn: Transaction) -> tuple[Done, WayBack]:
            done, made = changing.copies(conn, client_id, picks, self._times())
            return done, lambda conn: changing.copies_back(conn, made, done)

        self._do("copy", work)

    def delete(self, cards: Sequence[Card]) -> None:
        """Delete the drafts, and cancel the posts of which nothing was sent."""
        picks = Picks.of(cards)

        def work(conn: Transaction) -> tuple[Done, WayBack]:
            deleted = changing.delete(conn, picks, self._times())
            terms = self._composer.terms(Act.SCHEDULE)
            return deleted.done, lambda conn: changing.delete_back(conn, deleted, terms, self._times())

        self._do("delete", work)

    def lock_in(self, cards: Sequence[Card]) -> None:
        """Lock in the cards that can be; until the undo delay ends, `undo` makes them scheduled again."""
        picks, delay = Picks.of(cards), self._bench.settings.current.undo_delay

        def work(conn: Transaction) -> tuple[Done, WayBack]:
            now = self._bench.clock.now()
            done, locked = changing.lock_in(conn, picks, now, now + delay)
            return done, lambda conn: changing.lock_in_back(conn, locked, done, self._times())

        self._do("lock in", work)

    def undo(self) -> None:
        """Undo the last action that changed anything."""
        back, self._way_back = self._way_back, None
        if back:
            self._acts.each("several back", self._run(back))

    def labels(self) -> tuple[str, ...]:
        """Return all labels of the workspace."""
        return drafts.labels(self._bench.database.reader, self._bench.workspace.id)

    def labels_of(self, cards: Sequence[Card]) -> tuple[tuple[str, ...], ...]:
        """Return the labels of each card."""
        picks = Picks.of(cards)
        return drafts.labels_of(self._bench.database.reader, picks.posts, picks.drafts)

    def _times(self) -> moving.Times:
        clock, here = self._bench.clock, zone(local_zone_name()) or ZoneInfo("UTC")
        return moving.Times(self._bench.workspace.id, clock.now(), here, clock.server_ahead)

    def _do(self, name: str, work: Callable[[Transaction], tuple[Done, WayBack]]) -> None:
        self._acts.each(f"several {name}", self._act(work))

    async def _act(self, work: Callable[[Transaction], tuple[Done, WayBack]]) -> None:
        done, back = await self._bench.database.run(work)
        if done.count:  # Without a change, the previous action can still be undone.
            self._way_back = back
        self._tell(done)

    async def _run(self, back: WayBack) -> None:
        try:
            done = await self._bench.database.run(back)
        except StorageProblem:
            self._way_back = self._way_back or back
            raise
        self._tell(done)

    def _tell(self, done: Done) -> None:
        self._bench.changes.drafts.emit()
        self._bench.changes.posts.emit()
        self.done.emit(done)
