"""Platforms and time of a client's last post, the defaults for the next one."""

import json
import sqlite3
from datetime import datetime

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.domain.times import to_ms
from postdesk.store import settings
from postdesk.store.columns import LAST_USED


@dataclass(frozen=True, slots=True)
class LastUsed:
    """The platforms of a client's last post, and the time of its last scheduled one."""

    platforms: tuple[Platform, ...] = ()
    due_at: datetime | None = None


def get(conn: sqlite3.Connection, client_id: int) -> LastUsed:
    """Return the client's defaults; empty before its first post."""
    return LastUsed(*LAST_USED.read(settings.value(conn, _name(client_id)) or LAST_USED.fallback))


def remember(conn: sqlite3.Connection, client_id: int, platforms: tuple[Platform, ...], due_at: datetime | None) -> None:
    """Save the platforms, and the time if there is one."""
    kept_at = due_at or get(conn, client_id).due_at
    value = json.dumps([platforms, to_ms(kept_at) if kept_at else None])
    settings.remember(conn, _name(client_id), value)


def _name(client_id: int) -> str:
    return f"last_used:{client_id}"
