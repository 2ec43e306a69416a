"""The failure table of delivery: the effect of each end of a request on its entry."""

import asyncio

import pytest

from postdesk.api import errors
from postdesk.api.errors import NotSentReason
from postdesk.domain.delivery import Event, Hold, Reason, State, next_state, parse_reason
from postdesk.engine.outcomes import after_marker, before_marker

UNKNOWN_WHETHER_IT_ACTED = (408, 409, 425, 499, 500, 502, 503, 504)


@pytest.mark.parametrize(
    ("error", "state", "hold"),
    [
        (errors.ConnectionLost(), State.UNCERTAIN, None),
        (TimeoutError(), State.UNCERTAIN, None),
        (asyncio.CancelledError(), State.UNCERTAIN, None),
        (RuntimeError("anything else"), State.UNCERTAIN, None),
        (errors.AcceptedWithoutId(status=201), State.ACCEPTED_WITHOUT_ID, None),
        (errors.NotTheService(status=200), State.UNCERTAIN, None),
        (errors.KeyRejected(status=401), State.QUEUED, Hold.KEY_REJECTED),
        (errors.PermissionRefused(status=403), State.QUEUED, Hold.REFUSED_PERMISSION),
        (errors.RateLimited(status=429, retry_after=30), State.UNCERTAIN, None),
        (errors.NotFound(status=404), State.REJECTED, None),
        (errors.UnexpectedRedirect(status=302), State.REJECTED, None),
        *((errors.ValidationRefused(status=status), State.REJECTED, None) for status in (400, 405, 413, 415, 422)),
        *((errors.ServerFailure(status=status), State.UNCERTAIN, None) for status in UNKNOWN_WHETHER_IT_ACTED),
        # The library guarantees that no byte left, but the marker was committed: only that counts.
        (errors.NotSent(NotSentReason.REFUSED), State.UNCERTAIN, None),
    ],
    ids=lambda value: str(value) if isinstance(value, Exception) else None,
)
def test_after_the_marker(error: BaseException, state: State, hold: Hold | None) -> None:
    outcome = after_marker(error)
    assert next_state(State.SENDING, outcome.event) == state
    assert outcome.hold == hold
    assert parse_reason(outcome.reason)[0] is not None


def test_too_many_requests_waits_as_long_as_the_service_asks() -> None:
    assert after_marker(errors.RateLimited(status=429, retry_after=30)).wait == 30


def test_a_refusal_carries_the_services_own_words() -> None:
    refused = errors.ValidationRefused(status=422, detail="Title too long")
    assert parse_reason(after_marker(refused).reason) == (Reason.REFUSED, "Title too long")
    assert parse_reason(after_marker(errors.NotFound(status=404)).reason) == (Reason.REFUSED, "404")


@pytest.mark.parametrize(
    ("error", "hold"),
    [
        *((errors.NotSent(reason), Hold.OFFLINE) for reason in NotSentReason),
        (errors.ConnectionLost(), Hold.OFFLINE),
        (errors.KeyRejected(status=401), Hold.KEY_REJECTED),
        (errors.PermissionRefused(status=403), Hold.REFUSED_PERMISSION),
        (errors.NotFound(status=404), Hold.NOT_CONNECTED),
        (errors.NotTheService(status=200), Hold.OFFLINE),
        (errors.UnexpectedRedirect(status=302), Hold.OFFLINE),
        (errors.UnreadableResponse(status=200), Hold.OFFLINE),
        (errors.RateLimited(status=429), Hold.OFFLINE),
        (errors.ServerFailure(status=500), Hold.OFFLINE),
    ],
    ids=lambda value: str(value) if isinstance(value, Exception) else None,
)
def test_before_the_marker_nothing_was_sent_and_it_stays_queued(error: BaseException, hold: Hold) -> None:
    outcome = before_marker(error)
    assert (outcome.event, outcome.hold) == (Event.NOT_SENT, hold)
    assert next_state(State.QUEUED, outcome.event) == State.QUEUED
