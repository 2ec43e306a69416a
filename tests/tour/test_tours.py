"""The tours in the real application: the main tasks from the first run to the lost answer, and the composer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import postdesk
from postdesk.command_line import TOURS
from postdesk.tour.script import read_script


@pytest.mark.timeout(180)
@pytest.mark.parametrize("tour", TOURS)
def test_the_tour_shows_what_it_should(tmp_path: Path, resources: Path, tour: str) -> None:
    pictures = tmp_path / "pictures"
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={resources / 'tours' / 'screen.json'}",
        "PYTHONPATH": str(Path(postdesk.__file__).parents[1]),
        "TMPDIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "postdesk", "--tour", str(pictures), "--tour-of", tour],
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    steps = read_script(resources / "tours" / f"{tour}.toml").steps
    assert re.findall(r"^\d\d (.*) … ok$", done.stdout, re.MULTILINE) == [step.name for step in steps]
    assert sorted(file.name for file in pictures.iterdir()) == [
        f"{n:02}-{step.slug}.png" for n, step in enumerate(steps, start=1)
    ]
    assert [left.name for left in tmp_path.iterdir()] == ["pictures"], "the profile is thrown away"
