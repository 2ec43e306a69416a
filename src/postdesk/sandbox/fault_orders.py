"""Faults in the JSON of the control endpoint."""

from collections.abc import Collection
from dataclasses import asdict, fields

from postdesk.sandbox.bodies import Fields, json_object, optional_text
from postdesk.sandbox.faults import ANY, HUGE, OPERATIONS, RETRY_AFTER, Fault, FaultOrder, Kind
from postdesk.sandbox.moments import to_text
from postdesk.sandbox.platforms import PLATFORMS
from postdesk.sandbox.refusal import invalid


def fault_order(body: bytes) -> FaultOrder:
    """Read the fields of a `FaultOrder`; only `kind` is required. Refuses anything else with 400."""
    given = json_object(body, {field.name for field in fields(FaultOrder)})
    return FaultOrder(
        kind=_kind(given),
        operation=_one_of(given, "operation", {ANY, *OPERATIONS}) or ANY,
        count=_whole(given, "count", 1, 1_000_000),
        external_user_id=optional_text(given, "external_user_id", 255),
        platform=_one_of(given, "platform", set(PLATFORMS)),
        delay=_seconds(given),
        retry_after=_whole(given, "retry_after", 0, 86_400) or 0 if "retry_after" in given else RETRY_AFTER,
        status=_whole(given, "status", 200, 599),
        word=optional_text(given, "word", 100),
        size=_whole(given, "size", 1, 256 * 1024 * 1024) or HUGE,
    )


def fault_line(fault: Fault) -> dict[str, object]:
    """`remaining` is null for a fault that lasts until it is disarmed, `last` for one that has not fired in a request yet."""
    order = {name: value for name, value in asdict(fault.order).items() if value is not None}
    counts = {"armed": fault.armed, "remaining": fault.remaining, "fired": fault.fired}
    return {"id": fault.id, **order, **counts, "last": _last(fault)}


def _last(fault: Fault) -> dict[str, object] | None:
    if fault.last_at is None or fault.last_by is None:
        return None
    return {"at": to_text(fault.last_at), "operation": fault.last_by.operation, "platforms": fault.last_by.platforms}


def _kind(given: Fields) -> Kind:
    name = _one_of(given, "kind", {kind.value for kind in Kind})
    if name is None:
        raise invalid("kind is required.")
    return Kind(name)


def _one_of(given: Fields, name: str, words: Collection[str]) -> str | None:
    word = optional_text(given, name, 100)
    if word is not None and word not in words:
        raise invalid(f"{name} must be one of: {', '.join(sorted(words))}.")
    return word


def _whole(given: Fields, name: str, least: int, most: int) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise invalid(f"{name} must be a whole number from {least} to {most}.")
    return value


def _seconds(given: Fields) -> float | None:
    value = given.get("delay")
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 3_600:
        raise invalid("delay must be a number of seconds from 0 to 3600.")
    return float(value)
