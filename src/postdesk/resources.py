"""Where the data files are."""

from pathlib import Path


def find_resources() -> Path:
    """The folder of the data files: in the package, or, in a checkout, where they are kept."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parents[1] / "resources"
