"""The same account connected for several clients: the clients that are named, each once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import clients, connections, shared_accounts, workspaces
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

X = Platform.TWITTER


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path)
    yield made
    made.close()


def connected(database: Database, name: str, account: str, kind: WorkspaceKind = WorkspaceKind.REAL) -> int:
    """Add a client, in a workspace of its own, with that account on X."""

    def work(conn: Transaction) -> int:
        workspace = workspaces.add(conn, kind, name, f"https://{name.lower()}.example.com")
        made = clients.add(conn, Client(0, workspace.id, name.lower(), name, "#c2410c", "UTC"))
        connections.save_list(conn, made, [RemoteConnection(X, X, "connected", account, f"@{account}")])
        return made

    return database.submit(work).result()


def shared_with(database: Database, client_id: int) -> tuple[str, ...]:
    """Return the names as both the list of all accounts and the view of one account have them."""
    (listed,) = connections.of_client(database.reader, client_id)
    alone = connections.get(database.reader, client_id, X)
    assert alone == listed
    return listed.shared_with


def test_an_account_of_two_clients_is_told_of_both_also_across_workspaces(database: Database) -> None:
    ann, bob, eve = (connected(database, name, account) for name, account in (("Ann", "17"), ("Bob", "17"), ("Eve", "18")))
    assert [shared_with(database, each) for each in (ann, bob, eve)] == [("Bob",), ("Ann",), ()]


def test_practice_mode_is_compared_with_itself_alone(database: Database) -> None:
    ann, bob = connected(database, "Ann", "17"), connected(database, "Bob", "17", WorkspaceKind.SANDBOX)
    assert [shared_with(database, each) for each in (ann, bob)] == [(), ()]


def test_what_was_agreed_to_is_told_no_more_until_a_further_client_has_it(database: Database) -> None:
    ann, bob = connected(database, "Ann", "17"), connected(database, "Bob", "17")
    database.submit(lambda conn: shared_accounts.confirm_shared(conn, ann, X)).result()
    assert [shared_with(database, each) for each in (ann, bob)] == [(), ()]
    eve = connected(database, "Eve", "17")
    assert [shared_with(database, each) for each in (ann, bob, eve)] == [("Eve",), ("Eve",), ("Ann", "Bob")]
    database.submit(lambda conn: shared_accounts.confirm_shared(conn, eve, X)).result()
    assert [shared_with(database, each) for each in (ann, bob, eve)] == [(), (), ()]


def test_a_client_that_is_archived_or_disconnected_counts_no_more(database: Database) -> None:
    ann, bob, eve = (connected(database, name, "17") for name in ("Ann", "Bob", "Eve"))
    database.submit(lambda conn: connections.remove(conn, bob, X)).result()
    assert shared_with(database, ann) == ("Eve",)
    database.submit(lambda conn: conn.execute("UPDATE clients SET archived = 1 WHERE id = ?", (eve,))).result()
    assert shared_with(database, ann) == ()
