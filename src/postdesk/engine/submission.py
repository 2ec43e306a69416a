"""The submission of a draft: it becomes posts, one for each of its times, in one transaction, or stays a draft."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from postdesk.domain.approval import NO_APPROVAL, Approval, ApprovalRecord
from postdesk.domain.clients import Client, Connection
from postdesk.domain.delivery import Hold
from postdesk.domain.draft_split import split_by_time, with_single_time
from postdesk.domain.drafts import Draft
from postdesk.domain.lock_in import may_be_sent_by_copy
from postdesk.domain.new_posts import SubmitMode, SubmitTerms, moments, new_post
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.recall import is_beyond_recall
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.recall import recall_replaced
from postdesk.engine.resend_check import with_earlier
from postdesk.store import clients, connections, draft_versions, drafts, entries, imports, last_used, posts
from postdesk.store.sqlite import Transaction


class RefusedReason(StrEnum):
    """Reasons why a draft was not turned into a post; it stays as it is."""

    TEMPLATE = "template"
    ARCHIVED = "archived"
    EMPTY = "empty"
    NO_PLATFORM = "no_platform"
    NO_TIME = "no_time"
    TIME_PAST = "time_past"
    TIME_TOO_SOON = "time_too_soon"
    NOT_CONNECTED = "not_connected"
    NO_FREE_MILLISECOND = "no_free_millisecond"
    REPLACED_ALREADY_LOCKED = "replaced_already_locked"
    PART_HAS_ITS_OWN_TIME = "part_has_its_own_time"
    REPLACED_CANCELLED = "replaced_called_off"
    IMPORTED_MEANWHILE = "imported_meanwhile"
    MERGED = "merged_rest"
    STORAGE = "storage"
    INTERNAL = "internal"


class SubmissionRefused(Exception):
    """The draft was not turned into a post. `platform` is the one concerned, empty if all are."""

    def __init__(self, reason: RefusedReason, platform: str = "") -> None:
        super().__init__(reason)
        self.reason, self.platform = reason, platform


def submit(
    conn: Transaction, workspace_id: int, submission: Submission, terms: SubmitTerms, also_replaces: Collection[int] = ()
) -> tuple[Post, ...]:
    """Submit a draft that the user composed: `create_posts`, then keep its platforms and time as defaults."""
    if already := posts.made_from(conn, submission.sent.id):
        return already
    made = create_posts(conn, workspace_id, submission, terms, also_replaces)
    draft = submission.sent
    timed = terms.mode != SubmitMode.PUBLISH_NOW and not imports.is_noted(conn, draft.id)
    usual_time = (draft.due_at or split_by_time(draft)[0].due_at) if timed else None
    last_used.remember(conn, draft.client_id, _usual(conn, draft, submission.rest), usual_time)
    return made


def create_posts(
    conn: Transaction, workspace_id: int, submission: Submission, terms: SubmitTerms, also_replaces: Collection[int] = ()
) -> tuple[Post, ...]:
    """Return the posts that the draft becomes or became, one for each of its times; the rest stays a draft.

    They form one group, whose id is the draft's, so a draft is submitted only once. `also_replaces` are ids of more posts to
    take back, besides the one that the draft replaces. Raises SubmissionRefused, NoFreeMoment.
    """
    draft, rest = submission.sent, submission.rest
    if already := posts.made_from(conn, draft.id):
        return already
    client = clients.get(conn, draft.client_id)
    assert client is not None
    if client.archived:
        raise SubmissionRefused(RefusedReason.ARCHIVED)
    accounts = connections.of_client(conn, client.id)
    _check(draft, accounts)
    parts = (with_single_time(draft, terms.now),) if terms.mode == SubmitMode.PUBLISH_NOW else _in_time(draft, terms)
    replaced = (*also_replaces, *(() if draft.replaces_post is None else (draft.replaces_post,)))
    in_doubt = _in_doubt(conn, replaced)
    _recall(conn, replaced, draft, terms.now)
    changed = posts.get(conn, draft.replaces_post) if draft.replaces_post is not None else None
    family, approval = _family(changed), _initial_approval(changed, client)
    made = []
    for part in parts:
        post = new_post(part, client, accounts, _due(conn, workspace_id, part), terms, submission.written)
        post = with_earlier(
            conn, workspace_id, replace(post, family=family, approval=approval, overridden=submission.overridden), replaced
        )
        made.append(posts.add(conn, workspace_id, _held_where(post, in_doubt), terms.now))
    # Keep the stored draft as the version: it still has the left-out platforms.
    draft_versions.save(conn, drafts.get(conn, draft.id) or submission.written, terms.now)
    drafts.delete(conn, draft.id)
    if rest:
        drafts.save(conn, replace(rest, updated_at=terms.now))
        imports.note_rest(conn, draft.id, rest.id)
    return tuple(made)


def _in_doubt(conn: Transaction, post_ids: Collection[int]) -> frozenset[str]:
    """Return the platforms for which another copy of the profile may send the replaced posts."""
    kept = (entry for post_id in post_ids for entry in posts.entries_of(conn, post_id))
    return frozenset(platform for entry in kept if may_be_sent_by_copy(entry) for platform in entry.platforms)


def _held_where(post: Post, in_doubt: frozenset[str]) -> Post:
    """Hold the entries that replace ones held in a copied profile."""

    def held(entry: Entry) -> Entry:
        return entry if in_doubt.isdisjoint(entry.platforms) else replace(entry, hold=Hold.RESTORED, not_before=None)

    return replace(post, entries=tuple(map(held, post.entries)))


def _due(conn: Transaction, workspace_id: int, part: Draft) -> Iterator[datetime]:
    assert part.due_at is not None
    return moments(part.due_at, entries.taken_milliseconds(conn, workspace_id, part.due_at))


def _family(replaced: Post | None) -> str:
    """Return the family of a post that replaces this one: the group of the chain's first post; empty if nothing is replaced."""
    return (replaced.family or replaced.group) if replaced else ""


