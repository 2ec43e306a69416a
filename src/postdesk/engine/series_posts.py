"""The posts or the draft of one occurrence of a series, made in the transaction that also records the occurrence."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import first_moments, midnight
from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.duplicates import DuplicateIndex
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Severity
from postdesk.domain.new_posts import NoFreeMoment, SubmitTerms
from postdesk.domain.outgoing import Submission, outgoing_draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.problems import warning_key
from postdesk.domain.review import ReviewContext, assess
from postdesk.domain.series import (
    DraftedReason,
    Occurrence,
    OccurrenceOutcome,
    OccurrenceRecord,
    Series,
    SeriesState,
    draft_for,
    occurrences,
    text_order,
)
from postdesk.domain.times import MIN_LEAD, zone
from postdesk.engine.submission import RefusedReason, SubmissionRefused, create_posts
from postdesk.store import clients, connections, drafts, posts
from postdesk.store import series as series_store
from postdesk.store.sqlite import Transaction

_LOOK_BACK = timedelta(days=366)
"""Occurrences that were due earlier are not even reported as missed."""


class OccurrenceRefused(Exception):
    """The occurrence has to become a draft; the message is the reason (`OccurrenceRecord.reason`). No post was made."""


@dataclass(frozen=True, slots=True)
class PendingOccurrences:
    """A series as read, with its client and zone: the occurrences to make now, and those that passed before they were made."""

    series: Series
    client: Client
    zone: ZoneInfo
    coming: tuple[Occurrence, ...]
    missed: tuple[Occurrence, ...]


def find_pending(
    conn: Transaction, workspace_id: int, now: datetime, lead: timedelta = MIN_LEAD
) -> tuple[PendingOccurrences, ...]:
    """Return the running series with missed occurrences, or with some to make, which are at least `lead` ahead of `now`."""
    running = (each for each in series_store.all_of(conn, workspace_id) if each.state is SeriesState.RUNNING)
    found = (_ahead(conn, series, now, now + lead) for series in running)
    return tuple(each for each in found if each and (each.coming or each.missed))


def _ahead(conn: Transaction, series: Series, now: datetime, earliest: datetime) -> PendingOccurrences | None:
    client = clients.get(conn, series.client_id)
    client_zone = zone(client.zone) if client else None
    if client is None or client_zone is None or client.archived:
        return None
    start, end = max(series.since, now - _LOOK_BACK), now + series.horizon
    seen_to = {each.number: each.outcome for each in series_store.records_from(conn, series.id)}
    times = tuple(occurrences(series.rule, client_zone, start, end))
    # An occurrence missed because of a wrong clock can still be made.
    coming = tuple(
        each for each in times if each.due_at >= earliest and seen_to.get(each.number) in (None, OccurrenceOutcome.MISSED)
    )
    missed = tuple(each for each in times if each.due_at < earliest and each.number not in seen_to)
    return PendingOccurrences(series, client, client_zone, coming, missed)


def note_missed(conn: Transaction, pending: PendingOccurrences) -> None:
    """Record the missed occurrences, so that nothing is made of them later."""
    for each in pending.missed:
        if series_store.record_of(conn, pending.series.id, each.number) is None:
            series_store.note(conn, OccurrenceRecord(pending.series.id, each.number, OccurrenceOutcome.MISSED))


def make_posts(
    conn: Transaction,
    workspace_id: int,
    pending: PendingOccurrences,
    occurrence: Occurrence,
    terms: SubmitTerms,
    context: ReviewContext,
) -> OccurrenceRecord | None:
    """Make the posts of an occurrence, and record it.

    Return None if it was already handled, or the series or the client's zone was changed since the read. Raises
    OccurrenceRefused, and then no post was made.
    """
    if not _still_wanted(conn, pending, occurrence) or _noted_again(conn, pending, occurrence):
        return None
    turn, draft = _in_turn(conn, pending, occurrence)
    going = outgoing_draft(draft, pending.client)
    if reason := _stop(conn, going, context):
        raise OccurrenceRefused(reason)
    try:
        submission = Submission(draft, going, overridden=pending.series.overridden)
        made = create_posts(conn, workspace_id, submission, terms)
    except SubmissionRefused as stays:
        raise OccurrenceRefused(warning_key(Platform(stays.platform), stays.reason) if stays.platform else stays.reason) from None
    except NoFreeMoment:
        raise OccurrenceRefused(RefusedReason.NO_FREE_MILLISECOND) from None
    done = OccurrenceRecord(pending.series.id, occurrence.number, OccurrenceOutcome.MADE, draft.id, due_times(made), turn)
    series_store.note(conn, done)
    return done


def keep_as_draft(
    conn: Transaction, pending: PendingOccurrences, occurrence: Occurrence, reason: str, now: datetime
) -> OccurrenceRecord | None:
    """Make a draft of an occurrence, and record it. Return None as `make_posts` does."""
    if not _still_wanted(conn, pending, occurrence):
        return None
    turn, draft = _first_in_turn(conn, pending, occurrence)
    drafts.save(conn, replace(draft, updated_at=now))
    done = OccurrenceRecord(pending.series.id, occurrence.number, OccurrenceOutcome.DRAFTED, draft.id, (now,), turn, reason)
    series_store.note(conn, done)
    return done


def due_times(made: tuple[Post, ...]) -> tuple[datetime, ...]:
    """Return the times at which the posts are due, sorted, in whole seconds."""
    return tuple(sorted(post.due_at.replace(microsecond=0) for post in made))


def _still_wanted(conn: Transaction, pending: PendingOccurrences, occurrence: Occurrence) -> bool:
    done = series_store.record_of(conn, pending.series.id, occurrence.number)
    if done and done.outcome is not OccurrenceOutcome.MISSED:
        return False
    client = clients.get(conn, pending.client.id)
    return (
        client is not None and client.zone == pending.client.zone and series_store.get(conn, pending.series.id) == pending.series
    )


def _noted_again(conn: Transaction, pending: PendingOccurrences, occurrence: Occurrence) -> bool:
    """Tell whether a post of that day exists whose record was lost; write the record again then."""
    day = midnight(occurrence.wall.date())
    draft_id = series_store.unrecorded_draft(conn, pending.series, *first_moments((day, day + timedelta(days=1)), pending.zone))
    if draft_id:
        turn = _turns(conn, pending, occurrence)[0]
        series_store.note(
            conn,
            OccurrenceRecord(pending.series.id, occurrence.number, OccurrenceOutcome.MADE, draft_id, (occurrence.due_at,), turn),
        )
    return bool(draft_id)


def _in_turn(conn: Transaction, pending: PendingOccurrences, occurrence: Occurrence) -> tuple[int, Draft]:
    """Return the first text, in turn, that no post near in time repeats. Raises OccurrenceRefused if all are repeated."""
    for turn in _turns(conn, pending, occurrence):
        draft = _draft(pending, turn, occurrence)
        if not _says_the_same(conn, outgoing_draft(draft, pending.client)):
            return turn, draft
    if not pending.series.repeat_confirmed:
        raise OccurrenceRefused(DraftedReason.SAME_WORDS)
    return _first_in_turn(conn, pending, occurrence)


def _first_in_turn(conn: Transaction, pending: PendingOccurrences, occurrence: Occurrence) -> tuple[int, Draft]:
    turn = _turns(conn, pending, occurrence)[0]
    return turn, _draft(pending, turn, occurrence)


def _turns(conn: Transaction, pending: PendingOccurrences, occurrence: Occurrence) -> tuple[int, ...]:
    return text_order(pending.series, series_store.last_turn(conn, pending.series.id, occurrence.number))


def _draft(pending: PendingOccurrences, turn: int, occurrence: Occurrence) -> Draft:
    return draft_for(pending.series, turn, occurrence, pending.zone, str(uuid.uuid4()))


def _says_the_same(conn: Transaction, draft: Draft) -> bool:
    return any(_is_duplicate(conn, draft, platform) for platform in draft.platforms)


def _is_duplicate(conn: Transaction, draft: Draft, platform: Platform) -> bool:
    content, due_at = draft.content_for(platform), draft.due_for(platform)
    assert due_at
    beside = DuplicateIndex(series_store.neighbours(conn, draft.client_id, platform, due_at))
    return beside.of(platform, content.text, content.media_url) is not None


def _stop(conn: Transaction, outgoing: Draft, context: ReviewContext) -> str:
    """Return the key of the first problem that is certain to be refused (`OccurrenceRecord.reason`); empty if none."""
    accounts = {account.platform: account for account in connections.of_client(conn, outgoing.client_id)}

    def within_a_day(draft: Draft, platform: Platform) -> int:
        due_at = draft.due_for(platform)
        assert due_at
        return posts.count_within_a_day(conn, draft.client_id, platform, due_at, None)

    known = replace(context, within_a_day=within_a_day)
    for platform in outgoing.platforms:
        found = assess(outgoing, platform, accounts.get(platform), known)
        if stop := next((problem for problem in found.problems if problem.severity is Severity.STOP), None):
            return warning_key(platform, stop.kind)
    return ""
