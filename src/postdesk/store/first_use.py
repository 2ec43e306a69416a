"""A profile without a workspace is a new one. This is read before the first paint, and so does without `workspaces`."""

import sqlite3


def has_workspace(conn: sqlite3.Connection) -> bool:
    """Return True where the profile has a workspace."""
    return conn.execute("SELECT 1 FROM workspaces LIMIT 1").fetchone() is not None
