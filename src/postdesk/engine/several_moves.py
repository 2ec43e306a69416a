"""The bulk action move, by a time span on the clients' clocks, with its undo, in one transaction."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import settled, shifted
from postdesk.domain.drafts import Draft
from postdesk.domain.posts import Post
from postdesk.domain.several import Done, LeftOut, Picks, SeveralAct
from postdesk.domain.taking_back import to_move
from postdesk.domain.times import MIN_LEAD, WallTime, zone
from postdesk.engine.moving import Archived, move_time
from postdesk.store import clients, drafts, entries, posts
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class Times:
    """The context of a bulk action: workspace, time and zone of this computer, and the lead of the service's clock."""

    workspace_id: int
    now: datetime
    here: ZoneInfo
    server_ahead: timedelta = timedelta()

    def too_soon(self, moment: datetime) -> bool:
        """Tell whether that moment is past, or too soon to be scheduled."""
        return moment <= self.now or moment - self.now - self.server_ahead < MIN_LEAD


@dataclass(frozen=True, slots=True)
class Moved:
    """The result of a move: post ids with old and new times, and drafts before and after."""

    done: Done
    posts: tuple[tuple[int, datetime, datetime], ...] = ()
    drafts: tuple[tuple[Draft, Draft], ...] = ()


@dataclass
class _Moving:
    """A move in progress. Counts the local times that a clock change skips or repeats."""

    conn: Transaction
    times: Times
    by: timedelta
    kinds: Counter[WallTime] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)

    def later(self, moment: datetime, client_id: int) -> datetime:
        client = clients.get(self.conn, client_id)
        landed = shifted(moment, (zone(client.zone) if client else None) or self.times.here, self.by)
        self.kinds[landed.kind] += 1
        return settled(landed)

    def post(self, post: Post | None) -> tuple[int, datetime, datetime] | None:
        moving = to_move(post) if post else ()
        if post is None or not moving:
            self.left_out.append(LeftOut.FIXED)
            return None
        target = self.later(post.due_at, post.client_id)
        if self.times.too_soon(target):
            self.left_out.append(LeftOut.PAST)
            return None
        try:
            move_time(self.conn, self.times.workspace_id, post.id, target, self.times.now)
        except Archived:
            self.left_out.append(LeftOut.ARCHIVED)
            return None
        entry = entries.get(self.conn, moving[0].id)
        return (entry.post_id if entry else post.id), post.due_at, target

    def draft(self, draft: Draft | None) -> tuple[Draft, Draft] | None:
        if draft is None:
            return None
        moved = draft.retimed(lambda moment: self.later(moment, draft.client_id))
        if moved.due_at and self.times.too_soon(moved.due_at):
            self.left_out.append(LeftOut.PAST)
            return None
        after = replace(moved, updated_at=self.times.now)
        drafts.save(self.conn, after)
        return draft, after


def move(conn: Transaction, picks: Picks, by: timedelta, times: Times) -> Moved:
    """Move the posts and drafts that can move; a skipped hour becomes the later one, a repeated one its first."""
    work = _Moving(conn, times, by)
    moved = [at for number in picks.posts if (at := work.post(posts.get(conn, number)))]
    retimed = [pair for key in picks.drafts if (pair := work.draft(drafts.get(conn, key)))]
    done = Done(
        SeveralAct.MOVE,
        len(moved) + len(retimed),
        tuple(work.left_out),
        drafts=tuple(after.id for _, after in retimed),
        skipped=work.kinds[WallTime.SKIPPED],
        doubled=work.kinds[WallTime.DOUBLED],
        by=by,
    )
    return Moved(done, tuple(moved), tuple(retimed))


def move_back(conn: Transaction, moved: Moved, times: Times) -> Done:
    """Restore the previous times.

    A post that is locked, would be in the past, or was moved again since keeps its time.
    """
    left_out, count, back = list[LeftOut](), 0, list[str]()
    for post_id, before, after in moved.posts:
        if why := _in_the_way(posts.get(conn, post_id), before, after, times):
            left_out.append(why)
            continue
        try:
            move_time(conn, times.workspace_id, post_id, before, times.now)
        except Archived:
            left_out.append(LeftOut.ARCHIVED)
            continue
        count += 1
    for was, became in moved.drafts:
        draft = drafts.get(conn, became.id)
        if draft and draft.timed_as(became) == draft:
            drafts.save(conn, replace(draft.timed_as(was), updated_at=times.now))
            back.append(draft.id)
        elif draft:
            left_out.append(LeftOut.CHANGED)
    return Done(SeveralAct.MOVE, count + len(back), tuple(left_out), back=True, drafts=tuple(back), by=moved.done.by)


def _in_the_way(post: Post | None, before: datetime, after: datetime, times: Times) -> LeftOut | None:
    if times.too_soon(before):
        return LeftOut.PAST
    if post is None or not to_move(post):
        return LeftOut.FIXED
    return None if post.due_at.replace(microsecond=0) == after.replace(microsecond=0) else LeftOut.CHANGED
