"""Failures of the place where everything is stored, and the replacement of a database."""

from datetime import datetime
from enum import StrEnum

from postdesk.domain.lazy_dataclass import dataclass


class StorageFailure(StrEnum):
    """The reason that nothing could be written, by what the user can do. DEFECT: our defect, which no user can solve."""

    FULL = "full"
    UNWRITABLE = "unwritable"
    BUSY = "busy"
    DAMAGED = "damaged"
    DEFECT = "defect"


class CopyProblem(StrEnum):
    """The reason that a file can't be imported as the database. MISSING: it does not exist, or may not be read."""

    MISSING = "missing"
    NOT_OURS = "not_ours"
    NEWER = "newer"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class CopyContents:
    """The contents of a copy: its time and its numbers of items. `waiting`: posts that would still be sent."""

    made_at: datetime
    drafts: int
    posts: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DatabaseReplacement:
    """The replacement of the database by another; the old one is in the folder `aside`.

    `brought`: by a file of the user's; otherwise the old one was damaged. `made_at`: the time of the copy, None where there was
    none. `drafts`, `posts`: the numbers of newer ones read from the damaged one. `whole`: all of it could be read.
    """

    brought: bool
    aside: str
    made_at: datetime | None
    drafts: int = 0
    posts: int = 0
    whole: bool = True
