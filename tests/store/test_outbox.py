"""Drafts, posts and entries in a real file: all of it comes back, and unique values are enforced."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.support.factories import NOON, a_draft, an_entry
from tests.support.filled import Filled, at

from postdesk.domain.delivery import Event, Evidence, Hold, IllegalTransition, Stage, State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.matching import Baseline
from postdesk.domain.new_posts import NoFreeMoment
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, ExpectedAccount, PostOrigin, PostState, SendMode
from postdesk.domain.remote import PlatformResult
from postdesk.store import accepted, attempts, drafts, entries, last_used, posts

HOUR = timedelta(hours=1)
LookUp: TypeAlias = Callable[[sqlite3.Connection, int, str], object]
one_file_for_all = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
texts = st.text(st.characters(codec="utf-8"), max_size=60)
moments = st.integers(0, 10_000).map(lambda n: NOON + n * timedelta(milliseconds=1))
own = st.none() | texts
variants = st.builds(Variant, st.sampled_from(Platform), own, own, own, own, st.none() | moments)


@one_file_for_all
@given(
    draft=st.builds(
        Draft,
        id=st.uuids().map(str),
        client_id=st.just(1),
        platforms=st.lists(st.sampled_from(Platform), unique=True).map(tuple),
        text=texts,
        variants=st.lists(variants, max_size=2).map(tuple),
        title=texts,
        media_url=texts,
        thumbnail_url=texts,
        due_at=st.none() | moments,
        replaces_post=st.none() | st.integers(1, 9),
        copied_from_post=st.none() | st.integers(1, 9),
        updated_at=moments,
    )
)
def test_a_draft_comes_back_as_it_was(filled: Filled, draft: Draft) -> None:
    filled.database.submit(lambda conn: drafts.save(conn, draft)).result()
    assert drafts.get(filled.database.reader, draft.id) == draft


def test_a_draft_takes_the_place_of_what_was_kept_under_its_id(filled: Filled) -> None:
    for text in ("Hel", "Hello\0 and \N{RIGHT-TO-LEFT OVERRIDE}more <b>words</b>"):
        filled.database.submit(lambda conn, text=text: drafts.save(conn, a_draft(text=text))).result()  # type: ignore[misc]
    (kept,) = drafts.of_workspace(filled.database.reader, filled.workspace.id)
    assert kept.text == "Hello\0 and \N{RIGHT-TO-LEFT OVERRIDE}more <b>words</b>"


def test_drafts_are_listed_by_client_the_last_changed_first(filled: Filled) -> None:
    ann, bob = filled.clients
    made = [
        a_draft(id="a", client_id=ann.id, updated_at=NOON),
        a_draft(id="b", client_id=bob.id, updated_at=NOON + HOUR),
        a_draft(id="c", client_id=ann.id, updated_at=NOON + 2 * HOUR),
        a_draft(id="z", client_id=filled.stranger.id),
    ]
    for each in made:
        filled.database.submit(lambda conn, each=each: drafts.save(conn, each)).result()  # type: ignore[misc]
    listed = drafts.of_workspace(filled.database.reader, filled.workspace.id)
    assert [each.id for each in listed] == ["c", "b", "a"]
    assert [each.id for each in drafts.of_workspace(filled.database.reader, filled.workspace.id, ann.id)] == ["c", "a"]
    filled.database.submit(lambda conn: drafts.delete(conn, "c")).result()
    assert drafts.get(filled.database.reader, "c") is None


entry_values = st.builds(
    an_entry,
    platforms=st.lists(st.sampled_from(Platform), min_size=1, unique=True).map(tuple),
    state=st.sampled_from(State),
    mode=st.sampled_from(SendMode),
    due_at=moments,
    content=texts,
    title=texts,
    lock_in_at=st.none() | moments,
    hold=st.none() | st.sampled_from(Hold),
    not_before=st.none() | moments,
    token=texts,
    accounts=st.lists(st.builds(ExpectedAccount, st.sampled_from(Platform), texts), max_size=2).map(tuple),
    attempts=st.integers(0, 5),
    reason=texts,
    evidence=st.sampled_from(Evidence),
    stage=st.sampled_from(Stage),
    results=st.lists(st.builds(PlatformResult, st.sampled_from(Platform), texts, texts, texts), max_size=2).map(tuple),
    checked_at=st.none() | moments,
)


@one_file_for_all
@given(entry=entry_values)
def test_an_entry_comes_back_as_it_was(filled: Filled, entry: Entry) -> None:
    post = filled.add(entry, origin=PostOrigin.ELSEWHERE)
    (kept,) = posts.entries_of(filled.database.reader, post.id)
    assert replace(kept, changed_at=None) == replace(entry, id=kept.id, post_id=post.id)


def test_a_change_of_an_entry_changes_what_its_post_says(filled: Filled) -> None:
    post = filled.add(an_entry(due_at=at(NOON, 1)), an_entry(due_at=at(NOON + HOUR, 2), platforms=(Platform.THREADS,)))
    first, second = post.entries
    filled.database.submit(lambda conn: entries.advance(conn, first.id, Event.USER_CANCELS, NOON)).result()
    changed = posts.get(filled.database.reader, post.id)
    assert changed
    assert (changed.state, changed.platforms, changed.due_at) == (PostState.SCHEDULED, ("threads",), NOON + HOUR)
    filled.database.submit(lambda conn: entries.advance(conn, second.id, Event.TIME_PASSED, NOON)).result()
    missed = posts.get(filled.database.reader, post.id)
    assert missed
    assert missed.state == PostState.MISSED


def test_an_illegal_move_changes_nothing(filled: Filled) -> None:
    (entry,) = filled.add(an_entry()).entries
    with pytest.raises(IllegalTransition):
        filled.database.submit(lambda conn: entries.advance(conn, entry.id, Event.ACCEPTED, NOON)).result()
    kept = entries.get(filled.database.reader, entry.id)
    assert kept
    assert kept.state == State.PLANNED


def test_no_two_of_our_entries_share_a_moment_in_a_workspace(filled: Filled) -> None:
    filled.add(an_entry(due_at=at(NOON, 1)))
    with pytest.raises(NoFreeMoment):
        filled.add(an_entry(due_at=at(NOON, 1)), client=filled.clients[1])
    (other,) = filled.add(an_entry(due_at=at(NOON, 2))).entries
    with pytest.raises(NoFreeMoment):
        filled.database.submit(lambda conn: entries.write(conn, replace(other, due_at=at(NOON, 1)), NOON)).result()
    filled.add(an_entry(due_at=at(NOON, 1)), client=filled.stranger)
    filled.add(an_entry(due_at=at(NOON, 1)), origin=PostOrigin.ELSEWHERE)
    assert entries.taken_milliseconds(filled.database.reader, filled.workspace.id, NOON) == {2, 3}


def test_no_two_entries_share_an_id_of_the_service(filled: Filled) -> None:
    filled.add(an_entry(due_at=at(NOON, 1), state=State.ACCEPTED, remote_id="r1"))
    filled.add(an_entry(due_at=at(NOON, 2)))
    filled.add(an_entry(due_at=at(NOON, 3)))
    with pytest.raises(sqlite3.IntegrityError):
        filled.add(an_entry(due_at=at(NOON, 4), state=State.ACCEPTED, remote_id="r1"))
    filled.add(an_entry(due_at=at(NOON, 5), state=State.ACCEPTED, remote_id="r1"), client=filled.stranger)


def test_the_marker_is_a_compare_and_set_and_counts_its_attempts(filled: Filled) -> None:
    (entry,) = filled.add(an_entry(state=State.QUEUED, token="t1")).entries
    baseline = Baseline(frozenset({"r1", "r2"}), whole=True)
    marked = filled.database.submit(lambda conn: attempts.mark(conn, entry.id, "t1", baseline, NOON)).result()
    assert (marked.state, marked.attempts) == (State.SENDING, 1)
    with pytest.raises(IllegalTransition):
        filled.database.submit(lambda conn: attempts.mark(conn, entry.id, "t1", baseline, NOON)).result()
    attempt = attempts.last(filled.database.reader, entry.id)
    assert attempt
    assert (attempt.number, attempt.baseline, attempt.ended_at) == (1, baseline, None)
    filled.database.submit(lambda conn: attempts.end(conn, marked, "dropped", NOON + HOUR)).result()
    ended = attempts.last(filled.database.reader, entry.id)
    assert ended
    assert (ended.outcome, ended.ended_at) == ("dropped", NOON + HOUR)


def test_the_marker_of_another_token_marks_nothing(filled: Filled) -> None:
    (entry,) = filled.add(an_entry(state=State.QUEUED, token="new")).entries
    with pytest.raises(KeyError):
        filled.database.submit(lambda conn: attempts.mark(conn, entry.id, "old", Baseline(), NOON)).result()
    assert entries.in_state(filled.database.reader, filled.workspace.id, State.SENDING) == ()
    assert attempts.last(filled.database.reader, entry.id) is None


def test_an_answer_that_says_nothing_new_is_kept_once(filled: Filled) -> None:
    (entry,) = filled.add(an_entry()).entries
    for number, raw in enumerate(("a", "a", "b", "a")):
        moment = NOON + number * HOUR
        filled.database.submit(
            lambda conn, raw=raw, moment=moment: entries.keep_answer(conn, entry.id, "HTTP 200", raw, moment)  # type: ignore[misc]
        ).result()
    assert [answer.raw for answer in entries.answers(filled.database.reader, entry.id)] == ["a", "b", "a"]


waiting_entries = st.lists(
    st.tuples(
        st.sampled_from([State.PLANNED, State.QUEUED, State.SENDING, State.ACCEPTED, State.MISSED]),
        st.integers(-120, 120),
        st.none() | st.integers(-120, 120),
        st.none() | st.integers(-120, 120),
        st.sampled_from([None, Hold.UNDO_DELAY, Hold.OFFLINE]),
    ),
    max_size=12,
)


@one_file_for_all
@given(rows=waiting_entries)
def test_what_waits_asks_for_something_at_its_lock_in_its_time_or_its_next_try(
    filled: Filled, rows: list[tuple[State, int, int | None, int | None, Hold | None]]
) -> None:
    filled.database.submit(lambda conn: conn.execute("DELETE FROM posts")).result()

    def minutes(count: int | None) -> object:
        return None if count is None else NOON + timedelta(minutes=count)

    asks, leaves, sending = {}, {}, set[int]()
    for number, (state, due, lock_in, not_before, hold) in enumerate(rows):
        due_at = at(NOON + timedelta(minutes=due), number)
        entry = an_entry(state=state, due_at=due_at, lock_in_at=minutes(lock_in), not_before=minutes(not_before), hold=hold)
        kept = filled.add(entry).entries[0]
        if state is State.SENDING:
            sending.add(kept.id)
        if state in (State.PLANNED, State.QUEUED):
            start = min(kept.lock_in_at or due_at, due_at)
            asks[kept.id] = max(start, kept.not_before) if kept.not_before else start
            if hold is not Hold.OFFLINE:
                leaves[kept.id] = asks[kept.id]
    reader, mine = filled.database.reader, filled.workspace.id
    assert {entry.id for entry in entries.waiting(reader, mine, NOON)} == {n for n, moment in asks.items() if moment <= NOON}
    coming = [moment for moment in asks.values() if moment > NOON]
    assert entries.next_moment(reader, mine, NOON) == min(coming, default=None)
    assert entries.next_sending(reader, mine, NOON) == min((each for each in leaves.values() if each > NOON), default=None)
    leaving = {entry_id for entry_id, moment in leaves.items() if moment <= NOON} | sending
    assert {entry.id for entry in entries.sending_now(reader, mine, NOON)} == leaving
    sendable = entries.sendable(reader, mine)
    assert all(entry.state == State.QUEUED and not entry.hold for entry in sendable)
    assert [entry.due_at for entry in sendable] == sorted(entry.due_at for entry in sendable)


@pytest.mark.parametrize(
    "look",
    [
        entries.waiting,
        entries.next_moment,
        entries.next_sending,
        entries.sending_now,
        entries.next_with_file,
        accepted.next_locked,
        lambda conn, workspace_id, _: entries.next_to_send(conn, workspace_id),
    ],
)
def test_what_is_looked_for_again_and_again_is_found_without_reading_all(
    filled: Filled, look: Callable[[sqlite3.Connection, int, datetime], object]
) -> None:
    asked: list[str] = []
    reader = filled.database.reader
    reader.set_trace_callback(asked.append)
    look(reader, filled.workspace.id, NOON)
    reader.set_trace_callback(None)
    assert asked
    steps = [str(row["detail"]) for query in asked for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")]
    of_entries = [step for step in steps if step.startswith(("SCAN entries", "SEARCH entries"))]
    assert of_entries
    assert all("(workspace_id=? AND state=?" in step or "PRIMARY KEY" in step for step in of_entries)


def test_locked_posts_and_unsettled_ones_are_found(filled: Filled) -> None:
    locked = filled.add(an_entry(due_at=at(NOON + HOUR, 1), state=State.ACCEPTED, remote_id="r1"))
    odd = filled.add(an_entry(due_at=at(NOON + 2 * HOUR, 2), state=State.ACCEPTED, remote_id="r2", stage=Stage.UNKNOWN))
    filled.add(an_entry(due_at=at(NOON + HOUR, 3), state=State.ACCEPTED, remote_id="r3", stage=Stage.PUBLISHED))
    reader, mine = filled.database.reader, filled.workspace.id
    found = posts.locked_posts(reader, filled.clients[0].id, "linkedin")
    assert [post.id for post in found] == [locked.id]
    assert posts.locked_posts(reader, filled.clients[0].id, "threads") == ()
    assert accepted.unsettled(reader, mine, NOON) == ()
    assert [each.remote_id for each in accepted.unsettled(reader, mine, NOON + 3 * HOUR)] == ["r1", "r2"]
    assert accepted.next_locked(reader, mine, NOON) == locked.entries[0].due_at
    assert accepted.next_locked(reader, mine, NOON + HOUR + timedelta(minutes=1)) == odd.entries[0].due_at


def test_posts_that_are_not_due_are_found_by_their_ids(filled: Filled) -> None:
    filled.add(an_entry(due_at=at(NOON - HOUR, 1), state=State.ACCEPTED, remote_id="due"))
    filled.add(an_entry(due_at=at(NOON + HOUR, 2), state=State.ACCEPTED, remote_id="early"))
    filled.add(an_entry(due_at=at(NOON + HOUR, 3), state=State.ACCEPTED, remote_id="not asked for"))
    filled.add(an_entry(due_at=at(NOON + HOUR, 4), state=State.ACCEPTED, remote_id="over", stage=Stage.PUBLISHED))
    found = accepted.not_yet_due(filled.database.reader, filled.workspace.id, NOON, ["due", "early", "over", "unknown", ""])
    assert [each.remote_id for each in found] == ["early"]


def test_a_post_taken_for_one_made_elsewhere_makes_room_for_ours(filled: Filled) -> None:
    other = filled.add(an_entry(state=State.ACCEPTED, remote_id="r1"), origin=PostOrigin.ELSEWHERE, text="")
    ours = filled.add(an_entry(due_at=at(NOON, 1), state=State.ACCEPTED, remote_id="r2"))
    for remote_id in ("r1", "r2"):
        filled.database.submit(
            lambda conn, remote_id=remote_id: posts.remove_foreign_post(conn, filled.workspace.id, remote_id)  # type: ignore[misc]
        ).result()
    assert posts.get(filled.database.reader, other.id) is None
    assert posts.get(filled.database.reader, ours.id)


def early(conn: sqlite3.Connection, workspace_id: int, remote_id: str) -> object:
    return accepted.not_yet_due(conn, workspace_id, NOON, [remote_id])


@pytest.mark.parametrize("look_up", [accepted.is_known, accepted.is_owned, early, posts.remove_foreign_post])
def test_an_id_is_found_without_reading_all_entries(filled: Filled, look_up: LookUp) -> None:
    for n in range(200):
        filled.add(an_entry(due_at=at(NOON, n), state=State.ACCEPTED, remote_id=f"r{n}"))
    hundreds: list[int] = []

    def counted(conn: sqlite3.Connection) -> object:
        conn.set_progress_handler(lambda: hundreds.append(100), 100)
        try:
            return look_up(conn, filled.workspace.id, "another")
        finally:
            conn.set_progress_handler(None, 0)

    filled.database.submit(counted).result()
    assert sum(hundreds) <= 100


def test_the_last_post_is_remembered_for_the_next_and_a_time_is_not_forgotten_by_publishing(filled: Filled) -> None:
    ann = filled.clients[0]
    assert last_used.get(filled.database.reader, ann.id) == last_used.LastUsed()
    for platforms, due_at in (((Platform.LINKEDIN,), NOON), ((Platform.TWITTER,), None)):
        filled.database.submit(
            lambda conn, platforms=platforms, due_at=due_at: last_used.remember(conn, ann.id, platforms, due_at)  # type: ignore[misc]
        ).result()
    assert last_used.get(filled.database.reader, ann.id) == last_used.LastUsed((Platform.TWITTER,), NOON)


def test_posts_within_a_day_are_counted_by_platform_but_for_those_that_do_not_go_out(filled: Filled) -> None:
    twice = (Platform.LINKEDIN, Platform.THREADS)
    for number, before in enumerate((HOUR, 5 * HOUR, 23 * HOUR, 25 * HOUR, -3 * HOUR)):
        filled.add(an_entry(state=State.PLANNED, platforms=twice, due_at=at(NOON - before, number)))
    filled.add(an_entry(state=State.MISSED, platforms=twice, due_at=at(NOON - 2 * HOUR, 9)))
    edited = filled.add(an_entry(state=State.PLANNED, due_at=at(NOON - 4 * HOUR, 10)))

    def counted(platform: Platform, but: int | None = None, client: int = filled.clients[0].id) -> int:
        return posts.count_within_a_day(filled.database.reader, client, platform, NOON, but)

    assert counted(Platform.LINKEDIN) == 4
    assert counted(Platform.LINKEDIN, edited.id) == 3
    assert counted(Platform.THREADS) == 3
    assert counted(Platform.TWITTER) == 0
    assert counted(Platform.LINKEDIN, client=filled.clients[1].id) == 0


def test_the_entries_and_the_times_around_a_moment_are_a_clients_own(filled: Filled) -> None:
    ann, ben = (client.id for client in filled.clients[:2])
    near = filled.add(an_entry(state=State.PLANNED, due_at=at(NOON + HOUR, 1)))
    filled.add(an_entry(state=State.PLANNED, due_at=at(NOON + 30 * HOUR, 2)))
    filled.add(an_entry(state=State.MISSED, due_at=at(NOON + 2 * HOUR, 3)))
    around = NOON, NOON + HOUR * 2, "", ""
    found = posts.entries_with(filled.database.reader, ann, *around)
    assert [entry.post_id for entry in found] == [near.id]
    assert posts.entries_with(filled.database.reader, ben, *around) == ()
    times = [NOON + hours * HOUR for hours in range(40)]
    taken = [each for each in times if posts.is_taken(filled.database.reader, ann, each)]
    assert taken == [NOON + HOUR, NOON + 30 * HOUR]
    assert not any(posts.is_taken(filled.database.reader, ben, each) for each in times)
