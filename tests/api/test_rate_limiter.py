"""The request budget: the number of requests, their order, and the effect of cancelling and pausing."""

import asyncio

import pytest

from postdesk.api.rate_limiter import RateLimiter
from postdesk.domain.remote import Priority


class Seconds:
    """A monotonic clock that a test moves; while it stands still the timers of the budget find nothing new."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


async def count_in(budget: RateLimiter, seconds: Seconds, priority: Priority, span: float) -> int:
    """Return the number of requests that an impatient caller gets within `span` seconds."""
    taken = 0

    async def take_for_ever() -> None:
        nonlocal taken
        while True:
            await budget.take(priority)
            taken += 1

    taking = asyncio.ensure_future(take_for_ever())
    for _ in range(int(span * 10)):
        await settle()
        seconds.now += 0.1
        budget.pause(0)
    taking.cancel()
    return taken


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_ten_at_once_and_sixty_in_any_minute(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    assert await count_in(budget, seconds, Priority.SEND, 0.1) == 10
    assert 48 <= await count_in(budget, seconds, Priority.SEND, 59.8) <= 50


async def test_polls_are_capped_at_thirty_a_minute(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    assert 28 <= await count_in(budget, seconds, Priority.POLL, 60) <= 30


async def test_polls_that_are_used_up_hold_nobody_else_back(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    polls = [asyncio.ensure_future(budget.take(Priority.POLL)) for _ in range(20)]
    await settle()
    assert sum(poll.done() for poll in polls) == 5
    await asyncio.wait_for(budget.take(Priority.USER), 1)
    for poll in polls:
        poll.cancel()


async def test_sending_goes_first_then_the_user_then_polls_each_in_the_order_of_asking(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    for _ in range(10):
        await budget.take(Priority.SEND)
    order: list[str] = []

    async def take(priority: Priority, name: str) -> None:
        await budget.take(priority)
        order.append(name)

    asking = [
        asyncio.ensure_future(take(priority, name))
        for priority, name in [
            (Priority.POLL, "poll 1"),
            (Priority.USER, "user 1"),
            (Priority.SEND, "send 1"),
            (Priority.USER, "user 2"),
            (Priority.SEND, "send 2"),
        ]
    ]
    await settle()
    assert order == []
    for _ in asking:
        seconds.now += 1.3
        budget.pause(0)
        await settle()
    await asyncio.gather(*asking)
    assert order == ["send 1", "send 2", "user 1", "user 2", "poll 1"]


async def test_a_cancelled_wait_takes_nothing(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    for _ in range(10):
        await budget.take(Priority.SEND)
    given_up = asyncio.ensure_future(budget.take(Priority.SEND))
    kept = asyncio.ensure_future(budget.take(Priority.SEND))
    await settle()
    given_up.cancel()
    seconds.now += 1.3
    budget.pause(0)
    await asyncio.wait_for(kept, 1)


async def test_a_pause_rests_everybody_until_it_is_over(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    budget.pause(30)
    sending = asyncio.ensure_future(budget.take(Priority.SEND))
    seconds.now += 29
    budget.pause(0)
    await settle()
    assert not sending.done()
    seconds.now += 1.1
    budget.pause(0)
    await asyncio.wait_for(sending, 1)


async def test_it_wakes_by_itself() -> None:
    budget = RateLimiter(per_minute=6010, burst=10)
    for _ in range(15):
        await asyncio.wait_for(budget.take(Priority.SEND), 1)


async def test_a_pause_of_polls_holds_nobody_else_back(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    budget.pause(900, Priority.POLL)
    poll = asyncio.ensure_future(budget.take(Priority.POLL))
    await settle()
    await asyncio.wait_for(budget.take(Priority.USER), 1)
    await asyncio.wait_for(budget.take(Priority.SEND), 1)
    assert not poll.done()
    seconds.now += 901
    budget.pause(0)
    await asyncio.wait_for(poll, 1)


async def test_who_asks_now_ends_the_pause_of_all_but_sending(seconds: Seconds) -> None:
    budget = RateLimiter(monotonic=seconds)
    budget.pause(60)
    poll = asyncio.ensure_future(budget.take(Priority.POLL))
    await settle()
    budget.end_pause()
    await asyncio.wait_for(poll, 1)
    await asyncio.wait_for(budget.take(Priority.USER), 1)
    sending = asyncio.ensure_future(budget.take(Priority.SEND))
    await settle()
    assert not sending.done()
    sending.cancel()
