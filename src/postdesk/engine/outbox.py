"""What the user does with posts that are on their way: undo, move, lock in, publish, decide, retry."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from postdesk.domain.delivery import Event, IllegalMove
from postdesk.domain.drafts import Draft
from postdesk.domain.parting import with_platforms
from postdesk.domain.posts import Entry, Post, failed_platforms, to_retry
from postdesk.domain.submitting import NoFreeMoment, draft_of
from postdesk.domain.taking_back import denied, just_queued, locked_in_since, movable, not_sent, part, to_move
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.bench import Bench
from postdesk.engine.deciding import able, deny_the_find, let_go, lock_in, publish_now, send_again, want_deleted
from postdesk.engine.moving import Archived, move_time
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.taking_back import ALONE, Before, back_to_draft, back_to_plan
from postdesk.store import drafts, entries, posts
from postdesk.store.entries import Answer
from postdesk.store.sqlite import StorageProblem, Transaction


class Outbox(QObject):
    """The user's acts on posts. `undone` carries the id of the draft that a post became again.

    `called_not_sent` follows the user's word that nothing came of an attempt.
    """

    undone = Signal(str)
    moved = Signal(int, int, object)
    wanted = Signal(int)
    called_not_sent = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes, self._tasks, self._settings = bench.changes, bench.tasks, bench.settings

    def post(self, post_id: int) -> Post | None:
        """The post with its entries."""
        return posts.get(self._database.reader, post_id)

    def answers(self, entry_id: int) -> tuple[Answer, ...]:
        """The service's answers about an entry as they came, oldest first."""
        return entries.answers(self._database.reader, entry_id)

    def undo(self, post_id: int, before: Before = ALONE) -> None:
        """Make what was not sent of a post a draft again, with what was made of the same draft (`before`); `undone` follows."""
        self._back_to_draft("undo", post_id, not_sent, before)

    def undo_click(self, post_id: int, entry_id: int = 0) -> None:
        """Take back what one click queued, alone (as `just_queued`): scheduled again where it was, otherwise a draft."""
        post = self.post(post_id)
        queued = just_queued(post, entry_id) if post else ()
        if post and queued and all(locked_in_since(post, entry) for entry in queued):
            self._act("undo", post_id, lambda conn: back_to_plan(conn, post_id, entry_id, self._clock.now()))
        else:
            self._back_to_draft("undo", post_id, lambda post: just_queued(post, entry_id))

    def not_there(self, post_id: int) -> None:
        """The user's own decision: nothing of the post is up, and it becomes a draft again; `undone` follows."""
        self._back_to_draft("not there", post_id, denied, then=self.called_not_sent.emit)

    def _back_to_draft(
        self,
        name: str,
        post_id: int,
        which: Callable[[Post], tuple[Entry, ...]],
        before: Before = ALONE,
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
        """Cancel what was not sent of a post."""

        def work(conn: Transaction) -> None:
            for entry in able(posts.entries_of(conn, post_id), Event.USER_CANCELS):
                entries.advance(conn, entry.id, Event.USER_CANCELS, self._clock.now(), lambda each: replace(each, hold=None))

        self._act("cancel", post_id, work)

    def move(self, post_id: int, due_at: datetime) -> None:
        """Give what is still ours of a post another time; `moved` carries it, the post that has that time now, and the old time.

        What was missed of a post of which the rest is out of our hands becomes a post of its own.
        """
        post = self.post(post_id)
        now = self._clock.now()
        past = due_at <= now or due_at - self._clock.server_now() < MIN_LEAD
        if post is None or not movable(post) or past:
            self._changes.notice.emit(Notice(NoticeKind.TOO_LATE, post_id))
            return

        def work(conn: Transaction) -> None:
            move_time(conn, self._workspace.id, post_id, due_at, now)

        self._act(f"move to {due_at.timestamp()}", post_id, work, lambda: self._moved(post, to_move(post)[0].id))

    def _moved(self, before: Post, entry_id: int) -> None:
        entry = entries.get(self._database.reader, entry_id)
        self.moved.emit(before.id, entry.post_id if entry else before.id, before.due_at)

    def lock_in(self, post_id: int, *, only: Collection[int] | None = None, undoable: bool = True) -> None:
        """Submit what the service can schedule of a planned post, now; it can be undone for the undo delay.

        `only`: of its entries, none but these.
        """
        until = self._clock.now() + (self._settings.current.undo_delay if undoable else timedelta())

        def work(conn: Transaction) -> None:
            able(posts.entries_of(conn, post_id), Event.RELEASED)
            lock_in(conn, post_id, self._clock.now(), until, only)

        self._act("lock in", post_id, work)

    def publish_now(self, post_id: int) -> None:
        """Send now what was not sent of a post; it can be undone for the undo delay."""
        now, until = self._now_and_later()
        self._act("publish", post_id, lambda conn: publish_now(conn, self._workspace.id, post_id, now, until))

    def saw_it(self, entry_id: int) -> None:
        """The user's own decision: it is up."""
        self._one("saw", entry_id, Event.USER_SAW_IT, lambda entry: replace(entry, reason="", stands_since=self._clock.now()))

    def remind_to_delete(self, entry_id: int, *, wanted: bool) -> None:
        """Ask the user to delete it on the platform once it is up, or no more: the service can't take it back."""
        self._act(f"remind of ({wanted})", entry_id, lambda conn: want_deleted(conn, entry_id, self._clock.now(), wanted=wanted))

    def another_post(self, entry_id: int) -> None:
        """The user's own word: what was found and looked like it is a different post; it is what it was before that."""
        self._act("another post", entry_id, lambda conn: deny_the_find(conn, entry_id, self._clock.now()))

    def send_again(self, entry_id: int) -> None:
        """The user's own decision: it is not up, and goes out again after the undo delay, with another token and moment."""
        now, until = self._now_and_later()

        def work(conn: Transaction) -> None:
            send_again(conn, self._workspace.id, entry_id, now, until)

        self._act("again", entry_id, work, self.called_not_sent.emit)

    def _now_and_later(self) -> tuple[datetime, datetime]:
        """Now, and when what is queued now can't be undone any more."""
        now = self._clock.now()
        return now, now + self._settings.current.undo_delay

    def retry_failed(self, post_id: int) -> None:
        """Make a draft of the platforms whose result is a known failure, never of one that is unknown; `undone` follows.

        Where there is one already, it is that, for what failed since too: two would make two posts. What became of the post is
        asked for meanwhile, and once more before anything is sent (`first_tries`).
        """
        post = self.post(post_id)
        failed = to_retry(post) if post else ()
        begun = drafts.retrying(self._database.reader, post_id)
        draft = self._to_try_again(post, failed) if post and failed else None
        if begun and (not draft or {*draft.platforms} <= {*begun.platforms}):
            self._undone(begun.id)
            return
        again = with_platforms(begun, draft) if begun and draft else draft
        if again and again.platforms:
            self.wanted.emit(post_id)
            kept = again
            self._act("retry", post_id, lambda conn: drafts.save(conn, kept), lambda: self._undone(kept.id))

    def _to_try_again(self, post: Post, platforms: tuple[str, ...]) -> Draft:
        failed = tuple(entry for entry in post.entries if failed_platforms(entry))
        draft = draft_of(part(post, failed), str(uuid.uuid4()), self._clock.now())
        kept = tuple(platform for platform in draft.platforms if platform in platforms)
        return replace(draft, platforms=kept, due_at=None, retries_post=post.id)

    def resume(self, post_id: int) -> None:
        """Let go of holds that the user may let go: the next look decides anew. What was changed is meant as it is now."""
        self._act("resume", post_id, lambda conn: let_go(conn, post_id, self._clock.now()))

    def check_now(self, post_id: int) -> None:
        """Ask the service now; `wanted` tells those who look."""
        self.wanted.emit(post_id)

    def _one(self, name: str, entry_id: int, event: Event, change: Callable[[Entry], Entry]) -> None:
        self._act(name, entry_id, lambda conn: entries.advance(conn, entry_id, event, self._clock.now(), change))

    def _act(
        self,
        name: str,
        about: int | str,
        work: Callable[[Transaction], object],
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Do `work` in one transaction; a choice that came too late changes nothing and says so."""

        async def act() -> None:
            try:
                await self._database.run(work)
            except (IllegalMove, NoFreeMoment):
                self._changes.notice.emit(Notice(NoticeKind.TOO_LATE, about if isinstance(about, int) else None))
            except Archived as archived:
                self._changes.notice.emit(Notice(NoticeKind.CLIENT_ARCHIVED, detail=archived.name))
            except StorageProblem as problem:
                self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.trouble))
            else:
                then()
                self._changes.posts.emit()

        self._tasks.start(f"{name} {about}", act())
