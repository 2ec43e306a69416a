"""Updates of our entries from the service's data: the one way in which they learn what the service says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from postdesk.domain.delivery import OPEN_STAGES, Event, Evidence, Reason, Stage, State, later_stage, parse_reason, stage_of
from postdesk.domain.posts import Entry, mode_of, with_delete_reminder
from postdesk.domain.remote import PlatformResult, RemotePost
from postdesk.domain.request_stage import merge_results, overall_stage, platform_stages
from postdesk.store import attempts, entries, posts
from postdesk.store.foreign_posts import time_of
from postdesk.store.sqlite import Transaction


def accept(
    conn: Transaction,
    workspace_id: int,
    entry_id: int,
    remote: RemotePost,
    event: Event,
    now: datetime,
    change: Callable[[Entry], Entry] = lambda entry: entry,
) -> Entry:
    """Record that the service accepted the entry under an id, with the data it sent; no GET has confirmed them yet."""

    def changed(entry: Entry) -> Entry:
        return with_update(change(replace(entry, reason="")), remote, now, from_get=False)

    posts.remove_foreign_post(conn, workspace_id, remote.id)
    entry = entries.advance(conn, entry_id, event, now, changed)
    if entry.evidence != Evidence.LOOKS_LIKE:  # A guess may be denied later, and then the recorded end of the attempt counts.
        attempts.end(conn, entry, "accepted", now)
    entries.keep_answer(conn, entry_id, "HTTP 201" if event == Event.ACCEPTED else "found", remote.raw, now)
    return entry


def with_update(entry: Entry, remote: RemotePost, now: datetime, *, from_get: bool) -> Entry:
    """Return the entry with the service's current data. An entry fully reported as published stays published.

    `from_get`: the data are the answer to a GET. Without results of the platforms, a final status is believed only then. The
    result of a platform only moves forward; so does the request's status, except after a contradiction between the two.
    """
    checked = replace(entry, remote_id=remote.id, checked_at=now, platforms=entry.platforms or remote.named_platforms)
    if entry.stage == Stage.PUBLISHED:
        return replace(checked, results=_with_ids(entry.results, remote.results))
    known = stage_of(entry.remote_status) if entry.remote_status else Stage.SCHEDULED
    back = entry.stage != Stage.CONTRADICTORY and later_stage(known, stage_of(remote.status)) != stage_of(remote.status)
    word = entry.remote_status if back else remote.status
    results = merge_results(entry.results, remote.results)
    request = stage_of(word)
    stage = overall_stage(request, platform_stages(request, checked.platforms, results))
    if not (from_get or results or request in OPEN_STAGES):
        stage = Stage.PROCESSING if entry.stage in OPEN_STAGES else entry.stage
    by_the_user = entry.state == State.CONFIRMED_BY_USER  # Published since the moment the user confirmed it.
    same = (word, stage, _words(results)) == (entry.remote_status, entry.stage, _words(entry.results))
    since = (entry.stage_since if same or by_the_user else None) or now
    return replace(checked, remote_status=word, stage=stage, results=results, stage_since=since)


def retold(entry: Entry, remote: RemotePost, now: datetime, checked_at: datetime | None) -> Entry:
    """Return the entry of a post made elsewhere with what the service tells of it now. `checked_at`: as in `Entry`.

    What was left out before is filled in; what is left out now is kept.
    """
    wanted = parse_reason(entry.reason)[0] == Reason.UNWANTED
    plain, due_at = with_delete_reminder(entry, wanted=False), time_of(remote)
    told = replace(
        plain,
        platforms=remote.named_platforms or entry.platforms,
        content=remote.content or entry.content,
        mode=mode_of(remote) if remote.mode else entry.mode,
        due_at=due_at or entry.due_at,
        reason="" if due_at and parse_reason(plain.reason)[0] == Reason.TIME_UNKNOWN else plain.reason,
    )
    updated = replace(with_update(told, remote, now, from_get=True), checked_at=checked_at)
    return with_delete_reminder(updated, wanted=wanted)


def _with_ids(known: tuple[PlatformResult, ...], reported: tuple[PlatformResult, ...]) -> tuple[PlatformResult, ...]:
    """Return the later of two sets of results of a published entry: it may add details, but never take any away."""
    later = merge_results(known, reported)
    return later if all(stage_of(result.status) == Stage.PUBLISHED for result in later) else known


def _words(results: tuple[PlatformResult, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((result.platform, result.status) for result in results)
