"""The list of what needs attention, as the window reads it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession, quiet_session
from tests.ui.results.sample_posts import become, connect, entry, failed, keep, post

from postdesk.domain.attention import AttentionKind
from postdesk.domain.delivery import Hold, State
from postdesk.domain.platforms import Platform

HOUR = timedelta(hours=1)


@pytest.fixture
def quiet(tmp_path: Path, qtbot: QtBot) -> Iterator[QuietSession]:
    with quiet_session(tmp_path / "profile") as made:
        yield made


def test_counts_the_posts_and_the_accounts_of_all_clients_and_of_each(quiet: QuietSession) -> None:
    attention = quiet.session.attention
    alex, rui = quiet.client(), quiet.client("Rui")
    assert (attention.count, attention.items(None, 3)) == (0, ())
    keep(quiet, alex, post(failed()))
    connect(quiet, alex, Platform.LINKEDIN, status="expired")
    quiet.post(alex, HOUR)
    quiet.post(rui, 2 * HOUR, State.NEEDS_USER)
    assert (attention.count, attention.count_for(None)) == (3, 3)
    assert (attention.count_for(alex.id), attention.count_for(rui.id), attention.count_for(99)) == (2, 1, 0)
    kinds = [item.kind for item in attention.items(None, 9)]
    assert kinds == [AttentionKind.DECIDE, AttentionKind.RECONNECT, AttentionKind.FAILED]
    assert [item.kind for item in attention.items(alex.id, 1)] == [AttentionKind.RECONNECT]
    assert [item.client_id for item in attention.items(rui.id, 9)] == [rui.id]


def test_what_is_on_hold_for_an_account_is_the_accounts_item_alone(quiet: QuietSession) -> None:
    alex = quiet.client()
    connect(quiet, alex, Platform.LINKEDIN, status="expired")
    for number in range(3):
        keep(quiet, alex, post(entry(State.PLANNED, hold=Hold.NOT_CONNECTED, due_in=number * HOUR), text=f"Post {number}"))
    (item,) = quiet.session.attention.items(None, 9)
    assert quiet.session.attention.count == 1
    assert (item.kind, item.post.text) == (AttentionKind.RECONNECT, "Post 0")
    connect(quiet, alex, Platform.LINKEDIN)
    assert quiet.session.attention.count == 0


def test_reads_again_only_after_a_change_and_tells_of_many_changes_once(quiet: QuietSession, qtbot: QtBot) -> None:
    attention, alex = quiet.session.attention, quiet.client()
    asked = list[str]()
    quiet.database.reader.set_trace_callback(asked.append)
    before = attention.items(None, 3)
    assert attention.count == 0
    asked.clear()
    assert attention.items(None, 3) is before
    assert attention.count == 0
    assert asked == []
    quiet.database.reader.set_trace_callback(None)
    told = list[int]()
    attention.changed.connect(lambda: told.append(attention.count))
    made = [keep(quiet, alex, post(entry(State.NEEDS_USER))) for _ in range(3)]
    qtbot.waitUntil(lambda: told == [3])
    become(quiet, made[0], state=State.CONFIRMED_BY_USER)
    qtbot.waitUntil(lambda: told == [3, 2])
