"""The user's changes to a series, each in one transaction; unedited posts made ahead are taken back with them."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from postdesk.domain.clients import zone_of
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Post, PostState
from postdesk.domain.recall import is_beyond_recall, live_entries
from postdesk.domain.series import (
    OccurrenceOutcome,
    OccurrenceRecord,
    RecurrenceRule,
    Series,
    SeriesState,
    next_occurrences,
    rule_before,
    rule_from,
    text_order,
)
from postdesk.engine.recall import cancel_unsent, recall_replaced
from postdesk.engine.series_posts import due_times
from postdesk.engine.submission import RefusedReason, SubmissionRefused
from postdesk.store import clients, draft_versions, drafts, posts
from postdesk.store import series as series_store
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The number of posts made ahead that were taken back, and of those that stay because they are locked or were edited."""

    withdrawn: int = 0
    remaining: int = 0

    def __add__(self, other: "Withdrawal") -> "Withdrawal":
        return Withdrawal(self.withdrawn + other.withdrawn, self.remaining + other.remaining)


def begin(conn: Transaction, series: Series, draft: Draft, now: datetime) -> None:
    """Turn the draft into a series, and take back a post that it replaces. Raises SubmissionRefused if that is beyond recall."""
    replaced = posts.get(conn, draft.replaces_post) if draft.replaces_post is not None else None
    if replaced and is_beyond_recall(replaced, draft.platforms):
        raise SubmissionRefused(RefusedReason.REPLACED_ALREADY_LOCKED)
    if replaced:
        recall_replaced(conn, replaced, now)
    draft_versions.save(conn, draft, now)
    drafts.delete(conn, draft.id)
    series_store.save(conn, series, now)


def change_all(conn: Transaction, series: Series, number: int, now: datetime) -> Withdrawal:
    """Change the series from the day `number` (today's ordinal) on; earlier posts stay, and so does the state."""
    was = series_store.get(conn, series.id)
    if was is None:
        return Withdrawal()
    back = withdraw(conn, series.id, number, now)
    series_store.save(conn, replace(series, state=was.state, since=now), now)
    return back


def change_from(conn: Transaction, series: Series, later_id: str, number: int, now: datetime) -> Withdrawal:
    """Change the series from the occurrence `number` on: the old part ends before, a new one with `later_id` goes on.

    Each part is then paused and resumed by itself. If no occurrences are left before `number`, the series itself is changed.
    """
    was = series_store.get(conn, series.id)
    if was is None:
        return Withdrawal()
    back = withdraw(conn, series.id, number, now)
    earlier, rule = _earlier(conn, was, number, now), rule_from(series.rule, number)
    if earlier:
        series_store.save(conn, replace(was, rule=earlier), now)
    if rule:
        later = replace(series, rule=rule, state=was.state, since=max(now, was.since))
        series_store.save(conn, _from_its_turn(conn, later, later_id, number) if earlier else later, now)
    if rule and earlier:
        series_store.move_to_series(conn, series.id, number, later_id)
    return back


def _earlier(conn: Transaction, series: Series, number: int, now: datetime) -> RecurrenceRule | None:
    """Return the rule limited to the days before `number`; None if it has no occurrence left by then."""
    rule, client_zone = rule_before(series.rule, number), zone_of(clients.get(conn, series.client_id), ZoneInfo("UTC"))
    return rule if rule and next_occurrences(rule, client_zone, now, 1) else None


def _from_its_turn(conn: Transaction, series: Series, later_id: str, number: int) -> Series:
    """Return the series under another id, with its texts rotated to the next in turn, because turns are counted anew."""
    order = text_order(series, series_store.last_turn(conn, series.id, number))
    return replace(series, id=later_id, wordings=tuple(series.wordings[turn] for turn in order))


def change_back(conn: Transaction, before: Series, later_id: str, number: int, now: datetime) -> Withdrawal:
    """Undo `change_from`: restore the series, and assign the posts of the later part to it."""
    back = withdraw(conn, later_id, 0, now) + withdraw(conn, before.id, number, now)
    was = series_store.get(conn, before.id)
    if was is None:
        return back
    series_store.move_to_series(conn, later_id, number, before.id)
    series_store.delete(conn, later_id)
    series_store.save(conn, replace(before, state=was.state, since=max(now, before.since)), now)
    return back


def set_state(conn: Transaction, series_id: str, state: SeriesState, now: datetime) -> Withdrawal:
    """Set the state; unless RUNNING, the posts made ahead are taken back."""
    series = series_store.get(conn, series_id)
    if series is None:
        return Withdrawal()
    back = Withdrawal() if state is SeriesState.RUNNING else withdraw(conn, series_id, 0, now)
    since = now if state is SeriesState.RUNNING else series.since
    series_store.save(conn, replace(series, state=state, since=since), now)
    return back


def skip(conn: Transaction, series_id: str, number: int, now: datetime) -> bool:
    """Skip the occurrence; return False if its post was edited by the user, or is locked."""
    done = series_store.record_of(conn, series_id, number)
    if done and not _taken_back(conn, done, now):
        return False
    series_store.forget(conn, series_id, (number,))
    series_store.note(conn, OccurrenceRecord(series_id, number, OccurrenceOutcome.SKIPPED))
    return True


def withdraw(conn: Transaction, series_id: str, number: int, now: datetime) -> Withdrawal:
    """Take back the unedited posts and drafts made from day `number` on, and forget that they were made."""
    coming = [each for each in series_store.records_from(conn, series_id, number) if _coming(conn, each, now)]
    taken = [each.number for each in coming if _taken_back(conn, each, now)]
    series_store.forget(conn, series_id, taken)
    return Withdrawal(len(taken), len(coming) - len(taken))


def _coming(conn: Transaction, done: OccurrenceRecord, now: datetime) -> bool:
    """Tell whether a post or draft made of the occurrence, or its replacement, exists and was not sent yet."""
    if not done.draft_id:
        return False
    return series_store.has_upcoming_post(conn, done.draft_id, now) or drafts.get(conn, done.draft_id) is not None


def _posts(conn: Transaction, done: OccurrenceRecord) -> tuple[Post, ...]:
    made = posts.made_from(conn, done.draft_id) if done.draft_id else ()
    return tuple(post for post in made if post.state is not PostState.CANCELLED)


def _taken_back(conn: Transaction, done: OccurrenceRecord, now: datetime) -> bool:
    """Take back an occurrence's unedited post or draft. Return True if that was done, or there was nothing to take back."""
    draft, made = drafts.get(conn, done.draft_id) if done.draft_id else None, _posts(conn, done)
    if draft:
        untouched = done.outcome is OccurrenceOutcome.DRAFTED and (draft.updated_at,) == done.moments
    else:
        untouched = due_times(made) == done.moments and all(_ours(conn, post) for post in made)
    if untouched and draft:
        drafts.delete(conn, draft.id)
    for post in made if untouched else ():
        cancel_unsent(conn, post, now)
    return untouched


def _ours(conn: Transaction, post: Post) -> bool:
    """Tell whether no draft changes the post, and nothing of it was sent or is being sent."""
    return all(entry.state is State.PLANNED for entry in live_entries(post)) and drafts.replacement_of(conn, post.id) is None
