"""Accounts are checked again each day and before a post goes out, so that a lost one is reported in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.factories import NOON
from tests.support.filled import Filled, an_entry, at, fill
from tests.support.working_session import WorkingSession

from postdesk.domain.clients import Client, LockIn, LockInRule
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import account_refresh, clients

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MANUAL = LockIn(LockInRule.MANUAL)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path)
    yield made
    made.database.close()


def read(filled: Filled, client: Client, ago: timedelta) -> None:
    filled.database.submit(lambda conn: account_refresh.note(conn, client.id, NOON - ago)).result()


def due(filled: Filled) -> list[str]:
    found = account_refresh.due(filled.database.reader, filled.workspace.id, NOON)
    names = {client.id: client.name for client in filled.clients}
    return [names[each] for each in found]


def test_each_client_is_due_once_a_day_and_whoever_was_never_read_first(filled: Filled) -> None:
    ann, bob = filled.clients
    read(filled, ann, DAY)
    assert due(filled) == ["Bob", "Ann"]
    read(filled, ann, DAY - MINUTE)
    read(filled, bob, timedelta())
    assert due(filled) == []


def test_whose_post_leaves_within_the_hour_is_due_once_before_that(filled: Filled) -> None:
    ann, bob = filled.clients
    read(filled, ann, 2 * HOUR)
    read(filled, bob, 2 * HOUR)
    filled.add(an_entry(state=State.PLANNED, due_at=at(NOON + DAY, 1), lock_in_at=NOON + 30 * MINUTE), client=bob)
    filled.add(an_entry(state=State.PLANNED, due_at=at(NOON + 2 * HOUR, 2)), client=ann)
    assert due(filled) == ["Bob"]
    read(filled, bob, MINUTE)
    assert due(filled) == []


def test_nobody_who_is_archived_is_due_and_all_are_where_the_clock_was_moved_back(filled: Filled) -> None:
    ann, bob = filled.clients
    read(filled, ann, -DAY)
    read(filled, bob, MINUTE)
    assert due(filled) == ["Ann"]
    filled.database.submit(lambda conn: clients.update(conn, replace(ann, archived=True))).result()
    assert due(filled) == []


async def test_an_account_that_is_lost_is_said_before_the_post_is_due(work: WorkingSession) -> None:
    ann = await work.client("ann", lock_in=MANUAL)
    await work.connected(ann, Platform.LINKEDIN)
    await work.submit(work.draft(ann, due_in=3 * HOUR), SubmitMode.SCHEDULE)
    worn_out = {"external_user_id": ann.external_user_id, "platform": "linkedin", "status": "needs_reconnect"}
    await work.ask("POST", "connections", worn_out)
    await work.advance(2 * HOUR + 5 * MINUTE)
    await work.until(lambda: bool(lost(work)))
    (told,) = lost(work)
    assert (told.client_id, told.platform, told.detail, told.said) == (ann.id, "linkedin", "ann", "1")
    assert await work.ledger() == []
    work.session.connections.refresh(ann.id)
    await work.until(lambda: not work.session.connections.loading(ann.id))
    assert len(lost(work)) == 1


async def test_an_account_that_nothing_waits_for_is_lost_without_a_word(work: WorkingSession) -> None:
    ann = await work.client("ann")
    await work.connected(ann, Platform.LINKEDIN)
    worn_out = {"external_user_id": ann.external_user_id, "platform": "linkedin", "status": "needs_reconnect"}
    await work.ask("POST", "connections", worn_out)
    await work.advance(DAY)
    await work.until(lambda: not work.session.connections.of(ann.id)[0].ready)
    assert lost(work) == []


def lost(work: WorkingSession) -> list[Notice]:
    return [notice for notice in work.notices if notice.kind is NoticeKind.ACCOUNT_LOST]


async def test_a_list_that_tells_nothing_new_is_no_change_of_the_accounts(work: WorkingSession) -> None:
    ann = await work.client("ann")
    await work.connected(ann, Platform.LINKEDIN)
    changes, told = work.session.changes, list[str]()
    changes.connections.connect(lambda: told.append("accounts"))
    changes.account_work.connect(lambda: told.append("work"))
    await refreshed(work, ann, told)  # the changes by the connect have been told by then
    await refreshed(work, ann, told)
    assert set(told) == {"work"}
    worn_out = {"external_user_id": ann.external_user_id, "platform": "linkedin", "status": "needs_reconnect"}
    await work.ask("POST", "connections", worn_out)
    await refreshed(work, ann, told)
    assert told.count("accounts") == 1


async def refreshed(work: WorkingSession, client: Client, told: list[str]) -> None:
    """Read the client's list again; the begin and the end of the command and of the reading are told."""
    told.clear()
    work.session.connections.refresh(client.id)
    await work.until(lambda: told.count("work") == 4)
