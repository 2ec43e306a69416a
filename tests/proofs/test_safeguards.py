"""Each safeguard still exists where the proof removes it; `python -m tests.proofs safeguards` shows that a test notices."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.proofs.process_forker import ROOT
from tests.proofs.safeguards import SAFEGUARDS, Safeguard, take_out


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda each: each.name)
def test_a_safeguard_can_be_taken_out(safeguard: Safeguard, tmp_path: Path) -> None:
    copy = tmp_path / safeguard.file
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "src" / "postdesk" / safeguard.file, copy)
    before = copy.read_text()
    take_out(safeguard, tmp_path)
    assert copy.read_text() != before
    with pytest.raises(LookupError):
        take_out(replace(safeguard, text="what is not there any more"), tmp_path)


def test_the_test_files_of_the_safeguards_exist() -> None:
    paths = {argument.partition("::")[0] for each in SAFEGUARDS for argument in each.tests if argument.startswith("tests/")}
    assert {path for path in paths if not (ROOT / path).exists()} == set()
