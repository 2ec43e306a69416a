"""What can be wrong with the place where everything is kept."""

from enum import StrEnum


class StorageTrouble(StrEnum):
    """Why nothing could be written: by what the user can do about it. DEFECT is ours: nobody can do anything."""

    FULL = "full"
    UNWRITABLE = "unwritable"
    BUSY = "busy"
    DAMAGED = "damaged"
    DEFECT = "defect"
