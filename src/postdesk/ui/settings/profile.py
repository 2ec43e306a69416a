"""What the settings show of the profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from postdesk.domain.clients import Workspace


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the profile lies, and the workspaces in it."""

    folder: Path
    workspaces: Sequence[Workspace]
