"""Accounts connected for several clients, in any workspace of the same kind, and the user's confirmations of that.

A post for one client also appears for the others. The confirmation counts for the clients it named. If another client gets
the account, the user is asked again.
"""

import json
import sqlite3
from collections.abc import Mapping

from postdesk.store import settings

_OTHERS = """
    SELECT mine.platform, mine.remote_account_id, others.client_id, whose.name
    FROM connections mine
    JOIN connections others USING (platform, remote_account_id)
    JOIN clients me ON me.id = mine.client_id JOIN workspaces here ON here.id = me.workspace_id
    JOIN clients whose ON whose.id = others.client_id JOIN workspaces there ON there.id = whose.workspace_id
    WHERE mine.client_id = ? AND others.client_id != mine.client_id AND mine.remote_account_id != ''
    AND mine.status != '' AND others.status != '' AND whose.archived = 0 AND there.kind = here.kind
    ORDER BY whose.name, whose.id
"""


def other_clients(conn: sqlite3.Connection, client_id: int) -> Mapping[str, tuple[str, ...]]:
    """Return, by platform, the names of other clients with the same account, where the user hasn't confirmed the sharing."""
    found: dict[str, tuple[str, ...]] = {}
    agreed: dict[str, frozenset[int]] = {}
    for row in conn.execute(_OTHERS, (client_id,)):
        platform, account = row["platform"], row["remote_account_id"]
        if platform not in agreed:
            agreed[platform] = _agreed(conn, platform, account)
        if not {client_id, row["client_id"]} <= agreed[platform]:
            found[platform] = (*found.get(platform, ()), row["name"])
    return found


def confirm_shared(conn: sqlite3.Connection, client_id: int, platform: str) -> None:
    """Record that the client and all others with its account on that platform share it on purpose."""
    same = [row for row in conn.execute(_OTHERS, (client_id,)) if row["platform"] == platform]
    if same:
        account = same[0]["remote_account_id"]
        clients = {client_id, *(row["client_id"] for row in same)} | _agreed(conn, platform, account)
        settings.remember(conn, _name(platform, account), json.dumps(sorted(clients)))


def _agreed(conn: sqlite3.Connection, platform: str, account: str) -> frozenset[int]:
    try:
        kept = json.loads(settings.value(conn, _name(platform, account)) or "[]")
    except ValueError:
        return frozenset()
    return frozenset(each for each in kept if isinstance(each, int)) if isinstance(kept, list) else frozenset()


def _name(platform: str, account: str) -> str:
    return f"shared_account:{platform}:{account}"
