"""The plans of all statements of the window: none walks through a table that grows with the work of years."""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from tests.support.application import RunningApplication
from tests.support.sample_window import sample_window
from tests.support.widgets import find as child
from tests.support.window_places import PLACES

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import NEEDS_ANSWER_OR_FIX
from postdesk.store import attempts
from postdesk.store.database import Database
from postdesk.store.sqlite import open_reader
from postdesk.tour.actions import run_outside_task
from postdesk.ui.results.tabs import Period, ResultsTab

pytestmark = pytest.mark.logs("This plugin does not support")

GROWING: Final = ("posts", "entries", "attempts", "answers", "drafts", "draft_versions", "occurrences", "imported_rows", "looks")
FOUND_BY_WORDS: Final = ("words", "draft_words")
READ_WHOLE: Final = {
    "posts_attention": "posts that need the user",
    "posts_repaired": "failed posts that were sent once more",
    "entries_unsent": "requests that are still to be sent from here, counted by account, and the first of each account",
    "drafts_labelled": "drafts with labels, which the list of drafts offers",
    "occurrences_drafted": "drafts of a series that wait for the user",
}
"""Indices of the few rows of a kind, which a statement may read whole, and what these are."""

_STEP: Final = re.compile(
    r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?(?: \((.*)\))?(?: VIRTUAL TABLE INDEX (\S*))?"
)
_WHOSE: Final = {"workspace_id=?", "client_id=?"}
"""Conditions that all posts of a workspace, or of its only client, may fulfil."""


def walks(connection: sqlite3.Connection, query: str) -> list[str]:
    """Return the steps of a statement that walk through a table that grows, also where a limit may end the walk."""
    plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    tables = {name: table for table, name in re.findall(r"(?:FROM|JOIN) (\w+) AS (\w+)", query)}
    return [step for step in plan if _is_walk(step, tables)]


def _is_walk(step: str, tables: dict[str, str]) -> bool:
    if not (found := _STEP.match(step)):
        return step.startswith("AUTOMATIC")
    way, name, index, terms, virtual = found.groups()
    table = tables.get(name, name)
    if table in FOUND_BY_WORDS:
        return way == "SCAN" and "M" not in (virtual or "")
    if table not in GROWING or index in READ_WHOLE:
        return False
    return way == "SCAN" or set((terms or "").split(" AND ")) <= _WHOSE


def all_walks(connection: sqlite3.Connection, queries: Iterable[str]) -> Iterator[str]:
    for query in sorted(queries):
        if query.lstrip().upper().startswith(("SELECT", "WITH")) and (found := walks(connection, query)):
            yield f"{', '.join(found)}: {' '.join(query.split())}"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The statements of the window's connection, from its first one on."""
    heard = set[str]()

    def open_heard(path: Path) -> sqlite3.Connection:
        connection = open_reader(path)
        connection.set_trace_callback(heard.add)
        return connection

    monkeypatch.setattr("postdesk.store.database.open_reader", open_heard)
    return heard


async def test_no_statement_of_the_window_walks_through_what_grows(asked: set[str], tmp_path: Path) -> None:
    async with sample_window(tmp_path / "profile") as used:
        for go in ways(used):
            before = asked.copy()
            await go()
            await asyncio.sleep(0.3)
            assert before <= asked
        used.database.reader.set_trace_callback(None)
        found = list(all_walks(used.database.reader, asked))
    assert len(asked) > 400
    assert found == []


def ways(used: RunningApplication) -> Iterator[Callable[[], Awaitable[object]]]:
    """Yield ways through the window that ask for all that it shows."""
    for place in PLACES:
        yield partial(used.click, f"rail.{place}")
    yield partial(used.click, "rail.results")
    for tab in ResultsTab:
        yield partial(used.click, f"results.tab.{tab}")
    yield partial(used.click, "results.tab.went_out")
    for period in Period:
        yield partial(used.choose, "results.period", f"results.period.{period}")
    yield partial(typed, used, "top_bar.search", "tea in")
    yield partial(typed, used, "top_bar.search", "")
    yield partial(used.click, "rail.drafts")
    yield partial(typed, used, "drafts.search", "new")
    yield partial(used.click, "rail.calendar")
    for view in ("week", "day", "agenda", "month"):
        yield partial(used.click, f"calendar.view.{view}")
    yield partial(show_one_client, used)
    for place in ("calendar", "results", "drafts", "connections", "calendar"):
        yield partial(used.click, f"rail.{place}")
    for act in (open_newest_post, begin_post, write_post, read_for_notifications, close_window):
        yield partial(run_outside_task, partial(act, used))


async def typed(used: RunningApplication, field: str, text: str) -> None:
    edit = child(used.window, QLineEdit, field)
    await run_outside_task(edit.clear)
    await run_outside_task(partial(QTest.keyClicks, edit, text))
    await asyncio.sleep(0.3)


async def show_one_client(used: RunningApplication) -> None:
    await used.choose("top_bar.client", used.session.clients.all()[0].name)


def open_newest_post(used: RunningApplication) -> None:
    (newest,) = used.database.reader.execute("SELECT max(id) FROM posts").fetchone()
    used.open_post(newest)


def begin_post(used: RunningApplication) -> None:
    client = used.session.clients.all()[0]
    used.navigator.new_post_at(used.session.clock.now() + timedelta(days=2), client.id)


def write_post(used: RunningApplication) -> None:
    """Write what is looked for among the client's other posts."""
    QTest.keyClicks(child(used.window, QPlainTextEdit, "composer.text"), "Tea of the day")


def read_for_notifications(used: RunningApplication) -> None:
    """Read what is told outside of the window: it does so only while it isn't in front."""
    board, now = used.session.board, used.session.clock.now()
    told = board.latest(NEEDS_ANSWER_OR_FIX, 9) | board.latest([PostState.PUBLISHED], 9, since=now - timedelta(days=1))
    board.rows_of(list(told))
    board.results_since(now - timedelta(days=1))
    board.due_here(now)


def close_window(used: RunningApplication) -> None:
    used.window.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM posts",
        "SELECT count(*) FROM posts AS p WHERE p.text = 'tea'",
        "SELECT id FROM posts WHERE workspace_id = 1 AND text = 'tea'",
        "SELECT id FROM posts WHERE workspace_id = 1 ORDER BY due_ms LIMIT 10",
        "SELECT rowid FROM words WHERE text LIKE '%tea%'",
        "SELECT count(*) FROM entries WHERE checked_ms IS NULL",
    ],
)
def test_a_walk_is_told(query: str, tmp_path: Path) -> None:
    database = Database(tmp_path / "profile")
    assert walks(database.reader, query)
    database.close()


def test_reads_of_a_part_are_no_walks(tmp_path: Path) -> None:
    database = Database(tmp_path / "profile")
    for query in (
        "SELECT id FROM posts WHERE workspace_id = 1 AND due_ms > 5",
        "SELECT rowid FROM words WHERE words MATCH 'tea'",
    ):
        assert walks(database.reader, query) == []
    database.close()


def test_decisions_of_the_user_are_found_without_a_walk_through_all_requests(tmp_path: Path) -> None:
    database, heard = Database(tmp_path / "profile"), set[str]()
    database.reader.set_trace_callback(heard.add)
    attempts.user_decisions(database.reader, 1, datetime.now(UTC))
    attempts.last_user_decision(database.reader, 1)
    database.reader.set_trace_callback(None)
    assert list(all_walks(database.reader, heard)) == []
    database.close()
