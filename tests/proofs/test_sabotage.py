"""Each proof fails where its safeguard is missing."""

from dataclasses import replace

import pytest
from tests.proofs import crowds, marker, sweep

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


@pytest.mark.parametrize(
    ("without", "point", "behaviour", "fault"),
    [
        ("a marker before the first byte", "all sent", "takes it", "twice"),
        ("doubt after a restart", "all sent", "takes it", "twice"),
        ("anything kept after a restart", "before the first byte", "takes it", "lost"),
        ("doubt after a lost answer", "queued", "takes it, drops", "twice"),
        ("a look at what answered", "queued", "page with 200", "falsely accepted"),
        ("the user's own word", "queued", "drops, and takes it 5 min later", "twice"),
    ],
)
async def test_the_sweep_sees(without: str, point: str, behaviour: str, fault: str) -> None:
    wanted = [case for case in sweep.cases(seed=0) if (case.point, case.behaviour.name, case.echoes) == (point, behaviour, False)]
    # Use a post that goes out at once: chance decides between that and a lock-in.
    (verdict,) = await sweep.run([replace(case, scheduled=False) for case in wanted], without=without)
    assert verdict.killed
    assert fault in verdict.faults


async def test_late_acceptance_is_seen_twice_where_nobody_is_asked() -> None:
    assert (await crowds.late(20, echoes=False, seed=0, without="the user's own word")).twice


async def test_two_processes_are_seen_to_send_twice_without_compare_and_set() -> None:
    assert (await crowds.side_by_side(40, without="compare-and-set")).twice


async def test_a_double_click_is_seen_to_make_two() -> None:
    crowd = await crowds.double_clicks(30, without="memory of what a draft became")
    assert crowd.posted > 30


async def test_a_marker_that_is_not_synced_is_seen() -> None:
    if reason := marker.can_trace():
        pytest.skip(reason)
    assert (await marker.run(5, without="commits that are synced")).synced < 5
