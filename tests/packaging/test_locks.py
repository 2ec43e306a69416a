"""The lock files: every package pinned and hashed, no addresses in them, and up to date with the project."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "packaging" / "requirements.lock"
TEST = ROOT / "packaging" / "requirements-test.lock"

PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[0-9A-Za-z.!+]+)(?P<marker> ; [^\\\n]+?)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)


def pins(lock: Path) -> dict[str, set[str]]:
    """Return the versions of each package; two where Python versions differ."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock.read_text(encoding="utf-8")):
        found.setdefault(pin["name"], set()).add(pin["version"])
    return found


@pytest.mark.parametrize("lock", [RUN, TEST], ids=lambda lock: lock.name)
def test_a_lock_holds_hashed_pins_and_nothing_else(lock: Path) -> None:
    assert pins(lock)
    assert PIN.sub("", lock.read_text(encoding="utf-8")).strip() == ""


def test_what_runs_is_what_is_tested() -> None:
    assert pins(RUN).items() <= pins(TEST).items()


def test_the_locks_meet_the_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [Requirement(each) for each in project["project"]["dependencies"] + project["dependency-groups"]["build"]]
    for requirement in needed:
        versions = pins(RUN).get(canonicalize_name(requirement.name), set())
        assert any(requirement.specifier.contains(version) for version in versions), requirement


def test_qt_is_held_below_the_release_that_aborts_on_old_pythons() -> None:
    markers = {
        pin["version"]: pin["marker"] for pin in PIN.finditer(RUN.read_text("utf-8")) if pin["name"] == "pyside6-essentials"
    }
    old = [version for version in markers if version.startswith("6.11.")]
    assert [markers[version] for version in old] == [" ; python_full_version < '3.12'"]
    assert all("python_full_version >= '3.12'" in marker for version, marker in markers.items() if version not in old)
