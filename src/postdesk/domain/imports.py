"""The result of an import, and the result of undoing it."""

from datetime import datetime
from enum import StrEnum

from postdesk.domain.lazy_dataclass import dataclass


class ImportState(StrEnum):
    """The progress of an import. It is written in parts, and nothing of it is sent unless it is FINISHED."""

    UNFINISHED = "unfinished"
    FINISHED = "finished"
    UNDOING = "taking_back"


@dataclass(frozen=True, slots=True)
class Import:
    """A file's rows that became posts and drafts together. `name`: of the file; `rows`: those that were not undone."""

    id: str
    name: str
    at: datetime
    rows: int = 0
    state: ImportState = ImportState.FINISHED


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import: the numbers of its posts and drafts."""

    made: Import
    posts: int
    drafts: int


@dataclass(frozen=True, slots=True)
class ImportUndoResult:
    """The result of undoing an import: `removed` rows are removed, all others stay.

    `not_recallable`: locked or sent; `edited`: edited by the user since; `remaining`: not yet processed when the user stopped
    the undo.
    """

    removed: int = 0
    not_recallable: int = 0
    edited: int = 0
    remaining: int = 0
