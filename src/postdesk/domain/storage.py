"""What can be wrong with the place where everything is kept, and what was done about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StorageTrouble(StrEnum):
    """Why nothing could be written: by what the user can do about it. DEFECT is ours: nobody can do anything."""

    FULL = "full"
    UNWRITABLE = "unwritable"
    BUSY = "busy"
    DAMAGED = "damaged"
    DEFECT = "defect"


class CopyFlaw(StrEnum):
    """Why a file cannot be brought in. MISSING: it is not there, or may not be read."""

    MISSING = "missing"
    NOT_OURS = "not_ours"
    NEWER = "newer"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: when it was made, and how much is in it; `waiting` posts would still go out."""

    made_at: datetime
    drafts: int
    posts: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A database came into the place of another, which lies in the folder `aside` now.

    `brought`: from a file of the user's; else the other one was damaged. `made_at` is the copy's, None where there was none.
    `drafts`, `posts`: how many of them were read from the damaged one, being newer; `whole`: all of it could be read.
    """

    brought: bool
    aside: str
    made_at: datetime | None
    drafts: int = 0
    posts: int = 0
    whole: bool = True
