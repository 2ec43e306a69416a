"""Outcomes of failed requests for the entry being sent: the failure table of delivery, as pure functions."""

from dataclasses import dataclass
from typing import Final

from postdesk.api import errors
from postdesk.domain.delivery import Event, Hold, Reason, because

_LONGEST_WAIT: Final = 600.0
"""Seconds. Shorter than the grace period of a late post, so that one more attempt is made before it counts as missed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The event for the entry, its reason (as `delivery.format_reason`), the hold, and the least seconds to wait."""

    event: Event
    reason: str
    hold: Hold | None = None
    wait: float = 0.0


def after_marker(error: BaseException) -> Outcome:
    """Return the outcome of a POST whose marker was committed: bytes may have been sent."""
    match error:
        case errors.Received():
            return Outcome(Event.BODY_LOST, because(Reason.BODY_LOST))
        case errors.NotTheService():
            return Outcome(Event.LOST, because(Reason.NOT_THE_SERVICE))
        case errors.ValidationRefused() | errors.Missing() | errors.Redirected():
            return Outcome(Event.REFUSED, because(Reason.REFUSED, error.detail or str(error.status)))
        case errors.KeyRejected():
            return Outcome(Event.REFUSED_FOR_NOW, because(Reason.KEY_REJECTED), Hold.KEY_REJECTED)
        case errors.PermissionRefused():
            return Outcome(Event.REFUSED_FOR_NOW, because(Reason.PERMISSION_REFUSED, error.detail), Hold.REFUSED_PERMISSION)
        case errors.RateLimited():
            return Outcome(Event.LOST, because(Reason.RATE_LIMITED), wait=_wait(error))
        case errors.ServerTrouble():
            return Outcome(Event.LOST, because(Reason.SERVER_TROUBLE, error.detail or str(error.status)))
        case _:
            return Outcome(Event.LOST, because(Reason.DROPPED))


def before_marker(error: BaseException) -> Outcome:
    """Return the outcome of a failure before the marker, in a preflight or while connecting: the entry stays queued."""
    match error:
        case errors.KeyRejected():
            return Outcome(Event.NOT_SENT, because(Reason.KEY_REJECTED), Hold.KEY_REJECTED)
        case errors.PermissionRefused():
            return Outcome(Event.NOT_SENT, because(Reason.PERMISSION_REFUSED, error.detail), Hold.REFUSED_PERMISSION)
        case errors.Missing() | errors.Unsendable():
            return Outcome(Event.NOT_SENT, because(Reason.NOT_CONNECTED), Hold.NOT_CONNECTED)
        case errors.NotTheService() | errors.Redirected() | errors.UnreadableAnswer():
            return Outcome(Event.NOT_SENT, because(Reason.NOT_THE_SERVICE), Hold.OFFLINE)
        case errors.Answered():
            words = error.detail or str(error.status)
            return Outcome(Event.NOT_SENT, because(Reason.SERVER_TROUBLE, words), Hold.OFFLINE, _wait(error))
        case _:
            return Outcome(Event.NOT_SENT, because(Reason.NO_CONNECTION), Hold.OFFLINE)


def _wait(error: errors.ApiError) -> float:
    return min(error.retry_after or 0.0, _LONGEST_WAIT)
