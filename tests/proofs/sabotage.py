"""Safeguards removed one at a time, in a process that has to fail visibly: a proof that cannot fail proves nothing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from sqlite3 import Connection
from typing import Any

from postdesk.api.errors import ApiError, NotTheService
from postdesk.domain.delivery import Event, State, next_state
from postdesk.domain.posts import Entry
from postdesk.engine import attempt_results
from postdesk.engine.outcomes import SendOutcome, after_marker
from postdesk.engine.planner import Planner
from postdesk.engine.reconciler import Reconciler
from postdesk.engine.sender import Sender
from postdesk.store import attempts, database, entries, posts


def _put(home: object, name: str, instead: object) -> None:
    """Replace an attribute. Raises AttributeError where it no longer exists."""
    getattr(home, name)
    setattr(home, name, instead)


def _no_marker() -> None:
    _put(attempts, "mark", lambda conn, entry_id, *_: entries.get(conn, entry_id))


def _recovered_as(state: State) -> None:
    def recover(self: Planner, conn: Connection) -> bool:
        for entry in entries.in_state(conn, self._workspace.id, State.SENDING):
            entries.write(conn, replace(entry, state=state), self._clock.now())
        return True

    _put(Planner, "_recover", recover)


def _sent_again_when_unanswered() -> None:
    def again(error: BaseException) -> SendOutcome:
        return (
            SendOutcome(Event.REFUSED_FOR_NOW, "")
            if not isinstance(error, ApiError) or error.status is None
            else after_marker(error)
        )

    _put(attempt_results, "after_marker", again)


def _any_page_is_an_answer() -> None:
    def taken(error: BaseException) -> SendOutcome:
        return SendOutcome(Event.BODY_LOST, "") if isinstance(error, NotTheService) else after_marker(error)

    _put(attempt_results, "after_marker", taken)


def _sent_again_instead_of_asked() -> None:
    def again(self: Reconciler, conn: Connection, entry: Entry, evidence: Any) -> None:
        asked = replace(entry, state=State.QUEUED if evidence else entry.state)
        entries.write(conn, asked, self._clock.now())

    _put(Reconciler, "_ask", again)


def _mark_what_is_marked() -> None:
    def marked(state: State, event: Event) -> State:
        return State.SENDING if event == Event.MARKED else next_state(state, event)

    _put(entries, "next_state", marked)
    _put(Sender, "_check", lambda self, conn, entry, client: True)


def _no_memory_of_drafts() -> None:
    _put(posts, "made_from", lambda conn, draft_id: ())


def _commits_that_wait() -> None:
    prepare = database._prepare

    def instead(connection: Connection, path: Any) -> None:
        prepare(connection, path)
        connection.execute("PRAGMA synchronous = NORMAL")

    _put(database, "_prepare", instead)


WITHOUT: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "a marker before the first byte": _no_marker,
    "doubt after a restart": partial(_recovered_as, State.QUEUED),
    "anything kept after a restart": partial(_recovered_as, State.CANCELLED),
    "doubt after a lost answer": _sent_again_when_unanswered,
    "a look at what answered": _any_page_is_an_answer,
    "the user's own word": _sent_again_instead_of_asked,
    "compare-and-set": _mark_what_is_marked,
    "memory of what a draft became": _no_memory_of_drafts,
    "commits that are synced": _commits_that_wait,
}
