"""The meaning of a failed request for the entry being sent: the table of docs/delivery.md, as pure functions."""

from typing import Final

from postdesk.api import errors
from postdesk.domain.delivery import Event, Hold, Reason, format_reason
from postdesk.domain.lazy_dataclass import dataclass

_LONGEST_WAIT: Final = 600.0
"""Seconds. Shorter than the grace period of a late post, so that one more attempt is made before it counts as missed."""


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """The event for the entry, its reason (as `delivery.format_reason`), the hold, and the least seconds to wait."""

    event: Event
    reason: str
    hold: Hold | None = None
    wait: float = 0.0


def after_marker(error: BaseException) -> SendOutcome:
    """Return the outcome of a POST whose marker was committed: bytes may have been sent."""
    match error:
        case errors.AcceptedWithoutId():
            return SendOutcome(Event.BODY_LOST, format_reason(Reason.BODY_LOST))
        case errors.NotTheService():
            return SendOutcome(Event.LOST, format_reason(Reason.NOT_THE_SERVICE))
        case errors.ValidationRefused() | errors.NotFound() | errors.UnexpectedRedirect():
            return SendOutcome(Event.REFUSED, format_reason(Reason.REFUSED, error.detail or str(error.status)))
        case errors.KeyRejected():
            return SendOutcome(Event.REFUSED_FOR_NOW, format_reason(Reason.KEY_REJECTED), Hold.KEY_REJECTED)
        case errors.PermissionRefused():
            return SendOutcome(
                Event.REFUSED_FOR_NOW, format_reason(Reason.PERMISSION_REFUSED, error.detail), Hold.REFUSED_PERMISSION
            )
        case errors.RateLimited():
            return SendOutcome(Event.LOST, format_reason(Reason.RATE_LIMITED), wait=_wait(error))
        case errors.ServerFailure():
            return SendOutcome(Event.LOST, format_reason(Reason.SERVER_FAILURE, error.detail or str(error.status)))
        case _:
            return SendOutcome(Event.LOST, format_reason(Reason.DROPPED))


def before_marker(error: BaseException) -> SendOutcome:
    """Return the outcome of a failure before the marker, in a preflight or while connecting: the entry stays queued."""
    match error:
        case errors.KeyRejected():
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.KEY_REJECTED), Hold.KEY_REJECTED)
        case errors.PermissionRefused():
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.PERMISSION_REFUSED, error.detail), Hold.REFUSED_PERMISSION)
        case errors.NotFound() | errors.Unsendable():
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.NOT_CONNECTED), Hold.NOT_CONNECTED)
        case errors.NotTheService() | errors.UnexpectedRedirect() | errors.UnreadableResponse():
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.NOT_THE_SERVICE), Hold.OFFLINE)
        case errors.HttpStatusError():
            words = error.detail or str(error.status)
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.SERVER_FAILURE, words), Hold.OFFLINE, _wait(error))
        case _:
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.NO_CONNECTION), Hold.OFFLINE)


def _wait(error: errors.ApiError) -> float:
    return min(error.retry_after or 0.0, _LONGEST_WAIT)
