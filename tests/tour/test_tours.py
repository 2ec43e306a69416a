"""The tours in the real application: the main tasks from the first run to the lost answer, the composer, and everyday jobs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import postdesk
from postdesk.command_line import TOURS
from postdesk.tour.script import Focus, Key, See, SeePage, Type, read_script


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


def test_the_guide_counts_the_acts_of_everyday_jobs(resources: Path) -> None:
    guide = (resources.parent / "docs" / "guide.md").read_text(encoding="utf-8")
    counted = {job: int(now) for job, now in re.findall(r"^\| (.+) \| \d+ \| (\d+) \|$", guide, re.MULTILINE)}
    steps = {step.name: step.actions for step in read_script(resources / "tours" / "everyday.toml").steps}
    acts = {job: sum(not isinstance(action, See | Focus | SeePage) for action in steps[job]) for job in counted}
    assert len(acts) == 6
    assert acts == counted
    assert all(isinstance(action, Key | Type | Focus | See) for action in steps["Schedule a text (keys only)"])
