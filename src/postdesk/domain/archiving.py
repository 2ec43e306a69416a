"""What stands in the way of putting a client away."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How much of a client's is not over: posts that still go out, or may be out, from here; locked ones; series that run."""

    to_go: int = 0
    locked: int = 0
    to_decide: int = 0
    series: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the client can be archived."""
        return self == Unfinished()
