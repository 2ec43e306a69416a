"""The client's approval of a planned post."""

from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass


class Approval(StrEnum):
    """The state of an approval. NONE: nobody asked the client."""

    NONE = ""
    WAITING = "waiting"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """The approval of a post. `fingerprints`: the fingerprints that the client approved, one for each platform."""

    state: Approval = Approval.NONE
    fingerprints: tuple[str, ...] = ()


NO_APPROVAL: Final = ApprovalRecord()
