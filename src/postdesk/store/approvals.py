"""The client's word on posts: two columns of `posts`, and what follows from the client's setting."""

import sqlite3
from typing import Final

from postdesk.domain.approval import Approval, Word, word_now
from postdesk.domain.posts import Entry, PostState
from postdesk.domain.state_groups import STILL_HERE
from postdesk.domain.taking_back import NOT_SENT
from postdesk.store.columns import APPROVAL, TEXTS
from postdesk.store.rows import as_json, listed

_OURS: Final = listed(STILL_HERE | {PostState.MISSED})


def columns_of(word: Word) -> tuple[str, str]:
    """The columns `approval` and `approved_for`."""
    return word.approval, as_json(word.given_for)


def word_of(row: sqlite3.Row) -> Word:
    """The client's word from a row of `posts`."""
    return Word(APPROVAL.read(row["approval"]), TEXTS.read(row["approved_for"]))


def get(conn: sqlite3.Connection, post_id: int) -> Word:
    """The client's word on a post."""
    return word_of(conn.execute("SELECT approval, approved_for FROM posts WHERE id = ?", (post_id,)).fetchone())


def keep(conn: sqlite3.Connection, post_id: int, word: Word) -> None:
    """Keep what the client said of a post."""
    conn.execute("UPDATE posts SET approval = ?, approved_for = ? WHERE id = ?", (*columns_of(word), post_id))


def listen_again(conn: sqlite3.Connection, post_id: int, entries: tuple[Entry, ...]) -> None:
    """The word was given for what the post was then: see whether what of it can still change is that."""
    word = get(conn, post_id)
    now = word_now(word, (entry for entry in entries if entry.state in NOT_SENT))
    if now != word:
        keep(conn, post_id, now)


def is_missing(conn: sqlite3.Connection, post_id: int) -> bool:
    """Whether the post must not go out, since its client's posts wait for a word that this one has not."""
    query = (
        "SELECT 1 FROM posts JOIN clients ON clients.id = posts.client_id "
        "WHERE posts.id = ? AND clients.approval AND posts.approval != ?"
    )
    return conn.execute(query, (post_id, Approval.APPROVED)).fetchone() is not None


def ask_for_all(conn: sqlite3.Connection, client_id: int) -> None:
    """All that the client was not asked about, and is not out, waits for their word."""
    query = (
        f"UPDATE posts SET approval = ? WHERE client_id = ? AND approval = '' AND (state IN {_OURS} "
        "OR id IN (SELECT post_id FROM entries WHERE entries.client_id = posts.client_id AND state IN ('planned', 'queued')))"
    )
    conn.execute(query, (Approval.WAITING, client_id))


def ask_for_none(conn: sqlite3.Connection, client_id: int) -> None:
    """What waits for the client's word waits no more."""
    query = "UPDATE posts SET approval = '', approved_for = '[]' WHERE client_id = ? AND approval = 'waiting'"
    conn.execute(query, (client_id,))
