"""The facts that the rows of a file are checked against, and the fingerprint of a row."""

import hashlib
from datetime import datetime, timedelta

from postdesk.domain.clients import Client, Connection
from postdesk.domain.import_plan import PlanIndex
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaCheck
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules
from postdesk.domain.sheet import SheetRow
from postdesk.domain.text_counter import TextCounter
from postdesk.domain.written_times import DateOrder


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """The defaults for rows without their own values: the client and the platforms (if empty, those of the client's new posts).

    `order`: the order of day and month in ambiguous dates.
    """

    client_id: int | None = None
    platforms: tuple[Platform, ...] = ()
    order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """The facts that rows are checked against. `default_platforms`: those preselected for each client's new posts.

    `imported`: the fingerprints of rows, with their clients, whose posts or drafts from an earlier import still exist.
    `server_offset`: as in `Clock`.
    """

    now: datetime
    server_offset: timedelta
    clients: tuple[Client, ...]
    accounts: tuple[Connection, ...]
    default_platforms: tuple[tuple[int, tuple[Platform, ...]], ...]
    plan: PlanIndex
    media_checks: tuple[MediaCheck, ...]
    imported: frozenset[tuple[str, int]]
    rules: Rules
    counter: TextCounter


def row_fingerprint(row: SheetRow) -> str:
    """Return the identity of a row as it is in the file, before any edit. The client is not part of it."""
    cells = (row.date, row.time, row.zone, row.platforms, row.text, row.title, row.media, row.cover, row.labels, row.own)
    return hashlib.sha256(repr(cells).encode("utf-8", "surrogatepass")).hexdigest()
