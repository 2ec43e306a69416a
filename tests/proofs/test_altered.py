"""A part of the altered values, another one each day; `python -m tests.proofs storage` tries many more."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.proofs import altered, storage
from tests.support.altered import alterations, everything

from postdesk.store import backups
from postdesk.store.database import FILE

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.logs("the database is damaged", "is no good", "nothing could be read", "the database was damaged", "plugin does"),
]


@pytest.mark.usefixtures("qapp")
def test_no_altered_value_keeps_the_window_from_opening(tmp_path: Path) -> None:
    trials = altered.trials(tmp_path, 8, seed=datetime.now(UTC).toordinal())
    assert [trial for trial in trials if trial.wrong] == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("column", ["entries.token", "entries.content"])
def test_a_waiting_entry_that_was_altered_is_told_and_not_sent(column: str, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    everything(fresh)
    backups.back_up(fresh / FILE, storage.NOW)
    alteration = next(each for each in alterations(fresh / FILE) if str(each).startswith(column) and each.is_text)
    trial = altered.trial(fresh, tmp_path / "altered", alteration, 0, storage.meant(fresh))
    assert (trial.came, trial.wrong) == (storage.CHANGED, "")


@pytest.mark.usefixtures("qapp")
def test_a_post_that_is_gone_is_noticed(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    everything(fresh)
    backups.back_up(fresh / FILE, storage.NOW)
    meant = storage.meant(fresh) | {"gone": ()}
    alteration = next(each for each in alterations(fresh / FILE) if str(each).startswith("clients.colour") and each.is_text)
    assert "'gone'" in altered.trial(fresh, tmp_path / "altered", alteration, 0, meant).wrong
