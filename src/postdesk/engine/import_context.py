"""The data that imported rows are checked against, read in a thread with a database snapshot of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.import_columns import FileRow
from postdesk.domain.import_facts import ImportFacts
from postdesk.domain.import_plan import PlanIndex
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaCheck
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import load_rules
from postdesk.domain.text_counter import TextCounter
from postdesk.store import clients, connections, drafts, imports, media_cache
from postdesk.store.export import snapshot
from postdesk.store.sqlite import Transaction

_BACK: Final = timedelta(days=2)
"""Posts sent this long ago still count as possible duplicates of a row."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """The sources of the data.

    `default_platforms`: each client's id and its default platforms; `cached_check(url)`: the last check of a URL.
    """

    database: Path
    workspace_id: int
    rules_file: Path
    now: datetime
    server_offset: timedelta
    default_platforms: tuple[tuple[int, tuple[Platform, ...]], ...]
    cached_check: Callable[[str], MediaCheck | None]


def load_facts(context: ImportContext, rows: tuple[FileRow, ...]) -> ImportFacts:
    """Read the data as it is now. Raises StorageError."""
    rules = load_rules(context.rules_file)
    counter = TextCounter(rules.x_counting)
    counter.load_emoji()
    with snapshot(context.database) as conn:
        there = clients.all_of(conn, context.workspace_id)
        return ImportFacts(
            now=context.now,
            server_offset=context.server_offset,
            clients=there,
            accounts=tuple(account for client in there for account in connections.of_client(conn, client.id)),
            default_platforms=context.default_platforms,
            plan=_plan(conn, context),
            media_checks=tuple(_media_checks(conn, context, rows)),
            imported=imports.existing_rows(conn, context.workspace_id),
            rules=rules,
            counter=counter,
        )


def _plan(conn: Transaction, context: ImportContext) -> PlanIndex:
    planned = imports.posts_due_after(conn, context.workspace_id, context.now - _BACK)
    return PlanIndex(planned, drafts.of_workspace(conn, context.workspace_id))


def _media_checks(conn: Transaction, context: ImportContext, rows: tuple[FileRow, ...]) -> list[MediaCheck]:
    named = dict.fromkeys(url for each in rows for url in (each.row.media.strip(), each.row.cover.strip()) if url)
    found = (context.cached_check(url) or media_cache.get(conn, url) for url in named)
    return [media_check for media_check in found if media_check]
