"""The last open draft of each workspace, reopened by the next start."""

import json
import sqlite3

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.store import settings
from postdesk.store.columns import LAST_OPEN


@dataclass(frozen=True, slots=True)
class LastOpen:
    """A draft's id and its client. The client is kept here because an empty draft isn't saved."""

    client_id: int
    draft_id: str


def get(conn: sqlite3.Connection, workspace_id: int) -> LastOpen | None:
    """Return the last open draft; None in a workspace where nothing was opened yet."""
    kept = LAST_OPEN.read(settings.value(conn, _name(workspace_id)))
    return LastOpen(*kept) if kept else None


def remember(conn: sqlite3.Connection, workspace_id: int, opened: LastOpen) -> None:
    """Save the last open draft."""
    settings.remember(conn, _name(workspace_id), json.dumps([opened.client_id, opened.draft_id]))


def _name(workspace_id: int) -> str:
    return f"last_open:{workspace_id}"
