"""Checks of the media URLs of waiting posts, an hour before they are due and just before they are sent."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from postdesk.domain.delivery import Hold, Reason, State, format_reason
from postdesk.domain.media import MediaCheck, MediaProblem
from postdesk.domain.posts import Entry
from postdesk.engine.media_checks import GOOD_FOR, MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.outage_history import OutageHistory
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import entries
from postdesk.store.sqlite import Transaction

_AHEAD: Final = timedelta(hours=1)
_LONGEST_PAUSE: Final = timedelta(hours=1)
_STILL_RECENT: Final = timedelta(minutes=1)
_PATIENCE: Final = timedelta(seconds=5)
"""The longest time that a post waits for checks of its files, including its time in the queue."""

_WAITING: Final = (State.PLANNED, State.QUEUED)


class MediaGuard:
    """Holds a post with a file that certainly can't be fetched at its time, and releases it once the file is available again.

    A check without a result, because this computer is offline or the file's server is slow, holds nothing.
    """

    def __init__(self, context: WorkspaceContext, media: MediaChecks, outage_history: OutageHistory) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._media, self._outage_history = context.changes, media, outage_history
        self._wake_event = asyncio.Event()

    def wake(self) -> None:
        """Check again now: a post was added or changed, or the clock was moved."""
        self._wake_event.set()

    async def run(self) -> None:
        """Check the files of posts that are due soon or held, forever."""
        while True:
            self._wake_event.clear()
            for entry in await self._database.run(self._coming):
                await self._settle(entry)
            await wait_for_event(self._wake_event, await self._database.run(self._pause_s))

    async def hold_if_media_problem(self, entry: Entry) -> bool:
        """Hold an entry about to be sent if a file has a problem; True if held. Checks older than a minute are repeated."""
        problem = self._problem(entry, tuple([await self._check_before_sending(entry, url) for url in _files(entry)]))
        return problem is not None and await self._held(entry, problem)

    def _coming(self, conn: Transaction) -> tuple[Entry, ...]:
        waiting = entries.waiting(conn, self._workspace.id, self._clock.now() + _AHEAD)
        held = entries.held(conn, self._workspace.id, Hold.MEDIA)
        both = {entry.id: entry for entry in (*waiting, *held) if entry.hold in (None, Hold.MEDIA)}
        return tuple(entry for entry in both.values() if _files(entry))

    def _pause_s(self, conn: Transaction) -> float | None:
        """Return the seconds to the next check, at most an hour since the computer may sleep; None without a file to check."""
        if self._coming(conn):
            return GOOD_FOR.total_seconds()
        ahead = self._clock.now() + _AHEAD
        due = entries.next_with_file(conn, self._workspace.id, ahead)
        return min(due - ahead, _LONGEST_PAUSE).total_seconds() if due else None

    async def _settle(self, entry: Entry) -> None:
        media_checks = tuple([await self._media.ensure_fresh(url) for url in _files(entry)])
        if problem := self._problem(entry, media_checks):
            await self._held(entry, problem)
        elif entry.hold == Hold.MEDIA and all(media_check and media_check.facts for media_check in media_checks):
            await self._database.run(partial(self._release, entry=entry))
            self._changes.posts.emit()

    async def _check_before_sending(self, entry: Entry, url: str) -> MediaCheck | None:
        """Return the check just before sending, as far as time allows. A check that would hold the entry is repeated."""
        known = self._media.cached(url)
        would_hold = known is not None and known.against(self._due(entry)) is not None
        left = _PATIENCE - self._outage_history.waited(entry)
        try:
            async with asyncio.timeout(max(0.0, left.total_seconds())):
                return await self._media.ensure_fresh(url, timedelta() if would_hold else _STILL_RECENT)
        except TimeoutError:
            return known if self._media.is_fresh(url) else None

    def _problem(self, entry: Entry, media_checks: tuple[MediaCheck | None, ...]) -> MediaProblem | None:
        """Return the problem that certainly keeps a file from being fetched at the entry's time."""
        due = self._due(entry)
        return next((problem for media_check in media_checks if media_check and (problem := media_check.against(due))), None)

    def _due(self, entry: Entry) -> datetime:
        return max(entry.due_at, self._clock.now())

    async def _held(self, entry: Entry, problem: MediaProblem) -> bool:
        """Hold the entry, with a notice, and return True; not if it changed meanwhile, or the user wants to send it anyway."""
        held = await self._database.run(partial(self._hold, entry=entry, problem=problem))
        if held:
            self._changes.posts.emit()
            self._changes.notice.emit(Notice(NoticeKind.MEDIA_HELD, entry.post_id, entry.client_id, detail=problem))
        return held

    def _hold(self, conn: Transaction, entry: Entry, problem: MediaProblem) -> bool:
        kept = _unchanged(conn, entry)
        if kept is None or kept.hold or kept.media_confirmed:
            return False
        entries.write(conn, replace(kept, hold=Hold.MEDIA, reason=format_reason(Reason.MEDIA_FLAWED, problem)), self._clock.now())
        return True

    def _release(self, conn: Transaction, entry: Entry) -> None:
        kept = _unchanged(conn, entry)
        if kept and kept.hold == Hold.MEDIA:
            entries.write(conn, replace(kept, hold=None, reason=""), self._clock.now())


def _files(entry: Entry) -> tuple[str, ...]:
    return tuple(filter(None, (entry.media_url, entry.thumbnail_url)))


def _unchanged(conn: Transaction, entry: Entry) -> Entry | None:
    """Return the stored entry if it still waits with the content that was checked, else None."""
    kept = entries.get(conn, entry.id)
    return kept if kept and kept.state in _WAITING and kept.hash == entry.hash else None
