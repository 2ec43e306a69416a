"""Approval of posts: two columns of `posts`, and the effects of the client's approval setting."""

import sqlite3
from typing import Final

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.approval_fingerprint import approval_now
from postdesk.domain.posts import Entry, PostState
from postdesk.domain.recall import RECALLABLE_STATES
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.store.columns import APPROVAL, TEXTS
from postdesk.store.rows import as_json, sql_list

_UNSENT: Final = sql_list(UNSENT_STATES | {PostState.MISSED})


def columns_of(record: ApprovalRecord) -> tuple[str, str]:
    """Return the values of the columns `approval` and `approved_for`."""
    return record.state, as_json(record.fingerprints)


def record_of(row: sqlite3.Row) -> ApprovalRecord:
    """Return the approval record in a row of `posts`."""
    return ApprovalRecord(APPROVAL.read(row["approval"]), TEXTS.read(row["approved_for"]))


def get(conn: sqlite3.Connection, post_id: int) -> ApprovalRecord:
    """Return a post's approval record."""
    return record_of(conn.execute("SELECT approval, approved_for FROM posts WHERE id = ?", (post_id,)).fetchone())


def save(conn: sqlite3.Connection, post_id: int, record: ApprovalRecord) -> None:
    """Save a post's approval record."""
    conn.execute("UPDATE posts SET approval = ?, approved_for = ? WHERE id = ?", (*columns_of(record), post_id))


def reevaluate(conn: sqlite3.Connection, post_id: int, entries: tuple[Entry, ...]) -> None:
    """Evaluate the approval again: it counts only while the post's unsent entries equal the approved version."""
    record = get(conn, post_id)
    now = approval_now(record, (entry for entry in entries if entry.state in RECALLABLE_STATES))
    if now != record:
        save(conn, post_id, now)


def is_missing(conn: sqlite3.Connection, post_id: int) -> bool:
    """Return True when the post may not be sent: its client requires approval and the post is not approved."""
    query = (
        "SELECT 1 FROM posts JOIN clients ON clients.id = posts.client_id "
        "WHERE posts.id = ? AND clients.approval AND posts.approval != ?"
    )
    return conn.execute(query, (post_id, Approval.APPROVED)).fetchone() is not None


def request_for_all(conn: sqlite3.Connection, client_id: int) -> None:
    """Ask for approval of all the client's unsent posts that were never asked about."""
    query = (
        f"UPDATE posts SET approval = ? WHERE client_id = ? AND approval = '' AND (state IN {_UNSENT} "
        "OR id IN (SELECT post_id FROM entries WHERE entries.client_id = posts.client_id AND state IN ('planned', 'queued')))"
    )
    conn.execute(query, (Approval.WAITING, client_id))


def withdraw_requests(conn: sqlite3.Connection, client_id: int) -> None:
    """Withdraw the client's pending approval requests. Given answers stay."""
    query = "UPDATE posts SET approval = '', approved_for = '[]' WHERE client_id = ? AND approval = 'waiting'"
    conn.execute(query, (client_id,))
