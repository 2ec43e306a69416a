"""The reads for what needs attention: which posts and accounts count, in which order, and without reading all."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from tests.support.factories import NOON
from tests.support.filled import Filled, a_post, an_entry, at

from postdesk.domain.board import BoardFilter, ResultSort
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.overview import AccountState
from postdesk.domain.posts import Entry, PostOrigin
from postdesk.domain.remote import RemoteConnection
from postdesk.store import attention, board, clients, connections, entries, posts
from postdesk.store.sqlite import Transaction

HOUR = timedelta(hours=1)
_numbers = count(1)


def entry(state: State, hours: int = 0, *platforms: str, **known: Any) -> Entry:
    number = next(_numbers)
    remote_id = f"r{number}" if state == State.ACCEPTED else ""
    return an_entry(
        due_at=at(NOON + hours * HOUR, number), state=state, platforms=platforms or ("linkedin",), remote_id=remote_id, **known
    )


def failed(hours: int = 0) -> Entry:
    return entry(State.ACCEPTED, hours, stage=Stage.FAILED, remote_status="failed")


def connect(filled: Filled, status: str = "connected", client: Client | None = None, *, account: str = "a") -> None:
    owner = client or filled.clients[0]
    listed = [RemoteConnection("c", "linkedin", status, account, "@ann")] if status else []
    filled.database.submit(lambda conn: connections.save_list(conn, owner.id, listed)).result()


def found(filled: Filled, client: Client | None = None, limit: int = 50) -> list[int]:
    reader, mine = filled.database.reader, filled.workspace.id
    accounts = attention.waiting_accounts(reader, mine)
    return list(attention.post_ids(reader, mine, accounts, client.id if client else None, limit))


def counted(filled: Filled) -> dict[int, int]:
    reader, mine = filled.database.reader, filled.workspace.id
    return attention.count_posts(reader, mine, attention.waiting_accounts(reader, mine))


def test_posts_come_by_kind_and_of_a_kind_the_latest_first(filled: Filled) -> None:
    held = filled.add(entry(State.QUEUED, hold=Hold.CHANGED))
    fails = [filled.add(failed(-hours)) for hours in (2, 1)]
    missed = filled.add(entry(State.MISSED, -9))
    asked = [filled.add(entry(State.NEEDS_USER, -hours)) for hours in (20, 10)]
    filled.add(entry(State.ACCEPTED, -1, stage=Stage.PUBLISHED))
    assert found(filled) == [asked[1].id, asked[0].id, missed.id, fails[1].id, fails[0].id, held.id]
    assert found(filled, limit=2) == [asked[1].id, asked[0].id]


def test_each_client_has_its_number_and_its_posts(filled: Filled) -> None:
    ann, bob = filled.clients
    for _ in range(2):
        filled.add(entry(State.MISSED), client=ann)
    of_bob = filled.add(entry(State.NEEDS_USER), client=bob)
    filled.add(entry(State.NEEDS_USER), client=filled.stranger)
    assert counted(filled) == {ann.id: 2, bob.id: 1}
    assert found(filled, bob) == [of_bob.id]


def test_a_post_counts_once_whatever_happened_on_its_platforms(filled: Filled) -> None:
    filled.add(entry(State.NEEDS_USER, 0, "linkedin"), entry(State.MISSED, 0, "twitter"), entry(State.REJECTED, 0, "reddit"))
    assert counted(filled) == {filled.clients[0].id: 1}


def test_a_failed_post_counts_until_another_one_repairs_it(filled: Filled) -> None:
    first = filled.add(failed())
    assert found(filled) == [first.id]
    again = replace(a_post(filled.clients[0], (entry(State.PLANNED, 2),)), retries_post=first.id, group="again")
    filled.database.submit(lambda conn: posts.add(conn, filled.workspace.id, again, NOON)).result()
    assert found(filled) == []


def test_a_repaired_post_still_counts_where_another_platform_asks(filled: Filled) -> None:
    first = filled.add(failed(), entry(State.ACCEPTED, 0, "twitter", stage=Stage.CONTRADICTORY))
    repair = entry(State.ACCEPTED, 2, stage=Stage.PUBLISHED)
    again = replace(a_post(filled.clients[0], (repair,)), retries_post=first.id, group="again")
    filled.database.submit(lambda conn: posts.add(conn, filled.workspace.id, again, NOON)).result()
    assert found(filled) == [first.id]


def test_posts_of_archived_clients_and_those_made_elsewhere_count_nowhere(filled: Filled) -> None:
    _, bob = filled.clients
    filled.add(failed(), origin=PostOrigin.ELSEWHERE)
    filled.add(failed(), client=bob)
    filled.add(entry(State.PLANNED), client=bob)
    connect(filled, "expired", bob)
    filled.database.submit(lambda conn: clients.update(conn, replace(bob, archived=True))).result()
    assert (counted(filled), found(filled)) == ({}, [])
    assert attention.waiting_accounts(filled.database.reader, filled.workspace.id) == ()


@pytest.mark.parametrize("hold", Hold)
def test_only_what_the_user_alone_can_release_is_on_hold_for_the_user(filled: Filled, hold: Hold) -> None:
    passes = {Hold.UNDO_DELAY, Hold.NOT_DUE, Hold.OFFLINE, Hold.STORAGE, Hold.EARLIER_UNCLEAR, Hold.NOT_CONNECTED}
    filled.add(entry(State.PLANNED, hold=hold))
    assert bool(counted(filled)) == (hold not in passes)


def test_a_contradiction_counts_though_another_platform_only_waits(filled: Filled) -> None:
    contradiction = entry(State.ACCEPTED, 0, "twitter", stage=Stage.CONTRADICTORY)
    post = filled.add(entry(State.QUEUED, hold=Hold.OFFLINE), contradiction)
    assert found(filled) == [post.id]


def test_a_hold_that_cannot_be_read_asks_the_user(filled: Filled) -> None:
    post = filled.add(entry(State.PLANNED, hold=Hold.OFFLINE))

    def spoil(conn: Transaction) -> None:
        conn.execute("UPDATE entries SET hold = 'nonsense' WHERE post_id = ?", (post.id,))

    filled.database.submit(spoil).result()
    assert found(filled) == [post.id]


class TestAccounts:
    def test_an_account_counts_while_posts_wait_for_it(self, filled: Filled) -> None:
        reader, mine, ann = filled.database.reader, filled.workspace.id, filled.clients[0]
        connect(filled, "expired")
        assert attention.waiting_accounts(reader, mine) == ()
        filled.add(entry(State.PLANNED, 5, "linkedin", "twitter"))
        first = filled.add(entry(State.PLANNED, 3))
        (account,) = attention.waiting_accounts(reader, mine)
        assert (account.client_id, account.platform, account.state) == (ann.id, "linkedin", AccountState.RECONNECT)
        assert (account.post_id, account.due_at) == (first.id, first.entries[0].due_at)
        connect(filled)
        assert attention.waiting_accounts(reader, mine) == ()

    @pytest.mark.parametrize(
        ("status", "account", "state"),
        [
            ("expired", "a", AccountState.RECONNECT),
            ("", "a", AccountState.MISSING),
            ("connected", "another", AccountState.OTHER_ACCOUNT),
        ],
    )
    def test_says_why_nothing_can_be_sent_to_it(self, filled: Filled, status: str, account: str, state: AccountState) -> None:
        connect(filled)
        filled.add(entry(State.PLANNED))
        connect(filled, status, account=account)
        (waiting,) = attention.waiting_accounts(filled.database.reader, filled.workspace.id)
        assert waiting.state is state

    def test_one_that_was_never_listed_is_missing_once_the_list_was_read(self, filled: Filled) -> None:
        reader, mine = filled.database.reader, filled.workspace.id
        filled.add(entry(State.PLANNED))
        assert attention.waiting_accounts(reader, mine) == ()

        def note(conn: Transaction) -> None:
            conn.execute("UPDATE clients SET accounts_read_ms = 1")

        filled.database.submit(note).result()
        assert [each.state for each in attention.waiting_accounts(reader, mine)] == [AccountState.MISSING]

    @pytest.mark.parametrize("hold", [Hold.NOT_CONNECTED, Hold.ACCOUNT_CHANGED])
    def test_stands_for_the_posts_that_are_on_hold_because_of_it(self, filled: Filled, hold: Hold) -> None:
        connect(filled)
        connect(filled, account="another")
        filled.add(entry(State.PLANNED, hold=hold))
        both = filled.add(entry(State.PLANNED, 0, hold=hold), entry(State.PLANNED, 0, "twitter", hold=Hold.NOT_APPROVED))
        assert len(attention.waiting_accounts(filled.database.reader, filled.workspace.id)) == 1
        assert found(filled) == [both.id], "what else asks for the user still counts"

    def test_to_reconnect_are_counted_in_their_workspace(self, filled: Filled) -> None:
        reader, mine = filled.database.reader, filled.workspace.id
        connect(filled, "expired", filled.stranger)
        assert connections.broken_count(reader, mine) == 0
        assert connections.broken_count(reader, filled.stranger.workspace_id) == 1
        connect(filled, "expired")
        connect(filled, "expired", filled.clients[1])
        assert connections.broken_count(reader, mine) == 2

    def test_is_found_as_fast_however_many_posts_wait(self, filled: Filled) -> None:
        reader, steps = filled.database.reader, list[None]()
        connect(filled, "expired")
        reader.set_progress_handler(lambda: steps.append(None), 1)

        def steps_with(posts: int) -> int:
            for number in range(posts):
                filled.add(entry(State.PLANNED, number))
            steps.clear()
            assert len(attention.waiting_accounts(reader, filled.workspace.id)) == 1
            return len(steps)

        assert steps_with(3) + 50 > steps_with(150)
        reader.set_progress_handler(None, 0)


@pytest.mark.parametrize(
    "look",
    [
        attention.waiting_accounts,
        lambda conn, workspace_id: attention.count_posts(conn, workspace_id, ()),
        lambda conn, workspace_id: attention.post_ids(conn, workspace_id, (), None, 3),
        lambda conn, workspace_id: attention.post_ids(conn, workspace_id, (), 1, 3),
    ],
)
def test_no_table_that_grows_is_read_as_a_whole(filled: Filled, look: Callable[[sqlite3.Connection, int], object]) -> None:
    asked: list[str] = []
    reader = filled.database.reader
    reader.set_trace_callback(asked.append)
    look(reader, filled.workspace.id)
    reader.set_trace_callback(None)
    steps = [str(row["detail"]) for query in asked for row in reader.execute(f"EXPLAIN QUERY PLAN {query}")]
    allowed = ("entries_unsent", "entries_post", "posts_attention", "PRIMARY KEY")
    of_growing = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and step.split()[1] in ("posts", "entries")]
    assert of_growing
    assert [step for step in of_growing if not step.startswith("SEARCH") or not any(each in step for each in allowed)] == []


def test_what_was_released_no_longer_counts(filled: Filled) -> None:
    post = filled.add(entry(State.PLANNED, hold=Hold.MEDIA))
    assert found(filled) == [post.id]
    (held,) = post.entries
    filled.database.submit(lambda conn: entries.write(conn, replace(held, hold=None), NOON)).result()
    assert found(filled) == []


def test_the_results_can_list_exactly_what_counts(filled: Filled) -> None:
    ann, bob = filled.clients
    asked = filled.add(entry(State.NEEDS_USER), text="Asked")
    missed = filled.add(entry(State.MISSED, -1), text="Missed", client=bob)
    filled.add(entry(State.PLANNED, hold=Hold.OFFLINE))
    filled.add(entry(State.ACCEPTED, -1, stage=Stage.PUBLISHED))
    reader, mine, wanted = filled.database.reader, filled.workspace.id, BoardFilter(attention=True)
    listed = board.rows(reader, mine, wanted, ResultSort.URGENT, descending=True, limit=9, offset=0)
    assert [row.id for row in listed] == [asked.id, missed.id]
    assert board.count(reader, mine, wanted) == sum(counted(filled).values())
    assert board.count(reader, mine, replace(wanted, client_id=ann.id)) == 1
    assert board.count(reader, mine, replace(wanted, text="missed")) == 1
    assert [card.head for card in board.agenda(reader, mine, NOON - HOUR, NOON + HOUR, wanted, 9, 0)] == ["Missed", "Asked"]


@pytest.mark.parametrize("sort", ResultSort)
def test_they_are_listed_without_reading_the_others(filled: Filled, sort: ResultSort) -> None:
    filled.add(entry(State.MISSED))

    def look(conn: sqlite3.Connection, workspace_id: int) -> object:
        return board.rows(conn, workspace_id, BoardFilter(attention=True), sort, descending=True, limit=9, offset=0)

    test_no_table_that_grows_is_read_as_a_whole(filled, look)
