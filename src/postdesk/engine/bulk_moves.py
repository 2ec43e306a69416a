"""The bulk action move, by a time span on the clients' clocks, with its undo, in one transaction."""

from collections import Counter
from dataclasses import field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from postdesk.domain.bulk import BulkAction, BulkResult, BulkSelection, SkipReason
from postdesk.domain.calendar_days import resolve_by_default, shift_moment
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Post
from postdesk.domain.recall import movable_entries
from postdesk.domain.times import MIN_LEAD, WallTimeKind, zone
from postdesk.engine.reschedule import ClientArchived, move_time
from postdesk.store import clients, drafts, entries, posts
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class BulkContext:
    """The context of a bulk action: workspace, time and zone of this computer, and the lead of the service's clock."""

    workspace_id: int
    now: datetime
    local_zone: ZoneInfo
    server_offset: timedelta = timedelta()

    def too_soon(self, moment: datetime) -> bool:
        """Tell whether that moment is past, or too soon to be scheduled."""
        return moment <= self.now or moment - self.now - self.server_offset < MIN_LEAD


@dataclass(frozen=True, slots=True)
class MoveUndo:
    """The result of a move: post ids with old and new times, and drafts before and after."""

    done: BulkResult
    posts: tuple[tuple[int, datetime, datetime], ...] = ()
    drafts: tuple[tuple[Draft, Draft], ...] = ()


@dataclass
class _MoveRun:
    """A move in progress. Counts the local times that a clock change skips or repeats."""

    conn: Transaction
    context: BulkContext
    by: timedelta
    kinds: Counter[WallTimeKind] = field(default_factory=Counter)
    left_out: list[SkipReason] = field(default_factory=list)

    def later(self, moment: datetime, client_id: int) -> datetime:
        client = clients.get(self.conn, client_id)
        landed = shift_moment(moment, (zone(client.zone) if client else None) or self.context.local_zone, self.by)
        self.kinds[landed.kind] += 1
        return resolve_by_default(landed)

    def post(self, post: Post | None) -> tuple[int, datetime, datetime] | None:
        moving = movable_entries(post) if post else ()
        if post is None or not moving:
            self.left_out.append(SkipReason.FIXED)
            return None
        target = self.later(post.due_at, post.client_id)
        if self.context.too_soon(target):
            self.left_out.append(SkipReason.PAST)
            return None
        try:
            move_time(self.conn, self.context.workspace_id, post.id, target, self.context.now)
        except ClientArchived:
            self.left_out.append(SkipReason.ARCHIVED)
            return None
        entry = entries.get(self.conn, moving[0].id)
        return (entry.post_id if entry else post.id), post.due_at, target

    def draft(self, draft: Draft | None) -> tuple[Draft, Draft] | None:
        if draft is None:
            return None
        moved = draft.retimed(lambda moment: self.later(moment, draft.client_id))
        if moved.due_at and self.context.too_soon(moved.due_at):
            self.left_out.append(SkipReason.PAST)
            return None
        after = replace(moved, updated_at=self.context.now)
        drafts.save(self.conn, after)
        return draft, after


def move(conn: Transaction, picks: BulkSelection, by: timedelta, context: BulkContext) -> MoveUndo:
    """Move the posts and drafts that can move; a skipped hour becomes the later one, a repeated one its first."""
    work = _MoveRun(conn, context, by)
    moved = [at for number in picks.posts if (at := work.post(posts.get(conn, number)))]
    retimed = [pair for key in picks.drafts if (pair := work.draft(drafts.get(conn, key)))]
    done = BulkResult(
        BulkAction.MOVE,
        len(moved) + len(retimed),
        tuple(work.left_out),
        drafts=tuple(after.id for _, after in retimed),
        skipped_times=work.kinds[WallTimeKind.SKIPPED],
        doubled_times=work.kinds[WallTimeKind.DOUBLED],
        shift=by,
    )
    return MoveUndo(done, tuple(moved), tuple(retimed))


def undo_move(conn: Transaction, moved: MoveUndo, context: BulkContext) -> BulkResult:
    """Restore the previous times. A post that is locked, would be in the past, or was moved again since keeps its time."""
    left_out, count, back = list[SkipReason](), 0, list[str]()
    for post_id, before, after in moved.posts:
        if why := _skip_reason(posts.get(conn, post_id), before, after, context):
            left_out.append(why)
            continue
        try:
            move_time(conn, context.workspace_id, post_id, before, context.now)
        except ClientArchived:
            left_out.append(SkipReason.ARCHIVED)
            continue
        count += 1
    for was, became in moved.drafts:
        draft = drafts.get(conn, became.id)
        if draft and draft.with_times_of(became) == draft:
            drafts.save(conn, replace(draft.with_times_of(was), updated_at=context.now))
            back.append(draft.id)
        elif draft:
            left_out.append(SkipReason.CHANGED)
    return BulkResult(
        BulkAction.MOVE, count + len(back), tuple(left_out), is_undo=True, drafts=tuple(back), shift=moved.done.shift
    )


def _skip_reason(post: Post | None, before: datetime, after: datetime, context: BulkContext) -> SkipReason | None:
    if context.too_soon(before):
        return SkipReason.PAST
    if post is None or not movable_entries(post):
        return SkipReason.FIXED
    return None if post.due_at.replace(microsecond=0) == after.replace(microsecond=0) else SkipReason.CHANGED
