"""The user's changes to a series, each in one transaction; unedited posts made ahead are taken back with them."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from postdesk.domain.clients import zone_of
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.posts import Post, PostState
from postdesk.domain.series import Done, Outcome, Rule, Series, SeriesState, before_day, from_day, next_of, turns
from postdesk.domain.taking_back import beyond_recall, live
from postdesk.engine.making_ahead import when_due
from postdesk.engine.submission import RefusedReason, Stays
from postdesk.engine.taking_back import call_off, give_way
from postdesk.store import clients, drafts, posts, versions
from postdesk.store import series as kept
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The number of posts made ahead that were taken back, and of those that stay because they are locked or were edited."""

    taken: int = 0
    stay: int = 0

    def __add__(self, other: "Withdrawn") -> "Withdrawn":
        return Withdrawn(self.taken + other.taken, self.stay + other.stay)


def begin(conn: Transaction, series: Series, draft: Draft, now: datetime) -> None:
    """Turn the draft into a series, and take back a post that it replaces.

    Raises SubmissionRefused if that is beyond recall.
    """
    replaced = posts.get(conn, draft.replaces_post) if draft.replaces_post is not None else None
    if replaced and beyond_recall(replaced, draft.platforms):
        raise Stays(RefusedReason.REPLACED_ALREADY_LOCKED)
    if replaced:
        give_way(conn, replaced, now)
    versions.keep(conn, draft, now)
    drafts.delete(conn, draft.id)
    kept.save(conn, series, now)


def change_all(conn: Transaction, series: Series, number: int, now: datetime) -> Withdrawn:
    """Change the series from the day `number` (today's ordinal) on; earlier posts stay, and so does the state."""
    was = kept.get(conn, series.id)
    if was is None:
        return Withdrawn()
    back = withdraw(conn, series.id, number, now)
    kept.save(conn, replace(series, state=was.state, since=now), now)
    return back


def change_from(conn: Transaction, series: Series, later_id: str, number: int, now: datetime) -> Withdrawn:
    """Change the series from the occurrence `number` on: the old part ends before, a new one with `later_id` goes on.

    Each part is then paused and resumed by itself. If no occurrences are left before `number`, the series itself is changed.
    """
    was = kept.get(conn, series.id)
    if was is None:
        return Withdrawn()
    back = withdraw(conn, series.id, number, now)
    earlier, rule = _earlier(conn, was, number, now), from_day(series.rule, number)
    if earlier:
        kept.save(conn, replace(was, rule=earlier), now)
    if rule:
        later = replace(series, rule=rule, state=was.state, since=max(now, was.since))
        kept.save(conn, _from_its_turn(conn, later, later_id, number) if earlier else later, now)
    if rule and earlier:
        kept.hand_on(conn, series.id, number, later_id)
    return back


def _earlier(conn: Transaction, series: Series, number: int, now: datetime) -> Rule | None:
    """Return the rule limited to the days before `number`; None if it has no occurrence left by then."""
    rule, theirs = before_day(series.rule, number), zone_of(clients.get(conn, series.client_id), ZoneInfo("UTC"))
    return rule if rule and next_of(rule, theirs, now, 1) else None


def _from_its_turn(conn: Transaction, series: Series, later_id: str, number: int) -> Series:
    """Return the series under another id, with its texts rotated to the next in turn, because turns are counted anew."""
    order = turns(series, kept.last_turn(conn, series.id, number))
    return replace(series, id=later_id, wordings=tuple(series.wordings[turn] for turn in order))


def change_back(conn: Transaction, before: Series, later_id: str, number: int, now: datetime) -> Withdrawn:
    """Undo `change_from`: restore the series, and assign the posts of the later part to it."""
    back = withdraw(conn, later_id, 0, now) + withdraw(conn, before.id, number, now)
    was = kept.get(conn, before.id)
    if was is None:
        return back
    kept.hand_on(conn, later_id, number, before.id)
    kept.delete(conn, later_id)
    kept.save(conn, replace(before, state=was.state, since=max(now, before.since)), now)
    return back


def turn(conn: Transaction, series_id: str, state: SeriesState, now: datetime) -> Withdrawn:
    """Set the state; unless RUNNING, the posts made ahead are taken back."""
    series = kept.get(conn, series_id)
    if series is None:
        return Withdrawn()
    back = Withdrawn() if state is SeriesState.RUNNING else withdraw(conn, series_id, 0, now)
    since = now if state is SeriesState.RUNNING else series.since
    kept.save(conn, replace(series, state=state, since=since), now)
    return back


def skip(conn: Transaction, series_id: str, number: int, now: datetime) -> bool:
    """Skip the occurrence; return False if its post was edited by the user, or is locked."""
    done = kept.done(conn, series_id, number)
    if done and not _taken_back(conn, done, now):
        return False
    kept.forget(conn, series_id, (number,))
    kept.note(conn, Done(series_id, number, Outcome.SKIPPED))
    return True


def withdraw(conn: Transaction, series_id: str, number: int, now: datetime) -> Withdrawn:
    """Take back the unedited posts and drafts made from day `number` on, and forget that they were made."""
    coming = [each for each in kept.done_from(conn, series_id, number) if _coming(conn, each, now)]
    taken = [each.number for each in coming if _taken_back(conn, each, now)]
    kept.forget(conn, series_id, taken)
    return Withdrawn(len(taken), len(coming) - len(taken))


def _coming(conn: Transaction, done: Done, now: datetime) -> bool:
    """Tell whether a post or draft made of the occurrence, or its replacement, exists and was not sent yet."""
    if not done.draft_id:
        return False
    return kept.coming(conn, done.draft_id, now) or drafts.get(conn, done.draft_id) is not None


def _posts(conn: Transaction, done: Done) -> tuple[Post, ...]:
    made = posts.made_from(conn, done.draft_id) if done.draft_id else ()
    return tuple(post for post in made if post.state is not PostState.CANCELLED)


def _taken_back(conn: Transaction, done: Done, now: datetime) -> bool:
    """Take back an occurrence's unedited post or draft. Return True if that was done, or there was nothing to take back."""
    draft, made = drafts.get(conn, done.draft_id) if done.draft_id else None, _posts(conn, done)
    if draft:
        untouched = done.outcome is Outcome.DRAFTED and (draft.updated_at,) == done.moments
    else:
        untouched = when_due(made) == done.moments and all(_ours(conn, post) for post in made)
    if untouched and draft:
        drafts.delete(conn, draft.id)
    for post in made if untouched else ():
        call_off(conn, post, now)
    return untouched


def _ours(conn: Transaction, post: Post) -> bool:
    """Tell whether no draft changes the post, and nothing of it was sent or is being sent."""
    return all(entry.state is State.PLANNED for entry in live(post)) and drafts.replacing(conn, post.id) is None
