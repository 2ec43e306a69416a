"""What an import made, and what came of taking it back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ImportState(StrEnum):
    """How far an import is. It is written part by part: nothing of it is sent but while it is FINISHED."""

    UNFINISHED = "unfinished"
    FINISHED = "finished"
    TAKING_BACK = "taking_back"


@dataclass(frozen=True, slots=True)
class Import:
    """Rows of a file that became posts and drafts together. `name` is the file's; `rows`: how many were not taken back."""

    id: str
    name: str
    at: datetime
    rows: int = 0
    state: ImportState = ImportState.FINISHED


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import made."""

    made: Import
    posts: int
    drafts: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking an import back: `taken` rows are gone, all others stay.

    `out` are locked in or sent, `changed` were changed by the user since, `left` were not looked at when the user stopped it.
    """

    taken: int = 0
    out: int = 0
    changed: int = 0
    left: int = 0
