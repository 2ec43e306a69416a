"""What an import made, and what came of taking it back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Import:
    """Rows of a file that became posts and drafts together. `name` is the file's; `rows`: how many were not taken back."""

    id: str
    name: str
    at: datetime
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import made."""

    made: Import
    posts: int
    drafts: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking an import back: `taken` are gone; `out` (locked in or sent) and `changed` (by the user, since) stay."""

    taken: int = 0
    out: int = 0
    changed: int = 0
