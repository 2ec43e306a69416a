"""The location of the data files."""

from pathlib import Path


def find_resources() -> Path:
    """Return the folder of the data files: in the package, or, in a checkout, in the repository."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parents[1] / "resources"
