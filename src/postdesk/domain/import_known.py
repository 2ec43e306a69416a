"""What the rows of a file are checked against, and what tells one of them again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from postdesk.domain.clients import Client, Connection
from postdesk.domain.counting import Counter
from postdesk.domain.import_plan import Plan
from postdesk.domain.media import Look
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules
from postdesk.domain.sheet import Row
from postdesk.domain.written_times import Order


@dataclass(frozen=True, slots=True)
class Usual:
    """What counts for rows that do not say it: for whom, on which platforms (none: those of the client's new posts).

    `order`: which of two numbers is the day.
    """

    client_id: int | None = None
    platforms: tuple[Platform, ...] = ()
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are checked against. `begins`: the platforms that a client's new posts begin with.

    `imported`: the fingerprints of rows that an earlier import made posts or drafts of which are still there, with their client.
    `server_ahead` as the clock's.
    """

    now: datetime
    server_ahead: timedelta
    clients: tuple[Client, ...]
    accounts: tuple[Connection, ...]
    begins: tuple[tuple[int, tuple[Platform, ...]], ...]
    plan: Plan
    looks: tuple[Look, ...]
    imported: frozenset[tuple[str, int]]
    rules: Rules
    counter: Counter


def fingerprint(row: Row) -> str:
    """What tells a row of a file again, whatever is changed of it before it is imported; its client is told beside it."""
    said = (row.date, row.time, row.zone, row.platforms, row.text, row.title, row.media, row.cover, row.labels, row.own)
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
