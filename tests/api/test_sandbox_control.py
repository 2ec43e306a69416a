"""The test tools against the real sandbox."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import pytest_asyncio
from tests.api.conftest import MakeClient
from tests.support.sandbox_process import SandboxProcess, start_sandbox

from postdesk.api.errors import ServerFailure, ValidationRefused
from postdesk.api.sandbox_control import SandboxControl
from postdesk.domain.practice import FaultKind, FaultOrder, Operation
from postdesk.domain.remote import EndUser, PostFilter
from postdesk.sandbox import api, faults

EVERYTHING = PostFilter()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    """A sandbox of its own, since the clock is moved."""
    with start_sandbox() as process:
        yield process


@pytest_asyncio.fixture
async def control(sandbox: SandboxProcess) -> AsyncIterator[SandboxControl]:
    control = SandboxControl(sandbox.control_url, sandbox.key)
    yield control
    await control.disarm_all()
    await control.reset_clock()
    await control.aclose()


async def test_the_clock_moves_forward_and_is_reset(control: SandboxControl) -> None:
    before = await control.state()
    later = await control.advance(timedelta(hours=3))
    assert timedelta(hours=3) <= later.now - before.now < timedelta(hours=3, seconds=30)
    assert abs(later.offset - timedelta(hours=3)) < timedelta(seconds=1)
    there = await control.set_clock(later.now + timedelta(days=2))
    assert there.now >= later.now + timedelta(days=2)
    assert abs((await control.reset_clock()).offset) < timedelta(seconds=1)


async def test_setting_the_clock_back_is_refused_with_the_reason(control: SandboxControl) -> None:
    with pytest.raises(ValidationRefused) as raised:
        await control.set_clock((await control.state()).now - timedelta(hours=1))
    assert "past" in raised.value.detail


async def test_to_the_next_thing_that_happens(control: SandboxControl, sandbox: SandboxProcess, make_client: MakeClient) -> None:
    client = make_client(sandbox.base_url, sandbox.key)
    await client.upsert_end_user(EndUser("next"), cause="c")
    session = await client.create_connect_session("next", "twitter", "http://127.0.0.1:47611/connect/callback", cause="c")
    coming = await control.state()
    assert coming.next_event_at is not None
    assert coming.next_event
    assert (await control.to_next()).now >= coming.next_event_at
    assert (await client.get_connect_session(session.id, cause="c")).status == "expired"


async def test_a_fault_is_armed_fires_and_is_counted(
    control: SandboxControl, sandbox: SandboxProcess, make_client: MakeClient
) -> None:
    fault = await control.arm(FaultOrder(FaultKind.ERROR_BEFORE, Operation.LIST_POSTS, count=9))
    assert (fault.kind, fault.operation, fault.remaining, fault.fired, fault.armed) == ("error_before", "list_posts", 9, 0, True)
    with pytest.raises(ServerFailure):
        await make_client(sandbox.base_url, sandbox.key).list_posts(EVERYTHING, cause="c")
    (used,) = (await control.state()).faults
    assert used.fired == 3
    assert used.last is not None
    assert used.last.operation == "list_posts"
    assert abs(used.last.at - (await control.state()).now) < timedelta(minutes=1)
    await control.disarm(fault.id)
    assert (await control.state()).faults == ()


async def test_every_field_of_a_fault_is_understood(control: SandboxControl) -> None:
    order = FaultOrder(FaultKind.RATE_LIMIT, Operation.PUBLISH, None, "someone", "linkedin", timedelta(seconds=2), 7, "word")
    armed = await control.arm(order)
    assert (armed.remaining, armed.lasts) == (None, None)


async def test_a_refusal_of_connections_tells_how_long_it_lasts(control: SandboxControl) -> None:
    armed = await control.arm(FaultOrder(FaultKind.REFUSE_CONNECTION, count=None, delay=timedelta(seconds=0.2)))
    assert (armed.remaining, armed.lasts) == (None, timedelta(seconds=0.2))
    assert (await control.arm(FaultOrder(FaultKind.REFUSE_CONNECTION, count=None))).lasts is None
    await control.disarm_all()


def test_the_names_are_those_of_the_sandbox() -> None:
    assert {kind.value for kind in FaultKind} == {kind.value for kind in faults.Kind}
    assert {operation.value for operation in Operation} == api.OPERATIONS | {faults.ANY}