def _initial_approval(replaced: Post | None, client: Client) -> ApprovalRecord:
    """Return the replaced post's approval, valid for unchanged content; else WAITING if the client must approve."""
    if replaced and replaced.approval != NO_APPROVAL:
        return replaced.approval
    return ApprovalRecord(Approval.WAITING) if client.approval else NO_APPROVAL


def _usual(conn: Transaction, draft: Draft, rest: Draft | None) -> tuple[Platform, ...]:
    """Return the platforms for the client's next post; a copy, a change, a retry and a row of a file do not alter them."""
    others = draft.replaces_post, draft.copied_from_post, draft.retries_post
    if any(other is not None for other in others) or imports.is_noted(conn, draft.id):
        return last_used.get(conn, draft.client_id).platforms
    chosen = {*draft.platforms, *(rest.platforms if rest else ())}
    return tuple(platform for platform in Platform if platform in chosen)


def _check(draft: Draft, accounts: tuple[Connection, ...]) -> None:
    """Check the draft regardless of its time. Raises SubmissionRefused."""
    if draft.template:
        raise SubmissionRefused(RefusedReason.TEMPLATE)
    if not draft.platforms:
        raise SubmissionRefused(RefusedReason.NO_PLATFORM)
    if not all(draft.text_for(platform).strip() for platform in draft.platforms):
        raise SubmissionRefused(RefusedReason.EMPTY)
    connected = {account.platform for account in accounts}
    if absent := next((platform for platform in draft.platforms if platform not in connected), None):
        raise SubmissionRefused(RefusedReason.NOT_CONNECTED, absent)


def _in_time(draft: Draft, terms: SubmitTerms) -> tuple[Draft, ...]:
    """Return the draft split by its times. Raises SubmissionRefused if one of them can't be used."""
    parts = split_by_time(draft)
    for part in parts:
        if reason := _refusal_reason(part.due_at, terms):
            raise SubmissionRefused(reason, part.platforms[0] if len(parts) > 1 else "")
    return parts


def _refusal_reason(due_at: datetime | None, terms: SubmitTerms) -> RefusedReason | None:
    if due_at is None:
        return RefusedReason.NO_TIME
    ahead = due_at - terms.now - terms.server_offset
    # A post due by this computer's clock is sent at once, whatever the service's clock says.
    if ahead <= timedelta() or due_at <= terms.now:
        return RefusedReason.TIME_PAST
    return RefusedReason.TIME_TOO_SOON if ahead < MIN_LEAD else None


def _recall(conn: Transaction, post_ids: Collection[int], draft: Draft, now: datetime) -> None:
    """Take back the posts that the draft replaces. Raises SubmissionRefused if one is beyond recall."""
    replaced = tuple(post for post_id in post_ids if (post := posts.get(conn, post_id)))
    for post in replaced:
        if is_beyond_recall(post, draft.platforms):
            raise SubmissionRefused(RefusedReason.REPLACED_ALREADY_LOCKED)
        recall_replaced(conn, post, now)
    apart = {each for post in replaced for entry in posts.split_relatives(conn, post) for each in entry.platforms}
    if moved := next((platform for platform in draft.platforms if platform in apart), None):
        raise SubmissionRefused(RefusedReason.PART_HAS_ITS_OWN_TIME, moved)
