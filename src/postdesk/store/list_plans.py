"""The progress of a workspace's long list of posts: what remains to be requested after an interruption."""

import json
import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from postdesk.domain.clients import Workspace
from postdesk.domain.list_plan import DayRange, ListPlan
from postdesk.domain.times import from_ms, to_ms
from postdesk.store.key_values import forget, remember, value


class StartedList(NamedTuple):
    """A list and the time at which it was begun. `is_first`: none was read to its end before."""

    plan: ListPlan
    begun_at: datetime
    is_first: bool = False


def save(conn: sqlite3.Connection, workspace: Workspace, started: StartedList) -> None:
    """Save the plan of the workspace's list."""
    plan = started.plan
    stored = {
        "base_url": workspace.base_url,
        "begun_ms": to_ms(started.begun_at),
        "is_first": started.is_first,
        "wanted": _days(plan.wanted),
        "pending": [_days(days) for days in plan.pending],
        "unread": [day.isoformat() for day in plan.unread_days],
        "filters_dates": plan.filters_dates,
        "dates_proven": plan.dates_proven,
        "answered": plan.answered,
        "cut_answers": plan.cut_answers,
        "unsure": plan.unsure,
    }
    remember(conn, _name(workspace), json.dumps(stored))


def load(conn: sqlite3.Connection, workspace: Workspace) -> StartedList | None:
    """Return the saved plan; None if there is none for the workspace's base URL, or none that can be read."""
    try:
        stored = json.loads(value(conn, _name(workspace)) or "")
        if stored["base_url"] != workspace.base_url:
            return None
        heeds = stored["filters_dates"]
        plan = ListPlan(
            _range(stored["wanted"]),
            tuple(map(_range, stored["pending"])),
            answered=bool(stored["answered"]),
            cut_answers=int(stored["cut_answers"]),
            unsure=bool(stored["unsure"]),
            unread_days=tuple(map(date.fromisoformat, stored["unread"])),
            filters_dates=None if heeds is None else bool(heeds),
            dates_proven=bool(stored["dates_proven"]),
            open_ends=True,
        )
        return StartedList(plan, from_ms(int(stored["begun_ms"])), bool(stored["is_first"]))
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


def delete(conn: sqlite3.Connection, workspace: Workspace) -> None:
    """Delete the saved plan."""
    forget(conn, _name(workspace))


def _name(workspace: Workspace) -> str:
    return f"list_plan_{workspace.id}"


def _days(days: DayRange) -> tuple[str, str]:
    return days.first.isoformat(), days.last.isoformat()


def _range(days: tuple[str, str]) -> DayRange:
    first, last = days
    return DayRange(date.fromisoformat(first), date.fromisoformat(last))
