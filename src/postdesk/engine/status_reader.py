"""Reads the status of one accepted post at the service, and records it."""

from dataclasses import replace
from functools import partial
from typing import Final

from postdesk.api.errors import ApiError, ServerFailure, Unsendable
from postdesk.domain.delivery import Evidence, Reason, format_reason
from postdesk.domain.habits import observed_habits
from postdesk.domain.posts import Entry
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.api_gateway import RECORD_ERRORS
from postdesk.engine.remote_updates import with_update
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import entries, habits
from postdesk.store.sqlite import Transaction

_OF_THAT_POST: Final = (*RECORD_ERRORS, ServerFailure)
"""The errors that concern one post alone: the others can still be read."""


class StatusReader:
    """Reads single posts (GET /v1/posts/:id). `Changes.posts` follows a new status."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._gateway = context.changes, context.gateway

    async def get(self, post_id: str, cause: str) -> RemotePost:
        """Return the service's post. Raises ApiError, and Unsendable for an id that can't be part of an address."""
        return await self._gateway.ask(lambda api: api.get_post(post_id, cause=cause, priority=Priority.POLL))

    async def update(self, entry: Entry, listed: RemotePost | None = None) -> None:
        """Read one post and record its status; if its id can't be requested, use the listed data. Raises ApiError."""
        try:
            remote = await self.get(entry.remote_id, f"entry {entry.id}")
        except (ApiError, Unsendable) as error:
            if isinstance(error, Unsendable) and listed is not None:
                remote = listed
            else:
                # Counts as checked, so that one bad answer never delays all other posts.
                unknown = isinstance(error, Unsendable)
                await self._database.run(partial(self._record_check, entry_id=entry.id, no_reference=unknown))
                if not isinstance(error, _OF_THAT_POST):
                    raise
                return
        if await self._database.run(partial(self._record, entry_id=entry.id, remote=remote)):
            self._changes.posts.emit()

    def _record_check(self, conn: Transaction, entry_id: int, *, no_reference: bool) -> None:
        """Record a check without news; with `no_reference`, also that the service can't be asked about the entry."""
        entry = entries.get(conn, entry_id) if no_reference else None
        if entry and not entry.reason:
            entries.write(conn, replace(entry, reason=format_reason(Reason.NO_REFERENCE)), self._clock.now())
        entries.note_checked(conn, entry_id, self._clock.now())

    def _record(self, conn: Transaction, entry_id: int, remote: RemotePost) -> bool:
        now = self._clock.now()
        entry = entries.get(conn, entry_id)
        if entry is None or entry.remote_id != remote.id:
            return False
        if entry.evidence != Evidence.LOOKS_LIKE:
            habits.save_habit(conn, self._workspace.base_url, observed_habits(entry, remote), now)
        news = with_update(entry, remote, now, from_get=True)
        entries.keep_answer(conn, entry_id, "HTTP 200", remote.raw, now)
        if (news.remote_status, news.stage, news.results) == (entry.remote_status, entry.stage, entry.results):
            entries.note_checked(conn, entry_id, now)
            return False
        entries.write(conn, news, now)
        return True
