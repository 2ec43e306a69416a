"""Workspaces, clients, connections, connect sessions and settings, in a real file."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from postdesk.domain.clients import Client, ConnectSession, ConnectSessionKind, LockIn, LockInRule, Workspace, WorkspaceKind
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.domain.settings import Appearance, NotificationKind, Settings
from postdesk.domain.snippets import Snippet
from postdesk.domain.utm import Tags, TagSettings
from postdesk.store import clients, connect_sessions, connections, profile_identity, settings, snippets, workspaces
from postdesk.store.database import Database
from postdesk.store.sqlite import open_reader

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Mine", "https://example.com/api")).result()


@pytest.fixture
def ann(database: Database, workspace: Workspace) -> Client:
    return added(database, workspace, "Ann")


def added(database: Database, workspace: Workspace, name: str) -> Client:
    new = Client(0, workspace.id, f"{name.lower()}/é 😀", name, "#3454d1", "Europe/Berlin")
    found = clients.get(database.reader, database.submit(lambda conn: clients.add(conn, new)).result())
    assert found
    return found


def told(database: Database, client: Client, *rows: RemoteConnection) -> None:
    database.submit(lambda conn: connections.save_list(conn, client.id, rows)).result()


def account(account_id: str, status: str = "connected", platform: str = "linkedin") -> RemoteConnection:
    return RemoteConnection("c1", platform, status, account_id, f"name of {account_id}", "person")


def test_known_clients_are_decoded_again_only_after_a_change_of_their_rows(
    database: Database, workspace: Workspace, ann: Client
) -> None:
    cache = clients.ClientCache(workspace.id)
    (first,) = cache.current(database.reader)
    assert first == ann
    database.submit(partial(settings.remember, name="unrelated", text="x")).result()
    assert cache.current(database.reader)[0] is first
    database.submit(lambda conn: clients.update(conn, replace(ann, name="Anna"))).result()
    bob = added(database, workspace, "Bob")
    assert [each.name for each in cache.current(database.reader)] == ["Anna", "Bob"]
    database.submit(lambda conn: clients.update(conn, replace(bob, archived=True))).result()
    assert [each.name for each in cache.current(database.reader)] == ["Anna"]
    assert [each.name for each in cache.by_id(database.reader).values()] == ["Anna", "Bob"]


def test_known_clients_are_those_of_the_file_that_is_read_now(database: Database, workspace: Workspace, ann: Client) -> None:
    cache = clients.ClientCache(workspace.id)
    assert cache.by_id(database.reader) == {ann.id: ann}
    added(database, workspace, "Bob")
    with closing(open_reader(database.path)) as another:
        assert [each.name for each in cache.current(another)] == ["Ann", "Bob"]


def session(
    client: Client, number: int, kind: ConnectSessionKind = ConnectSessionKind.HERE, platform: str = "linkedin"
) -> ConnectSession:
    made = NOON + timedelta(seconds=number)
    return ConnectSession(f"s{number}", client.id, platform, kind, "pending", "https://x/connect/1", made, made)


def test_a_workspace_is_kept_with_all_it_has(database: Database, workspace: Workspace) -> None:
    changed = replace(workspace, name="Ours", redirect_ports=(50001,), return_page="https://example.com/done")
    database.submit(lambda conn: workspaces.update(conn, changed)).result()
    assert workspaces.all_of(database.reader) == (changed,)


def test_the_workspace_that_was_open_last_is_opened_next(database: Database, workspace: Workspace) -> None:
    assert workspaces.last(database.reader) == workspace
    practice = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice", "")).result()
    database.submit(lambda conn: workspaces.save_last(conn, practice.id)).result()
    assert workspaces.last(database.reader) == practice == workspaces.sandbox(database.reader)


def test_a_new_profile_has_no_workspace(database: Database) -> None:
    assert workspaces.last(database.reader) is None
    assert workspaces.sandbox(database.reader) is None


def test_a_client_is_kept_and_changed(database: Database, ann: Client) -> None:
    changed = replace(ann, name="Anna", zone="Asia/Tokyo", lock_in=LockIn(LockInRule.HOURS_BEFORE, 6), email="a@example.com")
    database.submit(lambda conn: clients.update(conn, changed)).result()
    assert clients.get(database.reader, ann.id) == changed


def test_clients_are_listed_by_name_in_any_case(database: Database, workspace: Workspace) -> None:
    for name in ("beate", "Ann", "Cleo"):
        added(database, workspace, name)
    assert [each.name for each in clients.all_of(database.reader, workspace.id)] == ["Ann", "beate", "Cleo"]


def test_a_known_external_id_stays_one_client(database: Database, workspace: Workspace, ann: Client) -> None:
    again = replace(ann, id=0, name="Someone else")
    assert database.submit(lambda conn: clients.add(conn, again)).result() == ann.id
    assert clients.find(database.reader, workspace.id, ann.external_user_id) == ann


def test_the_first_account_is_agreed_to_and_another_one_is_not(database: Database, ann: Client) -> None:
    told(database, ann, account("A"))
    first = connections.get(database.reader, ann.id, "linkedin")
    assert first
    assert (first.confirmed_account_id, first.account_changed) == ("A", False)
    told(database, ann, account("B"))
    other = connections.get(database.reader, ann.id, "linkedin")
    assert other
    assert (other.account_changed, other.confirmed_username, other.remote_username) == (True, "name of A", "name of B")
    database.submit(lambda conn: connections.confirm(conn, ann.id, "linkedin")).result()
    agreed = connections.get(database.reader, ann.id, "linkedin")
    assert agreed
    assert (agreed.account_changed, agreed.confirmed_username) == (False, "name of B")


def test_an_agreed_account_is_remembered_through_a_disconnection(database: Database, ann: Client) -> None:
    told(database, ann, account("A"))
    database.submit(lambda conn: connections.set_profile_url(conn, ann.id, "linkedin", "https://example.com/ann")).result()
    limits = (OwnLimit("text.length.stop_above", 1_300), OwnLimit("video.seconds.stop_below", 2.5))
    database.submit(lambda conn: connections.set_limits(conn, ann.id, "linkedin", limits)).result()
    told(database, ann)
    assert connections.of_client(database.reader, ann.id) == ()
    assert connections.get(database.reader, ann.id, "linkedin") is None
    told(database, ann, account("B"))
    (back,) = connections.of_client(database.reader, ann.id)
    assert back.account_changed
    assert back.profile_url == "https://example.com/ann"
    assert back.limits == limits


def test_an_account_that_is_not_connected_yet_is_not_agreed_to(database: Database, ann: Client) -> None:
    told(database, ann, account("A", "pending"))
    told(database, ann, account("B"))
    (connection,) = connections.of_client(database.reader, ann.id)
    assert connection.confirmed_account_id == "B"


def test_an_expired_connection_without_an_account_keeps_the_known_one(database: Database, ann: Client) -> None:
    told(database, ann, account("A"))
    told(database, ann, RemoteConnection("c1", "linkedin", "needs_reconnect"))
    (connection,) = connections.of_client(database.reader, ann.id)
    assert (connection.status, connection.remote_account_id, connection.account_changed) == ("needs_reconnect", "A", False)


def test_two_accounts_of_a_platform_are_marked_and_the_agreed_one_is_kept(database: Database, ann: Client) -> None:
    told(database, ann, account("A"))
    told(database, ann, account("B"), account("A"))
    (connection,) = connections.of_client(database.reader, ann.id)
    assert (connection.remote_account_id, connection.doubled) == ("A", True)


def test_accounts_to_reconnect_are_those_of_current_clients(database: Database, workspace: Workspace, ann: Client) -> None:
    bob = added(database, workspace, "Bob")
    told(database, ann, account("A"), account("X", "needs_reconnect", "twitter"), account("R", "expired", "reddit"))
    told(database, ann, account("A"), account("X", "needs_reconnect", "twitter"))  # the third one is gone
    told(database, bob, account("B", "expired"))
    assert connections.to_reconnect(database.reader, workspace.id) == {(ann.id, "twitter"), (bob.id, "linkedin")}
    database.submit(lambda conn: clients.update(conn, replace(bob, archived=True))).result()
    assert connections.to_reconnect(database.reader, workspace.id) == {(ann.id, "twitter")}


def test_a_connection_without_a_status_is_listed_and_not_ready(database: Database, ann: Client) -> None:
    told(database, ann, account("A", ""))
    (connection,) = connections.of_client(database.reader, ann.id)
    assert not connection.ready


def test_connections_come_in_the_order_of_the_platforms_unknown_ones_last(database: Database, ann: Client) -> None:
    told(database, ann, *(account("A", platform=each) for each in ("mastodon", "reddit", "linkedin")))
    assert [each.platform for each in connections.of_client(database.reader, ann.id)] == ["linkedin", "reddit", "mastodon"]


def test_a_new_session_takes_the_place_of_an_earlier_one_of_its_kind(database: Database, ann: Client) -> None:
    link = session(ann, 1, ConnectSessionKind.LINK)
    for each in (link, session(ann, 2), session(ann, 3, platform="threads"), session(ann, 4)):
        database.submit(lambda conn, each=each: connect_sessions.add(conn, each)).result()  # type: ignore[misc]
    assert [each.id for each in connect_sessions.of_client(database.reader, ann.id)] == ["s1", "s3", "s4"]
    assert connect_sessions.get(database.reader, "s1") == link


def test_an_ended_session_is_kept_and_not_pending(database: Database, workspace: Workspace, ann: Client) -> None:
    for number, platform in ((1, "linkedin"), (2, "threads")):
        database.submit(lambda conn, n=number, p=platform: connect_sessions.add(conn, session(ann, n, platform=p))).result()  # type: ignore[misc]
    database.submit(lambda conn: connect_sessions.end(conn, "s1", "failed", "access_denied")).result()
    assert [each.id for each in connect_sessions.pending(database.reader, workspace.id)] == ["s2"]
    ended = connect_sessions.get(database.reader, "s1")
    assert ended
    assert (ended.pending, ended.error_code) == (False, "access_denied")


def test_settings_come_back(database: Database) -> None:
    assert settings.load(database.reader) == Settings()
    chosen = Settings(
        Appearance.DARK,
        timedelta(seconds=30),
        frozenset({NotificationKind.MISSED}),
        "http://proxy:8080",
        "/tmp/ca.pem",
        True,
        NOON,
    )
    database.submit(lambda conn: settings.save(conn, chosen)).result()
    assert settings.load(database.reader) == chosen


@pytest.mark.parametrize(
    ("name", "text"), [("appearance", "purple"), ("undo_delay_s", "-1"), ("undo_delay_s", "1e9"), ("stay_awake", "yes")]
)
def test_an_unreadable_setting_is_as_in_a_new_profile(database: Database, name: str, text: str) -> None:
    database.submit(lambda conn: settings.remember(conn, name, text)).result()
    assert settings.load(database.reader) == Settings()


def test_to_be_told_of_nothing_comes_back_and_what_is_unknown_is_left_out(database: Database) -> None:
    database.submit(lambda conn: settings.save(conn, Settings(notified_kinds=frozenset()))).result()
    assert settings.load(database.reader).notified_kinds == frozenset()
    database.submit(lambda conn: settings.remember(conn, "tell", "missed weather")).result()
    assert settings.load(database.reader).notified_kinds == {NotificationKind.MISSED}


def test_a_pause_that_cannot_be_read_is_a_pause_all_the_same(database: Database) -> None:
    database.submit(lambda conn: settings.remember(conn, "paused_since_ms", "garbled")).result()
    assert settings.is_paused(database.reader)
    assert settings.load(database.reader).paused_since is not None


def test_a_profile_keeps_its_id_and_shares_it_with_no_other(database: Database, tmp_path: Path) -> None:
    mine = database.submit(profile_identity.profile_id).result()
    assert database.submit(profile_identity.profile_id).result() == mine
    other = Database(tmp_path / "other")
    assert other.submit(profile_identity.profile_id).result() != mine
    other.close()


def test_a_clients_link_tags_are_kept(database: Database, ann: Client) -> None:
    assert ann.tagging == TagSettings()
    tagging = TagSettings(True, Tags("{platform}", "social"), ((Platform.TWITTER, Tags(content="a&b")),), ("shop.example",))
    database.submit(lambda conn: clients.update(conn, replace(ann, tagging=tagging))).result()
    assert clients.get(database.reader, ann.id) == replace(ann, tagging=tagging)


def test_a_client_from_before_there_were_link_tags_has_the_usual_ones_switched_off(database: Database, ann: Client) -> None:
    database.submit(lambda conn: conn.execute("UPDATE clients SET tags = '[]'")).result()
    assert clients.get(database.reader, ann.id) == ann


def test_snippets_are_for_all_clients_or_for_one(database: Database, workspace: Workspace, ann: Client) -> None:
    bob = added(database, workspace, "Bob")
    for_all, for_ann = Snippet(0, "b", "{client}", None), Snippet(0, "A", "#one", ann.id, at_end=True)
    saves = (partial(snippets.save, workspace_id=workspace.id, snippet=each, now=NOON) for each in (for_all, for_ann))
    ids = [database.submit(save).result() for save in saves]
    first, second = replace(for_all, id=ids[0]), replace(for_ann, id=ids[1])
    assert snippets.of_workspace(database.reader, workspace.id) == (second, first)
    assert snippets.of_workspace(database.reader, workspace.id, ann.id) == (second, first)
    assert snippets.of_workspace(database.reader, workspace.id, bob.id) == (first,)


def test_a_snippet_is_changed_deleted_and_brought_back(database: Database, workspace: Workspace) -> None:
    number = database.submit(lambda conn: snippets.save(conn, workspace.id, Snippet(0, "a", "b"), NOON)).result()
    changed = Snippet(number, "New", "c", at_end=True)
    database.submit(lambda conn: snippets.save(conn, workspace.id, changed, NOON)).result()
    assert snippets.of_workspace(database.reader, workspace.id) == (changed,)
    database.submit(lambda conn: snippets.delete(conn, number)).result()
    assert snippets.of_workspace(database.reader, workspace.id) == ()
    database.submit(lambda conn: snippets.save(conn, workspace.id, changed, NOON)).result()
    assert snippets.of_workspace(database.reader, workspace.id) == (changed,)
