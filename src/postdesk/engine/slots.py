"""The weekly slots of the clients, and the free ones among them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.draft_split import with_single_time
from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.domain.slots import FreeSlot, PlannedPost, Slot, SlotQueue, free_slots, have_common_slot, slots_between
from postdesk.domain.times import MIN_LEAD, local_zone_name, zone
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, slots

_MINUTE: Final = timedelta(minutes=1)
"""A free slot that is offered can still be taken for this long."""


@dataclass(frozen=True, slots=True)
class SlotProposal:
    """A draft and the free slot proposed for it; None if none is free."""

    draft: Draft
    free_slot: FreeSlot | None

    @property
    def timed(self) -> Draft:
        """The draft at the proposed time, on all its platforms."""
        return self.draft if self.free_slot is None else with_single_time(self.draft, self.free_slot.moment)


class SlotBook(QObject):
    """The weekly slots of all clients. `changed` follows when slots were added or removed."""

    changed = Signal()

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._clock = context.database, context.clock
        self._commands = CommandRunner(context.tasks, context.changes)
        self._kept: dict[int, tuple[Slot, ...]] = {}
        context.changes.clients.connect(self._kept.clear)

    def of(self, client_id: int) -> tuple[Slot, ...]:
        """Return a client's slots, in the order of the week."""
        if client_id not in self._kept:
            self._kept[client_id] = slots.of_client(self._database.reader, client_id)
        return self._kept[client_id]

    def add(self, new: Iterable[Slot]) -> None:
        """Add slots; existing ones stay."""
        self._commands.run_always("add slots", self._add(tuple(new)))

    def remove(self, gone: Iterable[Slot]) -> None:
        """Remove slots; `add` restores them."""
        self._commands.run_always("remove slots", self._remove(tuple(each.id for each in gone)))

    def copy(self, client_id: int, to_client_id: int) -> None:
        """Add the slots of a client to another client's, at the same local times."""
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

    def free_between(self, client_id: int, start: datetime, end: datetime) -> tuple[FreeSlot, ...]:
        """Return the client's free slots in the period that can still be scheduled."""
        start = max(start, self.earliest())
        if start >= end or not self.of(client_id):
            return ()
        found = slots_between(self.of(client_id), self._zone(client_id), start, end)
        return free_slots(found, self._planned(client_id, found))

    def next_free(
        self, draft: Draft, platforms: Collection[Platform] | None = None, fits: Callable[[datetime], bool] = lambda moment: True
    ) -> FreeSlot | None:
        """Return the first free slot for the draft, or for these platforms of it, regardless of its current time."""
        wanted = draft.platforms if platforms is None else platforms
        if not have_common_slot(self.of(draft.client_id), wanted):
            return None
        return self._queue(draft.client_id, (draft,)).take(wanted, fits)

    def place(self, drafts: Sequence[Draft]) -> tuple[SlotProposal, ...]:
        """Propose slots for the drafts, in their order; each client's slots are shared among its drafts."""
        queues = {each: self._queue(each, drafts) for each in {draft.client_id for draft in drafts}}
        able = (have_common_slot(self.of(draft.client_id), draft.platforms) for draft in drafts)
        return tuple(
            SlotProposal(draft, queues[draft.client_id].take(draft.platforms) if can else None)
            for draft, can in zip(drafts, able, strict=True)
        )

    def _queue(self, client_id: int, drafts: Sequence[Draft]) -> SlotQueue:
        """Return a queue of the client's free slots; the drafts, and the posts that they replace, occupy none."""
        its, there = self.of(client_id), self._zone(client_id)

        def read(start: datetime, end: datetime) -> tuple[tuple[FreeSlot, ...], tuple[PlannedPost, ...]]:
            found = slots_between(its, there, start, end)
            return found, self._planned(client_id, found, drafts)

        return SlotQueue(read, self.earliest())

    def _planned(self, client_id: int, found: Sequence[FreeSlot], but: Sequence[Draft] = ()) -> tuple[PlannedPost, ...]:
        """Return the posts and drafts that occupy these slots, except the given drafts and the posts that they replace."""
        if not found:
            return ()
        reader, changed = self._database.reader, [each.replaces_post for each in but if each.replaces_post is not None]
        posted = slots.posts_at(reader, client_id, (each.moment for each in found), changed)
        span = found[0].moment, found[-1].moment + _MINUTE
        return (*posted, *slots.drafts_between(reader, client_id, *span, [each.id for each in but]))

    def earliest(self) -> datetime:
        """Return the earliest time that can still be scheduled a minute from now."""
        return max(self._clock.now(), self._clock.server_now()) + MIN_LEAD + _MINUTE

    def _zone(self, client_id: int) -> ZoneInfo:
        client = clients.get(self._database.reader, client_id)
        return (zone(client.zone) if client else None) or ZoneInfo(local_zone_name())


def with_slot_times(draft: Draft, found: Sequence[tuple[Platform, FreeSlot]]) -> Draft:
    """Return the draft with its own time for each of these platforms; the earliest becomes the shared time."""
    first = min(free_slot.moment for _, free_slot in found)
    timed = replace(draft, due_at=first)
    for platform, free_slot in found:
        timed = timed.with_field(platform, DraftField.DUE_AT, None if free_slot.moment == first else free_slot.moment)
    return timed
