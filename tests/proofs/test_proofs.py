"""The proofs of delivery in their short form: other cases each day. `python -m tests.proofs` runs all of them.

`POSTDESK_PROOF_SEED` chooses the cases of another day.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.proofs import kills, sweep

pytestmark = pytest.mark.timeout(600)

_ONE_IN = 12
_KILLS = 8


@pytest.fixture
def seed(capsys: pytest.CaptureFixture[str]) -> int:
    """Today's, and told, so that what failed can be tried again."""
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
    outcome = kills.run(tmp_path, _KILLS, 3, seed)
    assert (outcome.twice, outcome.lost, outcome.false) == ((), (), ())
    assert outcome.posts == 3 * outcome.kills
    assert max(outcome.work_s) < kills.READY_WITHIN_S
