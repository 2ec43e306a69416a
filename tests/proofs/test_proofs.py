"""The proofs of delivery in their short form: other cases each day. `python -m tests.proofs` runs all of them.

`POSTDESK_PROOF_SEED` selects the cases of another day.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.proofs import crowds, kills, marker, sweep
from tests.proofs.__main__ import asked

from postdesk.domain.delivery import State

pytestmark = pytest.mark.timeout(600)

_ONE_IN = 12
_KILLS = 8
_LATE, _QUEUED, _CLICKS, _SENDS = 40, 100, 60, 20


@pytest.fixture
def seed(capsys: pytest.CaptureFixture[str]) -> int:
    """Today's seed, printed so that a failure can be repeated."""
    seed = int(os.environ.get("POSTDESK_PROOF_SEED") or datetime.now(UTC).date().toordinal())
    with capsys.disabled():
        print(f" POSTDESK_PROOF_SEED={seed} ", end="", flush=True)
    return seed


async def test_no_kill_at_any_step_makes_a_post_go_out_twice_or_get_lost(seed: int) -> None:
    verdicts = await sweep.run(sweep.cases(seed, _ONE_IN))
    wrong = [f"{verdict.case}: {', '.join(verdict.faults)}" for verdict in verdicts if verdict.faults]
    assert not wrong, "\n".join(wrong)
    assert sum(verdict.killed for verdict in verdicts) > len(verdicts) / 2


def test_no_kill_in_flight_makes_a_post_go_out_twice_or_get_lost(seed: int, tmp_path: Path) -> None:
    outcome = kills.run(tmp_path, _KILLS, seed)
    assert (outcome.twice, outcome.lost, outcome.false) == ((), (), ())
    assert outcome.posts >= outcome.in_flight == _KILLS
    assert max(outcome.work_s) < kills.READY_WITHIN_S


@pytest.mark.parametrize("echoes", [True, False], ids=["echo", "no echo"])
async def test_what_the_service_takes_minutes_after_it_dropped_the_line_goes_out_once(seed: int, echoes: bool) -> None:
    crowd = await crowds.late(_LATE, echoes, seed)
    assert (crowd.posted, crowd.taken, crowd.twice) == (_LATE, _LATE, ())
    assert crowd.states == {State.ACCEPTED if echoes else State.NEEDS_USER: _LATE}


async def test_two_processes_on_one_profile_send_each_post_once() -> None:
    crowd = await crowds.side_by_side(_QUEUED)
    assert (crowd.posted, crowd.taken, crowd.twice) == (_QUEUED, _QUEUED, ())


async def test_a_double_click_makes_one_post() -> None:
    crowd = await crowds.double_clicks(_CLICKS)
    assert (crowd.posted, crowd.twice) == (_CLICKS, ())
    assert crowd.states == {State.ACCEPTED: _CLICKS}


async def test_the_marker_is_on_the_disk_before_the_first_byte_leaves() -> None:
    if reason := marker.can_trace():
        pytest.skip(reason)
    assert await marker.run(_SENDS) == marker.Sends(_SENDS, _SENDS)


def test_without_a_name_all_are_asked_for() -> None:
    assert not asked([]).names
    assert asked(["marker", "storage"]).names == ["marker", "storage"]
    with pytest.raises(SystemExit):
        asked(["marvel"])
