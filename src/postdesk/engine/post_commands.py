"""The user's commands on scheduled posts: undo, move, lock in, publish, decide, retry."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal

from postdesk.domain.delivery import Event, IllegalTransition
from postdesk.domain.draft_split import add_platforms
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import NoFreeMoment, draft_of
from postdesk.domain.posts import Entry, Post, failed_platforms, platforms_to_retry
from postdesk.domain.recall import (
    deniable_entries,
    is_locked_in_later,
    just_queued,
    movable_entries,
    recallable_entries,
    with_entries,
)
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.decisions import eligible, end_holds, lock_in, publish_now, reject_match, send_again, set_deletion_wanted
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.recall import NO_UNDO_CONTEXT, UndoContext, back_to_draft, back_to_plan
from postdesk.engine.reschedule import ClientArchived, move_time
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import drafts, entries, posts
from postdesk.store.entries import AnswerRecord
from postdesk.store.sqlite import StorageError, Transaction


class PostCommands(QObject):
    """Executes the user's commands on posts.

    `undone` carries the id of the draft that a post became again. `moved` carries the old post id, the id of the post that has
    the new time, and the old time. `check_requested` carries the id of a post to ask the service about. `marked_not_sent`
    follows the user's statement that an attempt published nothing.
    """

    undone = Signal(str)
    moved = Signal(int, int, object)
    check_requested = Signal(int)
    marked_not_sent = Signal()

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._tasks, self._settings = context.changes, context.tasks, context.settings

    def post(self, post_id: int) -> Post | None:
        """Return the post with its entries."""
        return posts.get(self._database.reader, post_id)

    def answers(self, entry_id: int) -> tuple[AnswerRecord, ...]:
        """Return the service's answers about an entry, verbatim, oldest first."""
        return entries.answers(self._database.reader, entry_id)

    def answers_removed_until(self) -> datetime | None:
        """Return the time before which settled posts have lost their answers; None where none were removed."""
        from postdesk.store.answer_retention import removed_until

        return removed_until(self._database.reader, self._workspace.id)

    def undo(self, post_id: int, before: UndoContext = NO_UNDO_CONTEXT) -> None:
        """Turn the unsent entries of a post into a draft; `undone` follows.

        `before` names the posts made from the same draft, which are taken back too.
        """
        self._back_to_draft("undo", post_id, recallable_entries, before)

    def undo_click(self, post_id: int, entry_id: int = 0) -> None:
        """Take back only the entries that one click queued (as `just_queued`).

        Entries locked in from a schedule are scheduled again; others become a draft, and `undone` follows.
        """
        post = self.post(post_id)
        queued = just_queued(post, entry_id) if post else ()
        if post and queued and all(is_locked_in_later(post, entry) for entry in queued):
            self._act("undo", post_id, lambda conn: back_to_plan(conn, post_id, entry_id, self._clock.now()))
        else:
            self._back_to_draft("undo", post_id, lambda post: just_queued(post, entry_id))

    def mark_not_published(self, post_id: int) -> None:
        """Record the user's statement that nothing of the post was published: it becomes a draft; `undone` follows."""
        self._back_to_draft("not there", post_id, deniable_entries, then=self.marked_not_sent.emit)

    def _back_to_draft(
        self,
        name: str,
        post_id: int,
        which: Callable[[Post], tuple[Entry, ...]],
        before: UndoContext = NO_UNDO_CONTEXT,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        draft_id = str(uuid.uuid4())

        def work(conn: Transaction) -> None:
            back_to_draft(conn, post_id, draft_id, which, self._clock.now(), before)

        self._act(name, post_id, work, lambda: self._undone(draft_id, then))

    def _undone(self, draft_id: str, then: Callable[[], object] = lambda: None) -> None:
        self._changes.drafts.emit()
        self.undone.emit(draft_id)
        then()

    def cancel(self, post_id: int) -> None:
        """Cancel the unsent entries of a post."""

        def work(conn: Transaction) -> None:
            for entry in eligible(posts.entries_of(conn, post_id), Event.USER_CANCELS):
                entries.advance(conn, entry.id, Event.USER_CANCELS, self._clock.now(), lambda each: replace(each, hold=None))

        self._act("cancel", post_id, work)

    def move(self, post_id: int, due_at: datetime) -> None:
        """Move the entries of a post that are not sent to another time; `moved` follows.

        Missed entries of a post whose others are locked become a post of their own. A time in the past, or too soon, is refused
        with a notice.
        """
        post = self.post(post_id)
        now = self._clock.now()
        past = due_at <= now or due_at - self._clock.server_now() < MIN_LEAD
        if post is None or not movable_entries(post) or past:
            self._changes.notice.emit(Notice(NoticeKind.TOO_LATE, post_id))
            return

        work = partial(move_time, workspace_id=self._workspace.id, post_id=post_id, due_at=due_at, now=now)
        self._act(f"move to {due_at.timestamp()}", post_id, work, lambda: self._moved(post, movable_entries(post)[0].id))

    def _moved(self, before: Post, entry_id: int) -> None:
        entry = entries.get(self._database.reader, entry_id)
        self.moved.emit(before.id, entry.post_id if entry else before.id, before.due_at)

    def lock_in(self, post_id: int, *, only: Collection[int] | None = None, undoable: bool = True) -> None:
        """Submit the entries of a planned post that the service can schedule, now; undo is possible for the undo delay.

        `only`: ids of the entries to lock in; None means all.
        """
        until = self._clock.now() + (self._settings.current.undo_delay if undoable else timedelta())

        def work(conn: Transaction) -> None:
            eligible(posts.entries_of(conn, post_id), Event.RELEASED)
            lock_in(conn, post_id, self._clock.now(), until, only)

        self._act("lock in", post_id, work)

    def publish_now(self, post_id: int) -> None:
        """Send the unsent entries of a post now; undo is possible for the undo delay."""
        now, until = self._now_and_later()
        self._act("publish", post_id, lambda conn: publish_now(conn, self._workspace.id, post_id, now, until))

    def confirm_published(self, entry_id: int) -> None:
        """Record the user's statement that the entry was published."""

        def work(conn: Transaction) -> None:
            now = self._clock.now()
            entries.advance(conn, entry_id, Event.USER_SAW_IT, now, lambda each: replace(each, reason="", stage_since=now))

        self._act("saw", entry_id, work)

    def remind_to_delete(self, entry_id: int, *, wanted: bool) -> None:
        """Set or clear the reminder to delete the entry on the platform once published: the service can't delete it."""
        name = f"remind of ({wanted})"
        self._act(name, entry_id, lambda conn: set_deletion_wanted(conn, entry_id, self._clock.now(), wanted=wanted))

    def reject_match(self, entry_id: int) -> None:
        """Record the user's statement that the post found is a different one; the entry returns to its earlier state."""
        self._act("another post", entry_id, lambda conn: reject_match(conn, entry_id, self._clock.now()))

    def send_again(self, entry_id: int) -> None:
        """Record the user's statement that the entry was not published, and send it again after the undo delay.

        The new attempt has another token and another due time.
        """
        now, until = self._now_and_later()
        work = partial(send_again, workspace_id=self._workspace.id, entry_id=entry_id, now=now, until=until)
        self._act("again", entry_id, work, self.marked_not_sent.emit)

    def _now_and_later(self) -> tuple[datetime, datetime]:
        """Return the current time and the end of the undo delay that begins now."""
        now = self._clock.now()
        return now, now + self._settings.current.undo_delay

    def retry_failed(self, post_id: int) -> None:
        """Make a draft of the platforms whose result is a known failure, never an unknown one; `undone` follows.

        An open retry draft of the post is reused and extended, since two drafts would make two posts. The service is asked for
        the post's results meanwhile, and once more before anything is sent (`resend_check`).
        """
        post = self.post(post_id)
        failed = platforms_to_retry(post) if post else ()
        begun = drafts.retry_of(self._database.reader, post_id)
        draft = self._to_try_again(post, failed) if post and failed else None
        if begun and (not draft or {*draft.platforms} <= {*begun.platforms}):
            self._undone(begun.id)
            return
        again = add_platforms(begun, draft) if begun and draft else draft
        if again and again.platforms:
            self.check_requested.emit(post_id)
            kept = again
            self._act("retry", post_id, lambda conn: drafts.save(conn, kept), lambda: self._undone(kept.id))

    def _to_try_again(self, post: Post, platforms: tuple[str, ...]) -> Draft:
        failed = tuple(entry for entry in post.entries if failed_platforms(entry))
        draft = draft_of(with_entries(post, failed), str(uuid.uuid4()), self._clock.now())
        kept = tuple(platform for platform in draft.platforms if platform in platforms)
        return replace(draft, platforms=kept, due_at=None, retries_post=post.id)

    def resume(self, post_id: int) -> None:
        """Release the holds that the user may release; the planner then decides anew. A change counts as confirmed."""
        self._act("resume", post_id, lambda conn: end_holds(conn, post_id, self._clock.now()))

    def check_now(self, post_id: int) -> None:
        """Ask the service about the post now: emits `check_requested`."""
        self.check_requested.emit(post_id)

    def _act(
        self, name: str, about: int | str, work: Callable[[Transaction], object], then: Callable[[], object] = lambda: None
    ) -> None:
        """Run `work` in one transaction, then `then`. A command that came too late changes nothing and gives a notice."""

        async def act() -> None:
            try:
                await self._database.run(work)
            except (IllegalTransition, NoFreeMoment):
                self._changes.notice.emit(Notice(NoticeKind.TOO_LATE, about if isinstance(about, int) else None))
            except ClientArchived as archived:
                self._changes.notice.emit(Notice(NoticeKind.CLIENT_ARCHIVED, detail=archived.name))
            except StorageError as problem:
                self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.failure))
            else:
                then()
                self._changes.posts.emit()

        self._tasks.start(f"{name} {about}", act())
