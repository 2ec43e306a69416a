"""Which draft was open last, so that the next start begins with it."""

import json
import sqlite3
from dataclasses import dataclass

from postdesk.store import settings
from postdesk.store.columns import LAST_OPEN


@dataclass(frozen=True, slots=True)
class LastOpen:
    """The draft's id, and its client, which is known also where the draft was empty and so is not kept."""

    client_id: int
    draft_id: str


def get(conn: sqlite3.Connection, workspace_id: int) -> LastOpen | None:
    """What was remembered; None where nothing was open yet."""
    kept = LAST_OPEN.read(settings.value(conn, _name(workspace_id)))
    return LastOpen(*kept) if kept else None


def remember(conn: sqlite3.Connection, workspace_id: int, opened: LastOpen) -> None:
    """Keep it."""
    settings.remember(conn, _name(workspace_id), json.dumps([opened.client_id, opened.draft_id]))


def _name(workspace_id: int) -> str:
    return f"last_open:{workspace_id}"
