"""The planner: releases planned entries at their lock-in or due time, ends holds, and marks late entries as missed."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.delivery import Event, Hold, Reason, State, format_reason
from postdesk.domain.lock_in import advance_when_due, is_too_late, mark_missed, may_be_sent_by_copy, put_on_hold
from postdesk.domain.posts import Entry, ExpectedAccount
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.outage_history import LONGEST_INTERVAL, OutageHistory
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import approvals, attempts, connections, entries, settings
from postdesk.store.copy_detection import put_in_doubt_again
from postdesk.store.sqlite import Transaction

_LONGEST_SLEEP = timedelta(hours=1)
_SHORTEST_SLEEP = timedelta(milliseconds=50)
_CONNECTION_HOLDS = (Hold.NOT_CONNECTED, Hold.ACCOUNT_CHANGED)


class Planner:
    """Steps the waiting entries of a workspace whenever one is due, and when it is woken."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes = context.changes
        self._wake_event = asyncio.Event()
        self.outage_history = OutageHistory(context.clock)

    def wake(self) -> None:
        """Check the entries again now: one was added or moved, or the clock was moved."""
        self._wake_event.set()

    async def recover(self) -> None:
        """Mark entries that were being sent when Postdesk ended as uncertain. Called at start."""
        if await self._database.run(self._recover):
            self._changes.posts.emit()

    def _recover(self, conn: Transaction) -> bool:
        sending = entries.in_state(conn, self._workspace.id, State.SENDING)
        for entry in sending:
            stopped = entries.advance(conn, entry.id, Event.RESTARTED, self._clock.now(), _stopped)
            attempts.end(conn, stopped, Reason.STOPPED_WHILE_SENDING, self._clock.now())
        return bool(sending)

    async def run(self) -> None:
        """Step the entries, sleep until the next is due, repeat; never ends."""
        self.outage_history.detect_sleep()
        while True:
            self._wake_event.clear()
            looked_at = self._clock.now()
            if await self._database.run(partial(self._step_waiting, now=looked_at)):
                self._changes.posts.emit()
            await self._sleep(looked_at)

    async def _sleep(self, looked_at: datetime) -> None:
        """Sleep until the next moment or a wake.

        Moments since `looked_at` count too: one that came while the database was asked has not been handled yet.
        """
        pause = await self._database.run(partial(self._pause, looked_at=looked_at, now=self._clock.now()))
        self.outage_history.detect_sleep()
        try:
            async with asyncio.timeout(pause.total_seconds()):
                await self._wake_event.wait()
        except TimeoutError:
            pass
        asleep = self.outage_history.detect_sleep(pause)
        # In practice mode a jump is not sleep: the practice clock was moved.
        if asleep and self._workspace.kind is WorkspaceKind.REAL:
            self._changes.outage_ended.emit(asleep.start, True)

    def _pause(self, conn: Transaction, looked_at: datetime, now: datetime) -> timedelta:
        coming = entries.next_moment(conn, self._workspace.id, looked_at)
        longest = LONGEST_INTERVAL if entries.waiting(conn, self._workspace.id, now) else _LONGEST_SLEEP
        return max(_SHORTEST_SLEEP, min(longest, coming - now)) if coming else longest

    def _step_waiting(self, conn: Transaction, now: datetime) -> bool:
        changed, is_paused = False, settings.is_paused(conn)
        for entry in entries.waiting(conn, self._workspace.id, now):
            if may_be_sent_by_copy(entry):
                changed |= self._doubted(conn, entry, now)
                continue
            stepped = self._stepped(conn, entry, now, is_paused=is_paused)
            if stepped != entry:
                entries.write(conn, stepped, now)
                changed = True
        return changed

    def _doubted(self, conn: Transaction, entry: Entry, now: datetime) -> bool:
        """Make an overdue entry of a copied profile uncertain instead of missed: the other copy may have sent it."""
        late = self.is_too_late(entry, now)
        if late:
            put_in_doubt_again(conn, entry, now)
        return late

    def _stepped(self, conn: Transaction, entry: Entry, now: datetime, *, is_paused: bool) -> Entry:
        if self.is_too_late(entry, now):
            return self.missed(_held_unless_approved(conn, entry))
        if is_paused:
            return put_on_hold(entry, Hold.PAUSED)
        current = _held_unless_approved(conn, _without_settled_hold(conn, entry))
        waited, ahead = self.outage_history.waited(entry), self._clock.server_offset
        return advance_when_due(current, now, waited=waited, server_offset=ahead) or current

    def is_too_late(self, entry: Entry, now: datetime) -> bool:
        """Tell whether the entry is too late to be sent automatically; time spent waiting its turn does not count."""
        return is_too_late(entry, now, self.outage_history.waited(entry))

    def missed(self, entry: Entry) -> Entry:
        """Return the entry as missed, with the reason."""
        moved_to = self._clock.moved_to
        clock_moved = moved_to is not None and moved_to > entry.due_at
        return mark_missed(entry, away=self.outage_history.away_since(entry.due_at), clock_moved=clock_moved)

    def next_sending_at(self) -> datetime | None:
        """Return the time at which the next of our posts is sent or locked in; None if there is none."""
        return entries.next_sending(self._database.reader, self._workspace.id, self._clock.now())

    def sending_now(self) -> tuple[Entry, ...]:
        """Return the entries that are being sent or locked in at this moment."""
        return entries.sending_now(self._database.reader, self._workspace.id, self._clock.now())

    async def release(self, hold: Hold) -> int:
        """Release all entries with this hold, because its cause is gone: the key works again, or the clock is right.

        Return the number of their posts.
        """

        def work(conn: Transaction) -> int:
            held = entries.held(conn, self._workspace.id, hold)
            for entry in held:
                entries.write(conn, replace(entry, hold=None, not_before=None, reason=""), self._clock.now())
            return len({entry.post_id for entry in held})

        if released := await self._database.run(work):
            self._changes.posts.emit()
            self.wake()
        return released

    async def try_key_again(self) -> None:
        """Release what is on hold for a rejected key, and tell the user, unless sending is paused.

        A read-only key is refused only with a post, so the posts themselves have to try.
        """
        released = await self.release(Hold.KEY_REJECTED)
        if released and not settings.is_paused(self._database.reader):
            self._changes.notice.emit(Notice(NoticeKind.KEY_TRIED_AGAIN, detail=str(released)))


