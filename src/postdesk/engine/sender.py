"""Sends queued entries, one at a time per client and three in all, each at most once.

The order of one attempt: preflight, media check, earlier entries, check, connect, mark (checks again), send, record; see
docs/delivery.md. Whether the marker was committed is read from the store, never concluded from an error.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from postdesk.api.errors import ApiError, KeyRejected, Unsendable
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Event, Hold, State
from postdesk.domain.lock_in import unlock_if_late
from postdesk.domain.matching import Baseline
from postdesk.domain.posts import Entry, SendMode, content_hash
from postdesk.domain.remote import OutgoingPost, RemotePost
from postdesk.domain.times import wire_time
from postdesk.engine.attempt_results import hold_after, record_result
from postdesk.engine.changes import Changes
from postdesk.engine.media_guard import MediaGuard
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.outcomes import SendOutcome, before_marker
from postdesk.engine.planner import Planner, account_hold
from postdesk.engine.preflight import Preflight
from postdesk.engine.resend_check import ResendCheck, find_resend_hold, with_resend_hold
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import approvals, attempts, clients, entries, imports, posts, settings
from postdesk.store.sqlite import StorageError, Transaction

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient as Api
    from postdesk.api.transport import MarkCallback

_log = logging.getLogger("postdesk.engine")

IN_FLIGHT = 3
_FIRST_BACK_OFF = timedelta(seconds=5)
_LONGEST_BACK_OFF = timedelta(minutes=5)
_NOT_FOUND_PAUSE = timedelta(minutes=1)
"""Pause after a preflight that found no such client though its accounts are connected."""


class _Send(Protocol):
    async def __call__(self, post: OutgoingPost, *, mark: "MarkCallback", cause: str) -> RemotePost: ...


def _request(api: "Api", mode: SendMode) -> _Send:
    return api.schedule if mode == SendMode.SCHEDULED else api.publish


class Sender:
    """Sends queued entries. `ended` is called with the entry after each attempt."""

    def __init__(
        self, context: WorkspaceContext, planner: Planner, media_guard: MediaGuard, ended: Callable[[Entry], None]
    ) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._tasks, self._health = context.changes, context.tasks, context.health
        self._gateway = context.gateway
        self._planner, self._media_guard = planner, media_guard
        self._ended = ended
        self._preflight, self._resend_check = Preflight(context), ResendCheck(context)
        self._wake_event = asyncio.Event()
        self._busy: set[int] = set()
        self._in_flight: set[int] = set()
        self._draining = False
        self._resting = False
        self._back_off = _FIRST_BACK_OFF

    def wake(self) -> None:
        """Look for entries to send now."""
        self._wake_event.set()

    async def drain(self, patience: float) -> None:
        """Start no more attempts, and wait at most `patience` seconds for those in flight.

        Later results are not lost: the next start finds their markers.
        """
        self._draining = True
        try:
            async with asyncio.timeout(patience):
                while self._in_flight:
                    self._wake_event.clear()
                    await self._wake_event.wait()
        except TimeoutError:
            _log.warning("posts in flight at the end: %d", len(self._in_flight))

    async def run(self, sound: asyncio.Event | None = None) -> None:
        """Start attempts whenever there is room, once there is an API client and the database is `sound`; never ends."""
        await self._gateway.ready()
        if sound:
            await sound.wait()
        self._planner.outage_history.end_outage()
        try:
            while True:
                self._wake_event.clear()
                for entry in await self._database.run(lambda conn: entries.next_to_send(conn, self._workspace.id)):
                    self._start(entry)
                await self._wake_event.wait()
        finally:
            self._planner.outage_history.begin_outage()

    def _start(self, entry: Entry) -> None:
        room = len(self._busy) < IN_FLIGHT and not (self._draining or self._resting)
        if room and entry.client_id not in self._busy:
            self._busy.add(entry.client_id)
            self._tasks.start(f"send {entry.id}", self._send_and_make_room(entry))

    async def _send_and_make_room(self, entry: Entry) -> None:
        try:
            await self._send(entry)
        except Exception:
            self._rest()
            raise
        finally:
            self._in_flight.discard(entry.id)
            self._busy.discard(entry.client_id)
            self.wake()

    def _rest(self) -> None:
        """Start nothing for 5 s: the cause may be the disk, and then no hold could be stored either."""
        self._resting = True
        self._planner.outage_history.begin_outage()
        asyncio.get_running_loop().call_later(_FIRST_BACK_OFF.total_seconds(), self._rested)

    def _rested(self) -> None:
        self._resting = False
        self._planner.outage_history.end_outage()
        self.wake()

    async def _send(self, entry: Entry) -> None:
        client = await self._database.run(lambda conn: clients.get(conn, entry.client_id))
        if client is None:
            return
        cause = f"entry {entry.id}"
        try:
            baseline = await self._preflight.baseline(client, entry, cause)
            if await self._media_guard.hold_if_media_problem(entry):
                return
            if entry.media_url or entry.thumbnail_url:
                # Checking a file may take as long as the list is valid.
                baseline = await self._preflight.baseline(client, entry, cause)
            # As late as possible, because the service's last word counts.
            if await self._resend_check.hold_if_unresolved(entry, cause):
                self._changes.posts.emit()
                return
        except (ApiError, Unsendable) as error:
            outcome = before_marker(error)
            await self._not_sent(entry, outcome)
            self._changes.posts.emit()
            _tell_refused(self._changes, client, entry, outcome)
            return
        if await self._database.run(partial(self._check, entry=entry, client=client)):
            await self._post(client, entry, baseline, cause)
        else:
            self._changes.posts.emit()
            self._planner.wake()

    def _check(self, conn: Transaction, entry: Entry, client: Client) -> bool:
        """Tell whether the entry may be sent now: unchanged, in time, to the intended accounts.

        Otherwise it is held, or marked missed.
        """
        now = self._clock.now()
        kept = entries.get(conn, entry.id)
        if kept is None or kept.state != State.QUEUED or kept.hold:
            return False
        if (kept.hash, kept.mode) != (entry.hash, entry.mode) or imports.is_under_way(conn, kept.post_id):
            return False
        if self._planner.is_too_late(kept, now):
            entries.write(conn, self._planner.missed(kept), now)
            return False
        held = account_hold(conn, kept)
        if content_hash(client.external_user_id, kept) != kept.hash:
            held = Hold.CHANGED, ""
        if kept.mode == SendMode.SCHEDULED and self._health.state.clock_stops_lock_in:
            held = Hold.CLOCK, ""
        if approvals.is_missing(conn, kept.post_id):
            held = Hold.NOT_APPROVED, ""
        if settings.is_paused(conn):
            held = Hold.PAUSED, ""
        if held:
            entries.write(conn, replace(kept, hold=held[0], reason=held[1]), now)
            return False
        if first := find_resend_hold(conn, kept):
            entries.write(conn, with_resend_hold(kept, first, now), now)
            return False
        # Done here, not by the planner: while that pauses after a failure, the entry would be tried over and over.
        if (stays := unlock_if_late(kept, now, self._clock.server_offset)) != kept:
            entries.write(conn, stays, now)
            return False
        return True

    async def _post(self, client: Client, entry: Entry, baseline: Baseline, cause: str) -> None:
        def marked(conn: Transaction) -> None:
            if self._draining or not self._check(conn, entry, client):
                raise KeyError(entry.id)
            attempts.mark(conn, entry.id, entry.token, baseline, self._clock.now())

        async def mark() -> None:
            self._in_flight.add(entry.id)
            await self._database.run(marked)
            self._changes.posts.emit()

        group = await self._database.run(lambda conn: posts.group_of(conn, entry.post_id))
        outgoing = _outgoing(client, entry, group)
        result: RemotePost | BaseException
        try:
            result = await self._gateway.ask(lambda api: _request(api, entry.mode)(outgoing, mark=mark, cause=cause))
        except asyncio.CancelledError as cancelled:
            # If the disk fails, the next start finds the marker.
            with contextlib.suppress(StorageError):
                await self._database.run(partial(self._recorded, entry=entry, result=cancelled))
            raise
        except Exception as error:
            if not isinstance(error, ApiError):
                _log.error("sending entry %d failed with %s", entry.id, type(error).__name__)
            result = error
        await self._record(client, entry, result)

    async def _record(self, client: Client, entry: Entry, result: RemotePost | BaseException) -> None:
        """Record the result of the attempt. Nothing that follows can change the record."""
        if isinstance(result, KeyRejected):
            self._health.note_post_refused()
        elif isinstance(result, RemotePost):
            self._health.note_post_taken()
        outcome = await self._written_down(partial(self._recorded, entry=entry, result=result))
        if outcome is None:
            self._back_off = _FIRST_BACK_OFF
        else:
            self._preflight.forget(entry.client_id)
            if outcome.event == Event.NOT_SENT:
                await self._not_sent(entry, outcome)
        self._changes.posts.emit()
        _tell_refused(self._changes, client, entry, outcome)
        self._ended(entry)

    async def _written_down(self, work: Callable[[Transaction], SendOutcome | None]) -> SendOutcome | None:
        """Run `work` until it is stored: a full disk must not lose the service's answer."""
        while True:
            try:
                return await self._database.run(work)
            except StorageError:
                await asyncio.sleep(_FIRST_BACK_OFF.total_seconds())

    def _recorded(self, conn: Transaction, entry: Entry, result: RemotePost | BaseException) -> SendOutcome | None:
        """Record the result and its holds in one transaction: an entry released in between would be held again."""
        now = self._clock.now()
        outcome = record_result(conn, self._workspace.id, entry.id, result, now)
        if outcome and outcome.event != Event.NOT_SENT:
            hold_after(conn, self._workspace.id, entry, outcome, None, now)
        return outcome

    async def _not_sent(self, entry: Entry, outcome: SendOutcome) -> None:
        """Hold the entries concerned by a failure before anything was sent. Raises StorageError."""
        now = self._clock.now()
        until = self._until(outcome, now)
        await self._database.run(lambda conn: hold_after(conn, self._workspace.id, entry, outcome, until, now))
        if outcome.hold == Hold.OFFLINE:
            self._back_off = min(2 * self._back_off, _LONGEST_BACK_OFF)
        self._planner.wake()

    def _until(self, outcome: SendOutcome, now: datetime) -> datetime | None:
        if outcome.hold == Hold.OFFLINE:
            return now + max(self._back_off, timedelta(seconds=outcome.wait))
        if outcome.hold == Hold.NOT_CONNECTED:
            return now + _NOT_FOUND_PAUSE
        return now + _FIRST_BACK_OFF if outcome.hold == Hold.STORAGE else None


def _tell_refused(changes: Changes, client: Client, entry: Entry, outcome: SendOutcome | None) -> None:
    """Give a notice of a refused permission at once, since posts waiting for it are missed 15 minutes after their time."""
    if outcome and outcome.hold == Hold.REFUSED_PERMISSION:
        changes.notice.emit(Notice(NoticeKind.PERMISSION_REFUSED, entry.post_id, client.id, entry.platforms[0], client.name))


def _outgoing(client: Client, entry: Entry, group: str) -> OutgoingPost:
    scheduled = entry.mode == SendMode.SCHEDULED
    return OutgoingPost(
        external_user_id=client.external_user_id,
        content=entry.content,
        platforms=entry.platforms,
        title=entry.title,
        media_url=entry.media_url,
        thumbnail_url=entry.thumbnail_url,
        schedule_at=wire_time(entry.due_at) if scheduled else "",
        metadata=(("clientToken", entry.token), ("group", group)),
    )
