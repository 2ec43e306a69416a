"""A part of the altered values, another one each day; `python -m tests.proofs storage` tries many more."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.proofs import altered

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.logs("the database is damaged", "is no good", "nothing could be read", "the database was damaged", "plugin does"),
]


@pytest.mark.usefixtures("qapp")
def test_no_altered_value_keeps_the_window_from_opening(tmp_path: Path) -> None:
    trials = altered.trials(tmp_path, 8, seed=datetime.now(UTC).toordinal())
    assert [trial for trial in trials if trial.wrong] == []
