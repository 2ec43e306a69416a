"""Reads for the list of what needs attention (`domain/attention.py`): each takes an index that holds little else."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from postdesk.domain.attention import PASSING_HOLDS, STATES, WaitingAccount
from postdesk.domain.delivery import Hold
from postdesk.domain.overview import AccountState
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.store.columns import AT, TEXTS
from postdesk.store.rows import as_json, sql_list

_CURRENT: Final = "client_id NOT IN (SELECT id FROM clients WHERE workspace_id = :workspace AND archived)"
"""Condition that leaves out archived clients, whose work is over."""

_ITS_ACCOUNT: Final = (
    "SELECT 1 FROM json_each(:accounts) AS account "
    "WHERE account.value ->> 0 = entries.client_id AND instr(entries.platforms, account.value ->> 1)"
)

_HELD_FOR_USER: Final = (
    "EXISTS (SELECT 1 FROM entries WHERE post_id = posts.id AND state IN ('planned', 'queued') "
    f"AND hold NOT IN {sql_list(PASSING_HOLDS)} AND (hold != '{Hold.ACCOUNT_CHANGED}' OR NOT EXISTS ({_ITS_ACCOUNT})))"
)
"""Condition on a post on hold: one of its holds ends by an act of the user, and no item of an account stands for it."""

_ASKS: Final = (
    f"workspace_id = :workspace AND urgency > 0 AND origin = '{PostOrigin.HERE}' AND {_CURRENT} "
    f"AND (state != '{PostState.HELD}' OR instr(marks, '\"{PostState.CONTRADICTORY}\"') OR {_HELD_FOR_USER})"
)
"""Condition on the posts that need the user. The urgency is 0 where other posts stand for a failed one.

A post on hold may have a contradiction, too: that is less urgent in `PostState`.
"""

_RANK: Final = " ".join(f"WHEN state IN {sql_list(states)} THEN {rank}" for rank, states in enumerate(STATES.values()))

_UNSENT_OF: Final = (
    "SELECT id FROM entries INDEXED BY entries_unsent WHERE workspace_id = :workspace AND state IN ('planned', 'queued') "
    "AND {} ORDER BY client_id, platforms, due_ms LIMIT 1"
)
_UNSENT: Final = f"""
WITH RECURSIVE firsts (id) AS (
    SELECT ({_UNSENT_OF.format("true")})
    UNION ALL
    SELECT coalesce(
        ({_UNSENT_OF.format("client_id = entry.client_id AND platforms > entry.platforms")}),
        ({_UNSENT_OF.format("client_id > entry.client_id")})
    )
    FROM firsts JOIN entries AS entry ON entry.id = firsts.id
)
SELECT client_id, platforms, due_ms, post_id FROM firsts JOIN entries USING (id) WHERE {_CURRENT} ORDER BY due_ms
"""
"""The first of the unsent requests of each client to the same platforms; each is one search, however many others there are."""

_ACCOUNT_STATE: Final = (
    f"CASE WHEN status = '' THEN '{AccountState.MISSING}' WHEN status != 'connected' THEN '{AccountState.RECONNECT}' "
    f"WHEN confirmed_account_id NOT IN ('', remote_account_id) THEN '{AccountState.OTHER_ACCOUNT}' "
    f"ELSE '{AccountState.CONNECTED}' END"
)
"""The state of an account, as `domain.overview` has it."""


def waiting_accounts(conn: sqlite3.Connection, workspace_id: int) -> tuple[WaitingAccount, ...]:
    """Return the accounts to which nothing can be sent though posts wait for them, by the time of the first of these posts.

    An account that the service never listed is missing only once the client's list has been read.
    """
    known = conn.execute(
        f"SELECT client_id, platform, {_ACCOUNT_STATE} FROM clients JOIN connections ON client_id = id WHERE workspace_id = ?",
        (workspace_id,),
    )
    states = {(client_id, platform): AccountState(state) for client_id, platform, state in known}
    read = "SELECT id FROM clients WHERE workspace_id = ? AND accounts_read_ms IS NOT NULL"
    listed = {client_id for (client_id,) in conn.execute(read, (workspace_id,))}
    found: dict[tuple[int, str], WaitingAccount] = {}
    for client_id, platforms, due_ms, post_id in conn.execute(_UNSENT, {"workspace": workspace_id}):
        for account in ((client_id, platform) for platform in TEXTS.read(platforms)):
            state = states.get(account, AccountState.MISSING if client_id in listed else AccountState.CONNECTED)
            if state is not AccountState.CONNECTED and account not in found:
                found[account] = WaitingAccount(*account, state, post_id, AT.read(due_ms))
    return tuple(found.values())


def count_posts(conn: sqlite3.Connection, workspace_id: int, accounts: Iterable[WaitingAccount]) -> dict[int, int]:
    """Return the number of posts that need the user, by client. `accounts`: those of `waiting_accounts`."""
    query = f"SELECT client_id, count(*) FROM posts INDEXED BY posts_attention WHERE {_ASKS} GROUP BY client_id"
    return dict(conn.execute(query, _values(workspace_id, accounts)).fetchall())


def post_ids(
    conn: sqlite3.Connection, workspace_id: int, accounts: Iterable[WaitingAccount], client_id: int | None, limit: int
) -> tuple[int, ...]:
    """Return the first posts that need the user, of one client or of all (None): by kind, within a kind the latest first."""
    of_client = " AND client_id = :client" if client_id is not None else ""
    query = (
        f"SELECT id FROM posts INDEXED BY posts_attention WHERE {_ASKS}{of_client} "
        f"ORDER BY CASE {_RANK} END, due_ms DESC, id LIMIT :limit"
    )
    values = _values(workspace_id, accounts) | {"client": client_id, "limit": limit}
    return tuple(row["id"] for row in conn.execute(query, values))


def _values(workspace_id: int, accounts: Iterable[WaitingAccount]) -> dict[str, object]:
    """Return the values of `_ASKS`; an account is a client and a platform, as it is quoted in a list."""
    return {
        "workspace": workspace_id,
        "accounts": as_json((account.client_id, f'"{account.platform}"') for account in accounts),
    }