def _stopped(entry: Entry) -> Entry:
    return replace(entry, reason=format_reason(Reason.STOPPED_WHILE_SENDING))


def account_hold(conn: Transaction, entry: Entry) -> tuple[Hold, str] | None:
    """Return the hold and reason that forbid sending to the current accounts; None if they are connected and as intended."""
    accounts = {account.platform: account for account in connections.of_client(conn, entry.client_id)}
    for platform in entry.platforms:
        account = accounts.get(platform)
        if account is None or not account.ready:
            return Hold.NOT_CONNECTED, format_reason(Reason.NOT_CONNECTED, platform)
        meant = ExpectedAccount(platform, account.remote_account_id)
        agreed = account.remote_account_id == account.confirmed_account_id
        if account.account_changed or not (meant in entry.accounts or agreed):
            return Hold.ACCOUNT_CHANGED, format_reason(Reason.ACCOUNT_CHANGED, account.remote_username)
    return None


def _held_unless_approved(conn: Transaction, entry: Entry) -> Entry:
    return put_on_hold(entry, Hold.NOT_APPROVED) if approvals.is_missing(conn, entry.post_id) else entry


def _without_settled_hold(conn: Transaction, entry: Entry) -> Entry:
    """Clear a hold whose cause is gone.

    Only called while sending is not paused, so `PAUSED` is over. The caller checks approval again.
    """
    over = entry.hold in (Hold.PAUSED, Hold.NOT_APPROVED) or (
        entry.hold in _CONNECTION_HOLDS and account_hold(conn, entry) is None
    )
    return replace(entry, hold=None, reason="") if over else entry
