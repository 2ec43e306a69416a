"""The scripts that make data files and pictures find their imports."""

import runpy
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.mark.parametrize("script", sorted(PACKAGING.glob("*.py")), ids=lambda script: script.name)
def test_imports_are_there(script: Path) -> None:
    assert runpy.run_path(str(script), run_name="imported")["__doc__"]
