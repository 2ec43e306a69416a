"""The strip above the calendar: what needs attention, each row with its one action."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from tests.support.quiet_session import NOON
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.calendar.conftest import CalendarDriver, november

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, Reason, Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post, PostState
from postdesk.domain.remote import RemoteConnection
from postdesk.store import connections, entries
from postdesk.ui.calendar import attention_strip

HOSTILE = '<img src="file:///etc/passwd"><b>bold</b>'


def listed(planning: CalendarDriver, client: Client, status: str) -> None:
    account = RemoteConnection("c", Platform.LINKEDIN, status, "a", "@someone")
    planning.database.submit(lambda conn: connections.save_list(conn, client.id, [account])).result()
    planning.session.changes.connections.emit()


def become(planning: CalendarDriver, post: Post, **known: object) -> None:
    (entry,) = post.entries
    planning.database.submit(lambda conn: entries.write(conn, replace(entry, **known), NOON)).result()  # type: ignore[arg-type]
    planning.session.changes.posts.emit()


def strip(planning: CalendarDriver) -> QWidget:
    return find(planning.pane, QWidget, "calendar.attention")


def button(planning: CalendarDriver, row: int = 0) -> QPushButton:
    return find(planning.pane, QPushButton, f"calendar.attention.{row}.action")


def rows(planning: CalendarDriver) -> list[tuple[str, str, str]]:
    """Return the visible rows: the words of the post, what happened, and the action."""
    return [
        (planning.said(f"attention.{row}.head"), planning.said(f"attention.{row}.words"), button(planning, row).text())
        for row in range(3)
        if button(planning, row).isVisible()
    ]


async def test_nothing_is_there_while_all_is_clear(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(26))
    planning.post(client, november(20), state=State.ACCEPTED, stage=Stage.PUBLISHED)
    planning.open()
    assert not strip(planning).isVisible()
    assert rows(planning) == []


async def test_each_row_says_what_happened_and_has_one_action(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi")
    listed(planning, bea, "expired")
    planning.post(bea, november(26), "Yin for runners")
    asked = planning.post(alex, november(23), "Changelog 2.4", State.NEEDS_USER)
    missed = planning.post(alex, november(23, 8), "Fresh stollen", State.MISSED, platform=Platform.INSTAGRAM)
    become(planning, missed, reason=Reason.AWAY)
    planning.connected(alex, Platform.INSTAGRAM)
    planning.open()
    lost = "Did this go out? The connection dropped before an answer came. Postdesk doesn’t send it again unless you say so."
    away = "Missed yesterday 13:00. Not sent: Postdesk was not running, or this computer was asleep."
    assert rows(planning) == [
        ("Changelog 2.4", lost, "Check the profile"),
        ("Yin for runners", "LinkedIn needs reconnecting. Posts wait for it.", "Reconnect"),
        ("Fresh stollen", away, "Publish now"),
    ], "they are there before the pane is painted"
    button(planning, 0).click()
    (opened,) = planning.navigator.of("run_action")
    assert isinstance(opened, PostAction)
    assert (opened.kind, opened.post_id) == (Action.CHECK_PROFILE, asked.id)
    button(planning, 1).click()
    assert planning.navigator.of("show_connections") == [bea.id]
    assert planning.session.connections.is_connecting(bea.id, Platform.LINKEDIN)
    button(planning, 2).click()
    assert planning.said("told.text") == "Publish now to 1 account for Alex Morgan? “Fresh stollen”"
    find(planning.pane, QPushButton, "calendar.told.action").click()
    await planning.until(lambda: planning.said("told.text") == "Publishing now for Alex Morgan to 1 account: “Fresh stollen”")


@pytest.mark.parametrize(
    ("hold", "action", "asked"),
    [(Hold.KEY_REJECTED, "Check the API key", ("show_settings", "workspaces")), (Hold.MEDIA, "Edit", ("edit_post", 1))],
)
async def test_what_is_on_hold_leads_to_what_releases_it(
    planning: CalendarDriver, hold: Hold, action: str, asked: tuple[object, ...]
) -> None:
    client = planning.client()
    planning.connected(client)
    become(planning, planning.post(client, november(26)), hold=hold)
    planning.open()
    assert button(planning).text() == action
    button(planning).click()
    assert planning.navigator.asked == [asked]


async def test_another_account_is_to_be_checked(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    listed(planning, client, "connected")
    planning.post(client, november(26))
    planning.open()
    assert rows(planning)[0][1:] == (
        "LinkedIn: a different account is connected. Posts wait for your answer.",
        "Check the account",
    )
    button(planning).click()
    assert planning.navigator.asked == [("show_connections", client.id)]


async def test_an_action_does_nothing_for_a_post_that_changed_meanwhile(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    post = planning.post(client, november(23), state=State.MISSED)
    planning.open()
    (entry,) = post.entries
    changed = replace(entry, state=State.NEEDS_USER)
    planning.database.submit(lambda conn: entries.write(conn, changed, NOON)).result()
    button(planning).click()
    assert "changed" in planning.said("told.text")
    kept = planning.session.post_commands.post(post.id)
    assert kept
    assert kept.entries[0].state is State.NEEDS_USER


async def test_a_double_click_does_nothing_to_the_post_that_moves_up(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    first, second = (planning.post(client, november(23, hour), f"At {hour}", State.MISSED) for hour in (9, 8))
    planning.open()
    button(planning).click()
    await planning.until(lambda: [head for head, *_ in rows(planning)] == ["At 8"])
    button(planning).click()
    kept = [planning.session.post_commands.post(post.id) for post in (first, second)]
    assert [post.state for post in kept if post] == [PostState.QUEUED, PostState.MISSED]
    await asyncio.sleep(0.7)
    button(planning).click()
    await planning.until(lambda: not strip(planning).isVisible())


async def test_of_more_than_three_the_last_row_leads_to_all(planning: CalendarDriver) -> None:
    client = planning.client()
    for hour in range(6):
        planning.post(client, november(23, hour), f"Post {hour}", State.MISSED)
    planning.open()
    assert [head for head, *_ in rows(planning)] == ["Post 5", "Post 4", "4 more"]
    assert button(planning, 2).text() == "Show all"
    button(planning, 2).click()
    assert planning.navigator.asked == [("show_attention",)]


async def test_follows_the_client_and_every_change(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi")
    post = planning.post(alex, november(23), "Of Alex", State.MISSED)
    planning.post(bea, november(23, 8), "Of Bea", State.MISSED)
    planning.open(alex)
    assert [head for head, *_ in rows(planning)] == ["Of Alex"]
    planning.scope.show_client(None)
    await planning.until(lambda: [head for head, *_ in rows(planning)] == ["Of Alex", "Of Bea"])
    become(planning, post, state=State.CANCELLED)
    await planning.until(lambda: [head for head, *_ in rows(planning)] == ["Of Bea"])
    planning.scope.show_client(alex.id)
    await planning.until(lambda: not strip(planning).isVisible())


async def test_a_new_account_is_announced_once_but_no_post_nor_another_client(
    planning: CalendarDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = list[str]()
    monkeypatch.setattr(attention_strip, "announce", lambda widget, text: spoken.append(text))
    alex, bea = planning.client(), planning.client("Bea Rossi")
    planning.connected(bea)
    planning.post(alex, november(23), "Known", State.MISSED)
    planning.post(bea, november(23), "Of Bea", State.MISSED)
    planning.post(bea, november(26), "Yin for runners")
    planning.open(alex)
    planning.scope.show_client(bea.id)
    await planning.until(lambda: [head for head, *_ in rows(planning)] == ["Of Bea"])
    assert spoken == []
    planning.post(bea, november(22), "News", State.NEEDS_USER)
    planning.session.changes.posts.emit()
    await planning.until(lambda: [head for head, *_ in rows(planning)] == ["News", "Of Bea"])
    assert spoken == [], "the result of a post is announced whatever place is shown"
    listed(planning, bea, "expired")
    await planning.until(lambda: bool(spoken))
    planning.pane.refresh()
    (words,) = spoken
    assert words.startswith("Needs attention: Yin for runners. LinkedIn needs reconnecting")


async def test_takes_little_room_and_each_row_one_line(planning: CalendarDriver) -> None:
    client = planning.client("Café Sonne")
    long = "Behind the counter of our little bakery at four in the morning " * 4
    for hour in range(3):
        planning.post(client, november(23, hour), f"{long}\n{hour}", State.MISSED)
    planning.open(width=560)
    assert strip(planning).height() <= 3 * 32 + 12
    head = find(planning.pane, QLabel, "calendar.attention.0.head")
    words = find(planning.pane, QLabel, "calendar.attention.0.words")
    row = find(planning.pane, QWidget, "calendar.attention.0")
    assert "\n" not in head.text()
    assert head.width() <= row.width() * 0.41
    assert words.toolTip() == words.text(), "the rest is in the tool tip"
    assert row.accessibleName().startswith("Café Sonne: Behind the counter")
    assert button(planning).geometry().right() < row.width()


async def test_keys_and_screen_readers_reach_each_action(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.connected(client)
    planning.post(client, november(23), "Fresh stollen", State.MISSED)
    become(planning, planning.post(client, november(24, 18), "Held"), hold=Hold.MEDIA)
    planning.open()
    assert unidentified(strip(planning)) == []
    assert button(planning).accessibleName() == "Publish now: Fresh stollen"
    button(planning).setFocus()
    QTest.keyClick(button(planning), Qt.Key.Key_Tab)
    assert planning.pane.focusWidget() is button(planning, 1)
    QTest.keyClick(button(planning, 1), Qt.Key.Key_Return)
    assert planning.navigator.of("edit_post")


async def test_the_focus_stays_in_the_calendar_when_a_row_goes(planning: CalendarDriver) -> None:
    post = planning.post(planning.client(), november(23), state=State.MISSED)
    planning.open()
    planning.pane.activateWindow()
    button(planning).setFocus()
    await planning.until(lambda: button(planning).hasFocus())
    become(planning, post, state=State.CANCELLED)
    await planning.until(lambda: not strip(planning).isVisible())
    assert planning.view().hasFocus()


async def test_no_text_is_taken_as_markup(planning: CalendarDriver) -> None:
    planning.post(planning.client(f"Alex {HOSTILE}"), NOON - timedelta(days=1), HOSTILE, State.MISSED)
    planning.open()
    assert rich_labels(strip(planning)) == []
    assert HOSTILE in planning.said("attention.0.head")
