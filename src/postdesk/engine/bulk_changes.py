"""The bulk actions copy, label, lock in and delete, with their undo, each in one transaction."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from postdesk.domain.bulk import BulkAction, BulkResult, BulkSelection, SkipReason
from postdesk.domain.calendar_days import resolve_by_default, wall_time
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.new_posts import NoFreeMoment, SubmitTerms, as_sent, copy_for_client, copy_of, draft_of, missing_platforms
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import QUIET_HOLDS, Post, PostOrigin
from postdesk.domain.recall import is_locked_in_later, just_queued, live_entries, recallable_entries
from postdesk.domain.times import resolve, zone
from postdesk.engine import decisions
from postdesk.engine.bulk_moves import BulkContext
from postdesk.engine.recall import back_to_plan, cancel_unsent, hand_over_origin
from postdesk.engine.submission import SubmissionRefused, create_posts
from postdesk.store import clients, connections, drafts, posts
from postdesk.store.sqlite import Transaction

Labels = tuple[str, ...]
_WAITING: Final = (State.PLANNED, State.QUEUED)
_ASKED_ANEW: Final = QUIET_HOLDS | {Hold.PAUSED, Hold.NOT_APPROVED}
"""Holds that are decided again for a recreated post; all other holds wait for the user."""


@dataclass(frozen=True, slots=True)
class LabelUndo:
    """The result of labelling, and the previous labels of the posts and drafts that changed."""

    done: BulkResult
    posts: tuple[tuple[int, Labels], ...] = ()
    drafts: tuple[tuple[str, Labels], ...] = ()


def label(conn: Transaction, picks: BulkSelection, name: str, *, on: bool) -> LabelUndo:
    """Add the label to the posts and drafts that lack it, or remove it from those that have it."""
    found = tuple((post.id, post.labels) for number in picks.posts if (post := posts.get(conn, number)))
    kept = tuple((draft.id, draft.labels) for key in picks.drafts if (draft := drafts.get(conn, key)))
    changing = [each for each in found if (name in each[1]) != on]
    changing_drafts = [each for each in kept if (name in each[1]) != on]

    def changed(before: Labels) -> Labels:
        return (*before, name) if on else tuple(each for each in before if each != name)

    for number, before in changing:
        posts.relabel(conn, number, changed(before))
    for key, before in changing_drafts:
        _relabel_draft(conn, key, changed(before))
    act = BulkAction.LABEL if on else BulkAction.UNLABEL
    ids = tuple(key for key, _ in changing_drafts)
    done = BulkResult(act, len(changing) + len(ids), drafts=ids, label=name)
    return LabelUndo(done, tuple(changing), tuple(changing_drafts))


def undo_label(conn: Transaction, labelled: LabelUndo) -> BulkResult:
    """Restore the previous labels."""
    for number, before in labelled.posts:
        posts.relabel(conn, number, before)
    for key, before in labelled.drafts:
        _relabel_draft(conn, key, before)
    return replace(labelled.done, is_undo=True)


def _relabel_draft(conn: Transaction, key: str, labels: Labels) -> None:
    if draft := drafts.get(conn, key):
        drafts.save(conn, draft.labelled(labels))


def make_copies(
    conn: Transaction, client_id: int, picks: BulkSelection, context: BulkContext
) -> tuple[BulkResult, Sequence[Draft]]:
    """Copy the posts and drafts as drafts of another client, at the same local times; a time in the past is dropped."""
    client = clients.get(conn, client_id)
    if client is None:
        return BulkResult(BulkAction.COPY, 0), ()
    there = frozenset(account.platform for account in connections.of_client(conn, client.id))
    ids, untimed, wanted = list[str](), 0, set[Platform]()
    for draft in _wanted(conn, picks, context):
        wanted.update(draft.platforms)
        anew = replace(_copied(conn, draft, client, there, context), updated_at=context.now)
        if anew.due_at and context.too_soon(anew.due_at):
            anew, untimed = replace(anew, due_at=None), untimed + 1
        drafts.save(conn, anew)
        ids.append(anew.id)
    made = tuple(kept for each in ids if (kept := drafts.get(conn, each)))
    done = BulkResult(
        BulkAction.COPY,
        len(ids),
        drafts=tuple(ids),
        without_time=untimed,
        missing_platforms=missing_platforms(wanted, there),
        client_name=client.name,
    )
    return done, made


def _wanted(conn: Transaction, picks: BulkSelection, context: BulkContext) -> Iterator[Draft]:
    found = (post for number in picks.posts if (post := posts.get(conn, number)))
    kept = tuple(draft for key in picks.drafts if (draft := drafts.get(conn, key)))
    return iter((*(copy_of(post, "", context.now, post.due_at) for post in found), *kept))


def _copied(conn: Transaction, draft: Draft, client: Client, there: frozenset[str], context: BulkContext) -> Draft:
    copied, owner = copy_for_client(draft, str(uuid.uuid4()), client.id, there), clients.get(conn, draft.client_id)
    return on_client_clock(copied, owner.zone if owner else "", client, context)


def lock_in(conn: Transaction, picks: BulkSelection, now: datetime, until: datetime) -> tuple[BulkResult, tuple[int, ...]]:
    """Lock in the posts that can be, effective at `until`. Return the ids of those that were."""
    locked = tuple(number for number in picks.posts if decisions.lock_in(conn, number, now, until))
    left_out = (SkipReason.NOT_LOCKABLE,) * (len(picks.posts) + len(picks.drafts) - len(locked))
    return BulkResult(BulkAction.LOCK_IN, len(locked), left_out), locked


def undo_lock_in(conn: Transaction, locked: Sequence[int], done: BulkResult, context: BulkContext) -> BulkResult:
    """Schedule the posts again, except those already being sent."""
    back = [number for number in locked if _scheduled_again(conn, number, context.now)]
    return replace(done, count=len(back), skip_reasons=(SkipReason.FIXED,) * (len(locked) - len(back)), is_undo=True)


def _scheduled_again(conn: Transaction, number: int, now: datetime) -> bool:
    post = posts.get(conn, number)
    queued = just_queued(post) if post else ()
    able = bool(post and queued and all(is_locked_in_later(post, entry) for entry in queued))
    if able:
        back_to_plan(conn, number, 0, now)
    return able


def on_client_clock(draft: Draft, before: str, client: Client, context: BulkContext) -> Draft:
    """Return the draft with its times moved from the zone `before` to the client's zone, at the same local days and times."""
    was, will = zone(before) or context.local_zone, zone(client.zone) or context.local_zone

    def same(moment: datetime) -> datetime:
        return resolve_by_default(resolve(wall_time(moment, was), will))

    return draft.retimed(same)


