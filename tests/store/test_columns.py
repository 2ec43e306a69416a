"""The contents of each column: SQL and readers agree, no value makes a reader fail, and a repair leaves no bad value behind."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from tests.proofs import storage
from tests.support.altered import Alteration, alterations, everything

from postdesk.domain.board import BoardFilter, ResultSort
from postdesk.domain.delivery import Evidence, State
from postdesk.domain.posts import PostState, content_hash
from postdesk.store import (
    approvals,
    attempts,
    backups,
    board,
    clients,
    connect_sessions,
    connections,
    day_notes,
    draft_versions,
    drafts,
    entries,
    habits,
    imports,
    integrity,
    last_open,
    last_used,
    overview,
    posts,
    repair,
    replacement_notice,
    series,
    settings,
    slots,
    uploads,
    user_dictionary,
    workspaces,
)
from postdesk.store.columns import COLUMNS
from postdesk.store.database import FILE, Database
from postdesk.store.sqlite import tolerate_bad_text

pytestmark = [pytest.mark.logs("the database is damaged", "is no good"), pytest.mark.timeout(300)]

NOW: Final = storage.NOW
_AFTER: Final = datetime(2500, 1, 1, tzinfo=UTC)
_ALTERED: Final = (1, 4)
"""The rows that are altered."""
_CHECKED_BY_SQLITE: Final = ("weekday", "minute")
_BEFORE: Final = datetime(1960, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "profile"
    everything(folder)
    return folder


@pytest.fixture
def conn(fresh: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(fresh / FILE, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA ignore_check_constraints = ON")
        tolerate_bad_text(connection)
        yield connection


def altered(conn: sqlite3.Connection, folder: Path) -> Iterator[Alteration]:
    """Yield each alteration while it is in place."""
    for each in alterations(folder / FILE):
        conn.execute("BEGIN")
        try:
            each.write(conn)
        except sqlite3.IntegrityError:
            pass
        else:
            yield each
        conn.execute("ROLLBACK")


def read_all(conn: sqlite3.Connection) -> None:
    """Read everything that panes, dialogs and the engine read."""
    settings.load(conn)
    replacement_notice.pending(conn)
    user_dictionary.words(conn)
    workspaces.last(conn)
    for workspace in workspaces.all_of(conn):
        _read_workspace(conn, workspace.id)
        habits.habits_of(conn, workspace.base_url)
        for client in clients.all_of(conn, workspace.id):
            _read_client(conn, client.id)
            week = (NOW, NOW + timedelta(days=7))
            overview.client_line(conn, client, overview.waiting_for_accounts(conn, workspace.id), NOW, week)
    entries.unfinished(conn)
    for number in _ALTERED:
        if posts.get(conn, number):
            approvals.get(conn, number)
        attempts.last(conn, number)
        entries.answers(conn, number)


def _read_workspace(conn: sqlite3.Connection, workspace_id: int) -> None:
    last_open.get(conn, workspace_id)
    board.spans(conn, workspace_id, (_BEFORE, NOW, _AFTER), BoardFilter(), 100)
    board.agenda(conn, workspace_id, _BEFORE, _AFTER, BoardFilter(), 100, 0)
    board.rows(conn, workspace_id, BoardFilter(), ResultSort.URGENT, False, 100, 0)
    board.results_since(conn, workspace_id, _BEFORE, 100)
    drafts.of_workspace(conn, workspace_id)
    series.all_of(conn, workspace_id)
    connect_sessions.pending(conn, workspace_id)
    uploads.targets(conn, workspace_id)
    uploads.interrupted(conn, workspace_id)
    imports.recent(conn, workspace_id, 10)
    day_notes.between(conn, workspace_id, date.min, date.max)


def _read_client(conn: sqlite3.Connection, client_id: int) -> None:
    last_used.get(conn, client_id)
    connections.of_client(conn, client_id)
    connect_sessions.of_client(conn, client_id)
    slots.of_client(conn, client_id)
    slots.posts_between(conn, client_id, _BEFORE, _AFTER)
    slots.drafts_between(conn, client_id, _BEFORE, _AFTER)
    series.records_from(conn, "series")
    imports.moments_of(conn, "a draft")
    draft_versions.of_draft(conn, "a draft")


def test_each_column_that_is_declared_is_there(conn: sqlite3.Connection) -> None:
    for table, columns in COLUMNS.items():
        assert set(columns) <= set(integrity.columns_of(conn, table))


def test_sql_and_reading_agree_on_each_value(conn: sqlite3.Connection, fresh: Path) -> None:
    looked_at = 0
    for each in altered(conn, fresh):
        if column := COLUMNS.get(each.table, {}).get(each.column):
            key, row = each.row
            sql = f"SELECT {each.column} AS raw, {column.sql(each.column)} AS good FROM {each.table} WHERE {key} IS ?"
            for raw, good in conn.execute(sql, (row,)):
                assert column.is_readable(raw) == bool(good), each
            looked_at += 1
    assert looked_at > 500


def test_no_value_keeps_anything_from_being_read_unless_it_is_found_before_that(conn: sqlite3.Connection, fresh: Path) -> None:
    failed = []
    for each in altered(conn, fresh):
        try:
            read_all(conn)
        except Exception as error:  # any exception belongs to the report on that value
            if not integrity.find_damage(conn):
                failed.append(f"{each}: {type(error).__name__}: {error}")
    assert failed == []


@pytest.mark.parametrize("backed_up", [False, True], ids=["without a backup", "with a backup"])
def test_a_repair_keeps_each_row_of_which_a_value_could_not_be_read(fresh: Path, tmp_path: Path, backed_up: bool) -> None:
    folder = tmp_path / "profile"
    before = rows(fresh)
    for table, columns in COLUMNS.items():
        if table == "looks":  # not worth keeping
            continue
        shutil.copytree(fresh, folder)
        if backed_up:
            backups.back_up(folder / FILE, NOW)
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as conn:
            spoil(conn, table, tuple(columns))
        assert repair.is_damaged(folder, thorough=True), table
        repair.repair(folder, storage.LATER)
        database = Database(folder)
        assert integrity.find_damage(database.reader, thorough=True) == ""
        assert rows(folder) == before, table
        database.close()
        shutil.rmtree(folder)


def spoil(conn: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    """Make each of them unreadable in a row, except those that the row is found by."""
    conn.row_factory = sqlite3.Row
    key = [row["name"] for row in conn.execute("SELECT * FROM pragma_table_info(?) WHERE pk", (table,))]
    changes = ", ".join(f"{each} = '[{{'" for each in columns if each not in (*key, *_CHECKED_BY_SQLITE))
    same = ", ".join(key)
    conn.execute(f"UPDATE {table} SET {changes} WHERE ({same}) IN (SELECT {same} FROM {table} LIMIT 1)")


def rows(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / FILE)) as conn:
        return {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COLUMNS if table != "looks"}


def test_an_entry_whose_state_is_no_word_asks_whether_it_went_out(fresh: Path, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(fresh, folder)
    backups.back_up(folder / FILE, NOW)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as conn:
        conn.execute("UPDATE entries SET state = 'acceptee', changed_ms = changed_ms + 1 WHERE id = 1")
    assert repair.is_damaged(folder)
    repair.repair(folder, storage.LATER)
    database = Database(folder)
    entry = entries.get(database.reader, 1)
    assert entry
    assert (entry.state, entry.evidence) == (State.NEEDS_USER, Evidence.CANNOT_TELL)
    post = posts.get(database.reader, entry.post_id)
    assert post
    assert post.state is PostState.TO_DECIDE
    database.close()


def test_a_post_whose_platforms_cannot_be_read_is_shown_as_one_to_be_looked_at(conn: sqlite3.Connection) -> None:
    conn.execute("BEGIN")
    conn.execute("""UPDATE posts SET marks = '[["linkedin","publisxed"]]' WHERE id = 3""")
    row = next(each for each in board.rows(conn, 1, BoardFilter(), ResultSort.WHEN, False, 100, 0) if each.id == 3)
    card = next(each for each in board.agenda(conn, 1, _BEFORE, _AFTER, BoardFilter(), 100, 0) if each.id == "3")
    conn.execute("ROLLBACK")
    assert (row.state, card.state) == (PostState.TO_DECIDE, PostState.TO_DECIDE)


def test_an_entry_of_which_something_cannot_be_read_is_not_taken_for_what_was_agreed_to(conn: sqlite3.Connection) -> None:
    entry = entries.unfinished(conn)[0]
    conn.execute("BEGIN")
    conn.execute("""UPDATE entries SET accounts = '[["linkedin"]]' WHERE id = ?""", (entry.id,))
    read = entries.get(conn, entry.id)
    client = clients.get(conn, entry.client_id)
    conn.execute("ROLLBACK")
    assert read
    assert client
    assert content_hash(client.external_user_id, read) != read.hash
