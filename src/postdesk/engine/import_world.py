"""The data that imported rows are checked against, read in a thread with a database snapshot of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.counting import Counter
from postdesk.domain.import_known import Known
from postdesk.domain.import_plan import Plan
from postdesk.domain.importing import FileRow
from postdesk.domain.media import Look
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import load_rules
from postdesk.store import clients, connections, drafts, imports, looks
from postdesk.store.export import snapshot
from postdesk.store.sqlite import Transaction

_BACK: Final = timedelta(days=2)
"""Posts sent this long ago still count as possible duplicates of a row."""


@dataclass(frozen=True, slots=True)
class World:
    """The sources of the data. `begins`: each client's id and default platforms; `look(url)`: the last check of a URL."""

    database: Path
    workspace_id: int
    rules_file: Path
    now: datetime
    server_ahead: timedelta
    begins: tuple[tuple[int, tuple[Platform, ...]], ...]
    look: Callable[[str], Look | None]


def known(world: World, rows: tuple[FileRow, ...]) -> Known:
    """Read the data as it is now. Raises StorageProblem."""
    rules = load_rules(world.rules_file)
    counter = Counter(rules.x_counting)
    counter.learn_emoji()
    with snapshot(world.database) as conn:
        there = clients.all_of(conn, world.workspace_id)
        return Known(
            now=world.now,
            server_ahead=world.server_ahead,
            clients=there,
            accounts=tuple(account for client in there for account in connections.of_client(conn, client.id)),
            begins=world.begins,
            plan=_plan(conn, world),
            looks=tuple(_looks(conn, world, rows)),
            imported=imports.still_there(conn, world.workspace_id),
            rules=rules,
            counter=counter,
        )


def _plan(conn: Transaction, world: World) -> Plan:
    going = imports.going_after(conn, world.workspace_id, world.now - _BACK)
    return Plan(going, drafts.of_workspace(conn, world.workspace_id))


def _looks(conn: Transaction, world: World, rows: tuple[FileRow, ...]) -> list[Look]:
    named = dict.fromkeys(url for each in rows for url in (each.row.media.strip(), each.row.cover.strip()) if url)
    found = (world.look(url) or looks.get(conn, url) for url in named)
    return [look for look in found if look]