def undo_copies(conn: Transaction, made: Sequence[Draft], done: BulkResult) -> BulkResult:
    """Delete the copies, except those edited since."""
    gone, left_out = list[str](), list[SkipReason]()
    for draft in made:
        if drafts.get(conn, draft.id) == draft:
            drafts.delete(conn, draft.id)
            gone.append(draft.id)
        else:
            left_out.append(SkipReason.CHANGED)
    return replace(
        done,
        count=len(gone),
        skip_reasons=tuple(left_out),
        is_undo=True,
        drafts=tuple(gone),
        without_time=0,
        missing_platforms=(),
    )


@dataclass(frozen=True, slots=True)
class Resubmission:
    """The data to recreate a deleted post. `reschedulable` is True if it waited only for its time, not for a decision."""

    submission: Submission
    reschedulable: bool


@dataclass(frozen=True, slots=True)
class DeleteUndo:
    """The result of a deletion, with the drafts as they were and the data to recreate the posts."""

    done: BulkResult
    drafts: tuple[Draft, ...] = ()
    posts: tuple[Resubmission, ...] = ()


def delete(conn: Transaction, picks: BulkSelection, context: BulkContext) -> DeleteUndo:
    """Delete the drafts, and cancel the posts of which nothing was sent."""
    found = [posts.get(conn, number) for number in picks.posts]
    ours = [post for post in found if post and _all_ours(post)]
    written = tuple(draft for key in picks.drafts if (draft := drafts.get(conn, key)))
    again = tuple(Resubmission(_submission(post, context.now), _goes_freely(post)) for post in ours)
    for post in ours:
        cancel_unsent(conn, post, context.now)
    for draft in written:
        drafts.delete(conn, draft.id)
    left_out = (SkipReason.FIXED,) * (len(found) - len(ours))
    done = BulkResult(BulkAction.DELETE, len(ours) + len(written), left_out, drafts=tuple(draft.id for draft in written))
    return DeleteUndo(done, written, again)


def _all_ours(post: Post) -> bool:
    return (
        post.origin is PostOrigin.HERE and bool(live_entries(post)) and len(live_entries(post)) == len(recallable_entries(post))
    )


def _goes_freely(post: Post) -> bool:
    return all(entry.state in _WAITING and entry.hold in _ASKED_ANEW for entry in live_entries(post))


def _submission(post: Post, now: datetime) -> Submission:
    """Return a submission that recreates the post, as its replacement, so that the old post's records carry over."""
    draft_id = str(uuid.uuid4())
    written = replace(draft_of(post, draft_id, now), replaces_post=None)
    sent = replace(draft_of(as_sent(post), draft_id, now), replaces_post=post.id)
    return Submission(written, sent, overridden=post.overridden)


def undo_delete(conn: Transaction, deleted: DeleteUndo, terms: SubmitTerms, context: BulkContext) -> BulkResult:
    """Restore the drafts, and schedule the posts again.

    A post that can't be scheduled any more, was held or was refused becomes a draft. A draft that exists again is kept as it
    is.
    """
    gone = [each for each in deleted.drafts if not drafts.get(conn, each.id) and not posts.made_from(conn, each.id)]
    for draft in gone:
        drafts.save(conn, draft)
    anew = replace(terms, now=context.now, server_offset=context.server_offset)
    came = [_scheduled(conn, each, anew, context) for each in deleted.posts]
    kept = len(deleted.drafts) - len(gone)
    left_out = (SkipReason.CHANGED,) * kept
    return replace(
        deleted.done, count=deleted.done.count - kept, skip_reasons=left_out, is_undo=True, without_time=came.count(False)
    )


def _scheduled(conn: Transaction, again: Resubmission, terms: SubmitTerms, context: BulkContext) -> bool:
    """Schedule the post again. Return False if it became a draft instead."""
    try:
        if again.reschedulable:
            create_posts(conn, context.workspace_id, again.submission, terms)
            return True
    except (SubmissionRefused, NoFreeMoment):
        pass
    _keep_as_draft(conn, again.submission, context)
    return False


def _keep_as_draft(conn: Transaction, submission: Submission, context: BulkContext) -> None:
    draft, gone = submission.written, submission.sent.replaces_post
    past = draft.due_at is None or context.too_soon(draft.due_at)
    drafts.save(conn, replace(draft, due_at=None if past else draft.due_at, updated_at=context.now))
    if gone is not None and (post := posts.get(conn, gone)):
        hand_over_origin(conn, post, draft.id)
