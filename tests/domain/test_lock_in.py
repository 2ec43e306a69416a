"""The moment at which a waiting entry is locked in or sent: by clock, the client's setting, and the grace for late posts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.factories import NOON, an_entry

from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.delivery import Hold, Reason, State, parse_reason
from postdesk.domain.lock_in import GRACE, LATEST_LOCK_IN, advance_when_due, lock_in_time, mark_missed, reschedule
from postdesk.domain.posts import SendMode

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ENDING_BY_THEMSELVES = (Hold.UNDO_DELAY, Hold.NOT_DUE, Hold.OFFLINE, Hold.STORAGE, Hold.EARLIER_UNCLEAR)
WAITING_FOR_SOMEBODY = tuple(hold for hold in Hold if hold not in ENDING_BY_THEMSELVES)


@pytest.mark.parametrize(
    ("policy", "due_in", "locked_in"),
    [
        (LockIn(LockInRule.IMMEDIATE), 30 * DAY, timedelta()),
        (LockIn(LockInRule.DAY_BEFORE), 3 * DAY, 2 * DAY),
        (LockIn(LockInRule.DAY_BEFORE), HOUR, timedelta()),
        (LockIn(LockInRule.HOURS_BEFORE, 6), DAY, 18 * HOUR),
        (LockIn(LockInRule.MANUAL), DAY, None),
    ],
)
def test_a_post_is_locked_in_by_the_clients_setting(policy: LockIn, due_in: timedelta, locked_in: timedelta | None) -> None:
    moment = lock_in_time(NOON + due_in, policy, NOON)
    assert moment == (None if locked_in is None else NOON + locked_in)


def test_a_lockable_entry_is_released_to_be_locked_in() -> None:
    planned = an_entry(due_at=NOON + DAY, lock_in_at=NOON)
    released = advance_when_due(planned, NOON)
    assert released
    assert (released.state, released.mode) == (State.QUEUED, SendMode.SCHEDULED)


def test_with_less_than_a_minute_left_it_stays_here_and_says_so() -> None:
    planned = an_entry(due_at=NOON + LATEST_LOCK_IN - SECOND, lock_in_at=NOON - HOUR)
    kept = advance_when_due(planned, NOON)
    assert kept
    assert (kept.state, kept.lock_in_at) == (State.PLANNED, None)
    assert parse_reason(kept.reason)[0] == Reason.LATE_LOCK_IN
    due = advance_when_due(kept, kept.due_at)
    assert due
    assert (due.state, due.mode) == (State.QUEUED, SendMode.IMMEDIATE)


@pytest.mark.parametrize(
    ("ours", "server_offset", "locked_in"), [(90, 45, False), (30, -45, True), (30, 0, False), (90, 0, True)]
)
@pytest.mark.parametrize("state", [State.PLANNED, State.QUEUED])
def test_how_much_is_left_is_judged_by_the_services_clock(state: State, ours: int, server_offset: int, locked_in: bool) -> None:
    waiting = an_entry(state=state, mode=SendMode.SCHEDULED, due_at=NOON + ours * SECOND, lock_in_at=NOON)
    stepped = advance_when_due(waiting, NOON, server_offset=server_offset * SECOND) or waiting
    assert (stepped.state == State.QUEUED and stepped.mode == SendMode.SCHEDULED and stepped.hold is None) == locked_in


def test_what_is_due_here_is_published_though_the_services_clock_is_behind() -> None:
    due = advance_when_due(an_entry(due_at=NOON, lock_in_at=NOON - HOUR), NOON, server_offset=-5 * 60 * SECOND)
    assert due
    assert (due.state, due.mode) == (State.QUEUED, SendMode.IMMEDIATE)


def test_a_queued_one_that_cannot_be_locked_in_any_more_waits_for_its_time() -> None:
    queued = an_entry(state=State.QUEUED, mode=SendMode.SCHEDULED, due_at=NOON + timedelta(seconds=30), lock_in_at=NOON - HOUR)
    waiting = advance_when_due(queued, NOON)
    assert waiting
    assert (waiting.mode, waiting.hold, waiting.not_before) == (SendMode.IMMEDIATE, Hold.NOT_DUE, queued.due_at)
    ready = advance_when_due(waiting, queued.due_at)
    assert ready
    assert (ready.state, ready.mode, ready.hold) == (State.QUEUED, SendMode.IMMEDIATE, None)


@pytest.mark.parametrize("state", [State.PLANNED, State.QUEUED])
def test_what_was_due_while_away_goes_out_within_the_grace_and_never_after(state: State) -> None:
    entry = an_entry(state=state)
    within = advance_when_due(entry, NOON + GRACE, away=True)
    assert (within or entry).state == State.QUEUED
    after = advance_when_due(entry, NOON + GRACE + SECOND, away=True)
    assert after
    assert (after.state, parse_reason(after.reason)[0]) == (State.MISSED, Reason.AWAY)


def test_a_planned_entry_waits_for_no_turn() -> None:
    late = advance_when_due(an_entry(state=State.PLANNED), NOON + GRACE + SECOND, waited=GRACE)
    assert late
    assert late.state == State.MISSED


def test_what_only_waited_its_turn_is_not_missed() -> None:
    assert advance_when_due(an_entry(state=State.QUEUED), NOON + 3 * GRACE, waited=2 * GRACE) is None


@pytest.mark.parametrize("hold", sorted(set(Hold) - {Hold.RESTORED}))
def test_what_was_held_beyond_the_grace_is_missed_and_names_the_hold(hold: Hold) -> None:
    missed = advance_when_due(an_entry(state=State.QUEUED, hold=hold), NOON + GRACE + SECOND)
    assert missed
    assert missed.state == State.MISSED
    assert parse_reason(missed.reason) == (Reason.HELD_TOO_LONG, hold)


@pytest.mark.parametrize("state", [State.PLANNED, State.QUEUED])
def test_a_hold_of_a_copied_profile_outranks_the_clock(state: State) -> None:
    assert advance_when_due(an_entry(state=state, hold=Hold.RESTORED), NOON + 3 * GRACE, away=True) is None


@pytest.mark.parametrize("hold", sorted(set(Hold) - {Hold.RESTORED, *ENDING_BY_THEMSELVES}))
def test_what_was_held_names_the_hold_whatever_else_happened_since(hold: Hold) -> None:
    late = mark_missed(an_entry(state=State.QUEUED, hold=hold), away=True, clock_moved=True)
    assert parse_reason(late.reason) == (Reason.HELD_TOO_LONG, hold)


@pytest.mark.parametrize("hold", sorted(ENDING_BY_THEMSELVES))
def test_a_hold_with_an_end_ends(hold: Hold) -> None:
    ready = advance_when_due(an_entry(state=State.QUEUED, hold=hold, not_before=NOON), NOON)
    assert ready
    assert (ready.state, ready.hold, ready.not_before) == (State.QUEUED, None, None)


@pytest.mark.parametrize("hold", sorted(WAITING_FOR_SOMEBODY))
@pytest.mark.parametrize("state", [State.PLANNED, State.QUEUED])
def test_any_other_hold_stays_until_somebody_lets_go(hold: Hold, state: State) -> None:
    assert advance_when_due(an_entry(state=state, hold=hold), NOON + GRACE) is None


@pytest.mark.parametrize("hold", Hold)
def test_a_moved_entry_is_not_held_by_what_held_it_at_its_old_time_alone(hold: Hold) -> None:
    later = reschedule(an_entry(state=State.MISSED, hold=hold, not_before=NOON), NOON + DAY, None)
    over = hold in (*ENDING_BY_THEMSELVES, Hold.PAUSED, Hold.NOT_APPROVED)
    assert (later.hold, later.not_before) == ((None, None) if over else (hold, NOON))


def test_a_moved_entry_keeps_no_lock_in_time_that_it_cannot_use() -> None:
    later, lock_in = NOON + 2 * DAY, NOON + DAY
    assert reschedule(an_entry(), later, lock_in).lock_in_at == lock_in
    assert reschedule(an_entry(media_url="https://example.com/a.jpg"), later, lock_in).lock_in_at is None


@given(
    state=st.sampled_from([State.PLANNED, State.QUEUED]),
    mode=st.sampled_from(SendMode),
    hold=st.sampled_from([None, *Hold]),
    late=st.integers(-3 * 86400, 3 * 86400),
    lead=st.none() | st.integers(0, 2 * 86400),
    waited=st.booleans(),
)
def test_the_clock_alone_never_sends_late_and_always_comes_to_rest(
    state: State, mode: SendMode, hold: Hold | None, late: int, lead: int | None, waited: bool
) -> None:
    lock_in_at = None if lead is None else NOON - timedelta(seconds=lead)
    entry = an_entry(state=state, mode=mode, hold=hold, lock_in_at=lock_in_at)
    now = NOON + timedelta(seconds=late)
    turn = max(timedelta(), now - NOON) if waited else timedelta()
    seen = [entry]
    while stepped := advance_when_due(seen[-1], now, waited=turn) if seen[-1].state in (State.PLANNED, State.QUEUED) else None:
        seen.append(stepped)
        assert len(seen) < 4
    last = seen[-1]
    if hold == Hold.RESTORED:
        assert last == entry
    elif (not waited or hold or state == State.PLANNED) and now > NOON + GRACE:
        assert last.state == State.MISSED
    if last.state == State.QUEUED and last.mode == SendMode.SCHEDULED and not last.hold:
        assert NOON - now >= LATEST_LOCK_IN
