"""The weekly slots of the clients, and which of them are free."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.drafts import Draft, Piece
from postdesk.domain.parting import at_once
from postdesk.domain.platforms import Platform
from postdesk.domain.slots import Opening, Planned, Queue, Slot, free, have_one, openings
from postdesk.domain.times import MIN_LEAD, local_zone_name, zone
from postdesk.engine.acts import Acts
from postdesk.engine.bench import Bench
from postdesk.store import clients, slots

_MINUTE: Final = timedelta(minutes=1)
"""What is offered can still be taken that much later."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft and the slot that it would get; None where none is free for it."""

    draft: Draft
    opening: Opening | None

    @property
    def timed(self) -> Draft:
        """The draft at that time, on all its platforms."""
        return self.draft if self.opening is None else at_once(self.draft, self.opening.moment)


class SlotBook(QObject):
    """`changed` follows when slots were kept or forgotten."""

    changed = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._clock = bench.database, bench.clock
        self._acts = Acts(bench.tasks, bench.changes)
        self._kept: dict[int, tuple[Slot, ...]] = {}
        bench.changes.clients.connect(self._kept.clear)

    def of(self, client_id: int) -> tuple[Slot, ...]:
        """A client's slots, as they come in the week."""
        if client_id not in self._kept:
            self._kept[client_id] = slots.of_client(self._database.reader, client_id)
        return self._kept[client_id]

    def add(self, new: Iterable[Slot]) -> None:
        """Keep slots; one that is there already stays."""
        self._acts.each("add slots", self._add(tuple(new)))

    def remove(self, gone: Iterable[Slot]) -> None:
        """Forget slots; `add` brings them back."""
        self._acts.each("remove slots", self._remove(tuple(each.id for each in gone)))

    def copy(self, client_id: int, to_client_id: int) -> None:
        """Give a client the slots of another as well, at the same times by its own clock."""
        self.add(replace(each, id=0, client_id=to_client_id) for each in self.of(client_id))

    async def _add(self, new: Sequence[Slot]) -> None:
        await self._database.run(lambda conn: slots.add(conn, new))
        self._tell()

    async def _remove(self, slot_ids: Sequence[int]) -> None:
        await self._database.run(lambda conn: slots.remove(conn, slot_ids))
        self._tell()

    def _tell(self) -> None:
        self._kept.clear()
        self.changed.emit()

    def free_between(self, client_id: int, start: datetime, end: datetime) -> tuple[Opening, ...]:
        """What nothing planned takes of a client's slots, as far as it can still be had."""
        start = max(start, self.earliest())
        if start >= end or not self.of(client_id):
            return ()
        found = openings(self.of(client_id), self._zone(client_id), start, end)
        return free(found, self._planned(client_id, found))

    def next_free(
        self,
        draft: Draft,
        platforms: Collection[Platform] | None = None,
        fits: Callable[[datetime], bool] = lambda moment: True,
    ) -> Opening | None:
        """The first slot that the draft, or those platforms of it, could have, whatever time it has now."""
        wanted = draft.platforms if platforms is None else platforms
        if not have_one(self.of(draft.client_id), wanted):
            return None
        return self._queue(draft.client_id, (draft,)).take(wanted, fits)

    def place(self, drafts: Sequence[Draft]) -> tuple[Placed, ...]:
        """Which slots these drafts would get, in their order, each client's by itself."""
        queues = {each: self._queue(each, drafts) for each in {draft.client_id for draft in drafts}}
        able = (have_one(self.of(draft.client_id), draft.platforms) for draft in drafts)
        return tuple(
            Placed(draft, queues[draft.client_id].take(draft.platforms) if can else None)
            for draft, can in zip(drafts, able, strict=True)
        )

    def _queue(self, client_id: int, drafts: Sequence[Draft]) -> Queue:
        """The client's free slots for these: what they have now, and the posts that they change, take none."""
        its, there = self.of(client_id), self._zone(client_id)

        def read(start: datetime, end: datetime) -> tuple[tuple[Opening, ...], tuple[Planned, ...]]:
            found = openings(its, there, start, end)
            return found, self._planned(client_id, found, drafts)

        return Queue(read, self.earliest())

    def _planned(self, client_id: int, found: Sequence[Opening], but: Sequence[Draft] = ()) -> tuple[Planned, ...]:
        """What takes these openings, but for those drafts and the posts that they change."""
        if not found:
            return ()
        reader, changed = self._database.reader, [each.replaces_post for each in but if each.replaces_post is not None]
        posted = slots.posts_at(reader, client_id, (each.moment for each in found), changed)
        span = found[0].moment, found[-1].moment + _MINUTE
        return (*posted, *slots.drafts_between(reader, client_id, *span, [each.id for each in but]))

    def earliest(self) -> datetime:
        """What can still be scheduled, a moment from now too."""
        return max(self._clock.now(), self._clock.server_now()) + MIN_LEAD + _MINUTE

    def _zone(self, client_id: int) -> ZoneInfo:
        client = clients.get(self._database.reader, client_id)
        return (zone(client.zone) if client else None) or ZoneInfo(local_zone_name())


def each_in_its_own(draft: Draft, found: Sequence[tuple[Platform, Opening]]) -> Draft:
    """The draft with a time for each of these platforms, the first of them the one that the others share."""
    first = min(opening.moment for _, opening in found)
    timed = replace(draft, due_at=first)
    for platform, opening in found:
        timed = timed.with_piece(platform, Piece.DUE_AT, None if opening.moment == first else opening.moment)
    return timed
