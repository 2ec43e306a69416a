"""The sandbox's control endpoint, version 1: its clock and its faults. Only the sandbox has one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from postdesk.api.addresses import parse_base_url
from postdesk.api.answers import Answer
from postdesk.api.errors import UnreadableAnswer
from postdesk.api.requests import Request
from postdesk.api.responses import read_disconnected, read_object
from postdesk.api.transport import Patience, Transport
from postdesk.domain.practice import ArmedFault, FaultOrder, FaultUse, PracticeState
from postdesk.domain.times import parse_wire_time, wire_time

_T = TypeVar("_T")
_PATIENCE: Final = Patience(connect=5, read=10, total=15)


@dataclass(frozen=True, slots=True)
class _Ask:
    method: str
    path: str
    fields: Mapping[str, object] | None = None

    def request(self) -> Request:
        body = None if self.fields is None else json.dumps(self.fields).encode()
        return Request(self.method, self.path, self.path, body)


class SandboxControl:
    """Moves the sandbox's clock and arms its faults. Methods raise ApiError; each move of the clock gives the new state."""

    def __init__(self, control_url: str, key: str) -> None:
        base = parse_base_url(control_url)
        self._transport = Transport(base.origin + base.path, key)

    async def state(self) -> PracticeState:
        """The clock, the next thing that happens, and the faults."""
        return await self._call(_Ask("GET", "/state"), _read_state)

    async def set_clock(self, moment: datetime) -> PracticeState:
        """Move the clock to `moment` (aware), which must lie ahead of it."""
        return await self._move({"set": wire_time(moment)})

    async def advance(self, span: timedelta) -> PracticeState:
        """Move the clock on."""
        return await self._move({"advance": span.total_seconds()})

    async def to_next(self) -> PracticeState:
        """Move the clock to the next thing that happens; it stays where nothing is to come."""
        return await self._move({"to_next": True})

    async def reset_clock(self) -> PracticeState:
        """Set the clock to the computer's."""
        return await self._move({"reset": True})

    async def arm(self, order: FaultOrder) -> ArmedFault:
        """Arm a fault."""
        return await self._call(_Ask("POST", "/faults", _fault_fields(order)), _read_fault)

    async def disarm(self, fault_id: str) -> None:
        """Forget one fault."""
        await self._call(_Ask("DELETE", f"/faults/{fault_id}"), read_disconnected)

    async def disarm_all(self) -> None:
        """Forget every fault."""
        await self._call(_Ask("DELETE", "/faults"), read_disconnected)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def _move(self, fields: Mapping[str, object]) -> PracticeState:
        return await self._call(_Ask("POST", "/clock", fields), _read_state)

    async def _call(self, ask: _Ask, read: Callable[[Answer], _T]) -> _T:
        answer = await self._transport.exchange(ask.request(), _PATIENCE, alone=True)
        try:
            return read(answer)
        except ValueError:
            raise UnreadableAnswer(status=answer.status) from None


def _read_state(answer: Answer) -> PracticeState:
    match read_object(answer)[0]:
        case {"clock": clock, "offset_seconds": int() | float() as offset, "next_event": coming, "faults": list(faults)}:
            at, what = _to_happening(coming)
            return PracticeState(_to_moment(clock), timedelta(seconds=offset), at, what, tuple(map(_to_fault, faults)))
    raise ValueError("no state of a sandbox")


def _read_fault(answer: Answer) -> ArmedFault:
    return _to_fault(read_object(answer)[0])


def _to_fault(fields: object) -> ArmedFault:
    match fields:
        case {
            "id": str(fault_id),
            "kind": str(kind),
            "operation": str(operation),
            "remaining": int() | None as remaining,
            "fired": int(fired),
            "last": last,
            **more,
        }:
            return ArmedFault(fault_id, kind, operation, remaining, fired, str(more.get("platform", "")), _to_use(last))
    raise ValueError("no fault of a sandbox")


def _to_use(fields: object) -> FaultUse | None:
    match fields:
        case None:
            return None
        case {"at": at, "operation": str(operation), "platforms": list(platforms)}:
            return FaultUse(_to_moment(at), operation, tuple(map(str, platforms)))
    raise ValueError("no use of a fault")


def _to_happening(fields: object) -> tuple[datetime | None, str]:
    match fields:
        case None:
            return None, ""
        case {"at": at, "what": str(what)}:
            return _to_moment(at), what
    raise ValueError("nothing that happens")


def _to_moment(value: object) -> datetime:
    if moment := parse_wire_time(str(value)):
        return moment
    raise ValueError("no time")


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
