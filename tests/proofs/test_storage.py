"""The proofs of the file in their short form; `python -m tests.proofs storage` is the long one."""

import os
from pathlib import Path

import pytest
from tests.proofs import storage

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.logs("the database is damaged", "nothing could be read", "is no good", "SQLITE_FULL"),
]


def wrong(trials: list[storage.Trial]) -> list[storage.Trial]:
    return [trial for trial in trials if trial.wrong]


def test_no_kill_while_the_file_is_migrated_repaired_replaced_or_backed_up_loses_anything(tmp_path: Path) -> None:
    trials = storage.kills(tmp_path, 5, seed=0)
    assert wrong(trials) == []
    assert sum(trial.came == "killed" for trial in trials) > len(trials) / 2


def test_a_disk_that_gets_full_at_any_point_loses_nothing_that_was_told_to_be_kept(tmp_path: Path) -> None:
    with storage.small_disk(tmp_path) as disk:
        if disk is None or os.geteuid():
            pytest.skip("only root can mount a small disk, and not everywhere")
        trials = storage.full(disk, 5)
    assert wrong(trials) == []
    assert len({trial.came for trial in trials}) > 1


@pytest.mark.usefixtures("qapp")
@pytest.mark.logs("while the database was damaged", "This plugin does not support")
def test_no_flipped_bit_keeps_the_window_from_opening_or_makes_a_post_go_out_changed(tmp_path: Path) -> None:
    trials = storage.flips(tmp_path, 12, seed=0)
    assert wrong(trials) == []
    assert len({trial.came for trial in trials}) > 1
