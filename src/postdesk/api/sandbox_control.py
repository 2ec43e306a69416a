"""The sandbox's control endpoint, version 1: its clock and its faults. Only the sandbox has one."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from pydantic import AwareDatetime, BaseModel, ValidationError

from postdesk.api.addresses import parse_base_url
from postdesk.api.errors import UnreadableResponse
from postdesk.api.http_response import HttpResponse
from postdesk.api.requests import Request
from postdesk.api.responses import read_disconnected, read_object
from postdesk.api.transport import RequestTimeouts, Transport
from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, FaultUse, PracticeState
from postdesk.domain.times import wire_time

_T = TypeVar("_T")
_TIMEOUTS: Final = RequestTimeouts(connect=5, read=10, total=15)


class _Use(BaseModel):
    at: AwareDatetime
    operation: str
    platforms: tuple[str, ...]


class _Fault(BaseModel):
    id: str
    kind: str
    operation: str
    remaining: int | None
    fired: int
    platform: str = ""
    last: _Use | None = None
    delay: float | None = None

    def to_domain(self) -> ArmedFault:
        last = FaultUse(self.last.at.astimezone(UTC), self.last.operation, self.last.platforms) if self.last else None
        ends = self.kind == FaultKind.REFUSE_CONNECTION and self.delay is not None
        lasts = timedelta(seconds=self.delay or 0) if ends else None
        return ArmedFault(self.id, self.kind, self.operation, self.remaining, self.fired, self.platform, last, lasts)


class _NextEvent(BaseModel):
    at: AwareDatetime
    what: str


class _State(BaseModel):
    clock: AwareDatetime
    offset_seconds: float
    next_event: _NextEvent | None
    faults: list[_Fault]

    def to_domain(self) -> PracticeState:
        coming = self.next_event
        return PracticeState(
            now=self.clock.astimezone(UTC),
            offset=timedelta(seconds=self.offset_seconds),
            next_event_at=coming.at.astimezone(UTC) if coming else None,
            next_event=coming.what if coming else "",
            faults=tuple(fault.to_domain() for fault in self.faults),
        )


class SandboxControl:
    """Moves the sandbox's clock and arms its faults. Methods raise ApiError; each move of the clock returns the new state."""

    def __init__(self, control_url: str, key: str) -> None:
        base = parse_base_url(control_url)
        self._transport = Transport(base.origin + base.path, key)

    async def state(self) -> PracticeState:
        """Return the clock, the next event, and the faults."""
        return await self._call(_read_state, "GET", "/state")

    async def set_clock(self, moment: datetime) -> PracticeState:
        """Move the clock to `moment` (aware), which must be in its future."""
        return await self._move({"set": wire_time(moment)})

    async def advance(self, span: timedelta) -> PracticeState:
        """Move the clock forward."""
        return await self._move({"advance": span.total_seconds()})

    async def to_next(self) -> PracticeState:
        """Move the clock to the next event; it stays where there is none."""
        return await self._move({"to_next": True})

    async def reset_clock(self) -> PracticeState:
        """Set the clock to the computer's time."""
        return await self._move({"reset": True})

    async def arm(self, order: FaultOrder) -> ArmedFault:
        """Arm a fault."""
        return await self._call(_read_fault, "POST", "/faults", _fault_fields(order))

    async def disarm(self, fault_id: str) -> None:
        """Disarm one fault."""
        await self._call(read_disconnected, "DELETE", f"/faults/{fault_id}")

    async def disarm_all(self) -> None:
        """Disarm every fault."""
        await self._call(read_disconnected, "DELETE", "/faults")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def _move(self, fields: Mapping[str, object]) -> PracticeState:
        return await self._call(_read_state, "POST", "/clock", fields)

    async def _call(
        self, read: Callable[[HttpResponse], _T], method: str, path: str, fields: Mapping[str, object] | None = None
    ) -> _T:
        request = Request(method, path, path, None if fields is None else json.dumps(fields).encode())
        answer = await self._transport.exchange(request, _TIMEOUTS, own_connection=True)
        try:
            return read(answer)
        except ValidationError:
            raise UnreadableResponse(status=answer.status) from None


def _read_state(answer: HttpResponse) -> PracticeState:
    fields, _ = read_object(answer)
    return _State.model_validate(fields).to_domain()


def _read_fault(answer: HttpResponse) -> ArmedFault:
    fields, _ = read_object(answer)
    return _Fault.model_validate(fields).to_domain()


def _fault_fields(order: FaultOrder) -> dict[str, object]:
    fields: dict[str, object] = {
        "kind": order.kind,
        "operation": order.operation,
        "count": order.count,
        "external_user_id": order.external_user_id,
        "platform": order.platform,
        "delay": order.delay.total_seconds() if order.delay is not None else None,
        "retry_after": order.retry_after,
        "word": order.word,
    }
    return {name: value for name, value in fields.items() if value is not None and value != ""}
