"""Postdesk outside its window: desktop notifications over a real bus, and the background without a tray."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from tests.support import profiles
from tests.support.application import RunningApplication, application
from tests.support.notification_daemon import NotificationDaemon, ShownNotification, notification_daemon

from postdesk.app import Application
from postdesk.command_line import Options
from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.domain.settings import NotificationKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.notifications import NotificationTarget
from postdesk.ui.shell.main_window import MainWindow

pytestmark = pytest.mark.logs("This plugin does not support")

TEXT = "<b>Fresh</b> bread & butter"


@pytest.fixture
async def daemon(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[NotificationDaemon]:
    async with notification_daemon(dict(os.environ)) as (address, running):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield running


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    profiles.practised(folder, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    return folder


async def failing_post(used: RunningApplication, text: str) -> Post:
    """Return a post that the platform refused."""
    (client,) = used.session.clients.all()
    await used.connected(client, Platform.LINKEDIN)
    await used.ask("POST", "faults", {"kind": "platform_fails", "platform": "linkedin", "count": 1})
    post = await used.submit(Draft(text, client.id, (Platform.LINKEDIN,), text), SubmitMode.PUBLISH_NOW)
    await used.until(lambda: used.post(post.id).state is PostState.FAILED, lambda: used.post(post.id))
    return used.post(post.id)


async def shown(used: RunningApplication, daemon: NotificationDaemon) -> ShownNotification:
    found: list[ShownNotification] = []

    def looked() -> bool:
        found.extend(each for each in (daemon.next(),) if each)
        return bool(found)

    await used.until(looked)
    await used.notifications_known()
    return found[0]


async def test_a_failed_post_is_told_and_a_click_brings_it_into_view(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        window = used.window
        used.go_to_background()
        await failing_post(used, TEXT)
        told = await shown(used, daemon)
        assert (told.app, told.title) == ("Postdesk", "Failed · Alex Morgan")
        assert told.body == TEXT
        assert told.icon.endswith(".svg")
        assert "default" in told.actions
        daemon.click(told)
        await used.until(window.isVisible)
        await used.see(TEXT, "results.table")


async def test_a_desktop_that_reads_markup_shows_the_text_as_it_is(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with notification_daemon(dict(os.environ), "body-markup") as (address, daemon):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        async with application(profile) as used:
            used.go_to_background()
            await failing_post(used, TEXT)
            told = await shown(used, daemon)
            assert (told.title, told.body) == ("Failed · Alex Morgan", "&lt;b&gt;Fresh&lt;/b&gt; bread &amp; butter")


async def test_each_is_told_once_and_none_to_somebody_who_looks_at_the_window(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        used.window.activateWindow()
        await used.until(used.window.isActiveWindow)
        await failing_post(used, "In view")
        await asyncio.sleep(1)
        used.go_to_background()
        await failing_post(used, "Out of view")
        told = await shown(used, daemon)
        assert (told.id, told.body) == (1, "Out of view")
        await failing_post(used, "Out of view too")
        told = await shown(used, daemon)
        assert (told.id, told.body) == (2, "Out of view too")


async def test_nothing_is_told_where_that_is_switched_off(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        used.go_to_background()
        used.session.settings.change(replace(used.session.settings.current, notified_kinds=frozenset()))
        await failing_post(used, "Quietly")
        await asyncio.sleep(1)
        used.session.settings.change(replace(used.session.settings.current, notified_kinds=frozenset(NotificationKind)))
        await failing_post(used, "Aloud")
        assert (await shown(used, daemon)).body == "Aloud"


async def test_the_first_post_that_goes_out_unseen_is_told_once(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        used.go_to_background()
        post = await used.submit(Draft("first", client.id, (Platform.LINKEDIN,), "First news"), SubmitMode.PUBLISH_NOW)
        told = await shown(used, daemon)
        assert told.title == "Published · Alex Morgan"
        assert told.body == "First news\nTo hear about every published post, see Settings → Notifications."
        assert used.session.settings.current.first_published_told
        assert NotificationKind.PUBLISHED not in used.session.settings.current.notified_kinds
        post = await used.submit(Draft("next", client.id, (Platform.LINKEDIN,), "More news"), SubmitMode.PUBLISH_NOW)
        await used.until(lambda: used.post(post.id).state is PostState.PUBLISHED)
        await failing_post(used, "Bad news")
        assert (await shown(used, daemon)).body == "Bad news"


async def test_what_was_published_is_told_where_that_is_wanted(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        used.session.settings.change(
            replace(used.session.settings.current, notified_kinds=frozenset({NotificationKind.PUBLISHED}))
        )
        window = used.window
        used.go_to_background()
        await failing_post(used, "Quietly")
        (client,) = used.session.clients.all()
        post = await used.submit(Draft("good", client.id, (Platform.LINKEDIN,), "Good news"), SubmitMode.PUBLISH_NOW)
        told = await shown(used, daemon)
        assert (told.title, told.body) == ("Published · Alex Morgan", "Good news")
        daemon.click(told)
        await used.until(window.isVisible)
        await used.see("Good news", "results.table")
        assert used.post(post.id).state is PostState.PUBLISHED


async def test_many_at_once_are_told_as_one_and_a_click_shows_them_all(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        window = used.window
        used.go_to_background()
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        assert used.session.practice
        due = used.session.clock.now().replace(microsecond=0) + timedelta(minutes=5)
        for number in range(4):
            draft = Draft(
                f"d{number}", client.id, (Platform.LINKEDIN,), f"Number {number}", due_at=due + timedelta(minutes=number)
            )
            await used.submit(draft, SubmitMode.SCHEDULE)
        used.session.practice.advance(timedelta(hours=3))
        told = await shown(used, daemon)
        assert told.title == "4 posts were missed"
        assert told.body.splitlines()[-1] == "and 1 more"
        daemon.click(told)
        await used.until(window.isVisible)
        for number in range(4):
            await used.see(f"Number {number}", "results.table")
        assert daemon.next() is None


async def test_a_click_that_led_to_an_account_that_could_not_be_opened_leads_nowhere_later(profile: Path) -> None:
    async with application(profile) as used:
        presence, asked = used._host.presence, list[int]()
        presence.workspace_requested.connect(asked.append)
        elsewhere = SimpleNamespace(workspace=SimpleNamespace(id=99))
        presence.workspace_requested.disconnect(used._host._onboarding.open)
        presence._go(NotificationTarget(cast("WorkspaceSession", elsewhere), 1))
        assert asked == [99]
        presence.window_ready()
        assert asked == [99]


async def test_an_account_that_has_to_be_connected_again_is_told_once(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN, Platform.THREADS)
        window = used.window
        used.go_to_background()
        lost = {"external_user_id": client.external_user_id, "platform": "threads", "status": "expired"}
        await used.ask("POST", "connections", lost)
        used.session.connections.refresh(client.id)
        told = await shown(used, daemon)
        assert told.title == "Reconnect Threads · Alex Morgan"
        used.session.connections.refresh(client.id)
        await used.until(lambda: not used.session.connections.loading(client.id))
        daemon.click(told)
        await used.until(window.isVisible)
        await used.see("Reconnect")
        assert daemon.next() is None


@pytest.mark.logs("systemTrayWindowChanged")
async def test_the_tray_tells_the_next_post_and_holds_the_pause_switch(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    async with application(profile) as used:
        window = used.window
        used.go_to_background()
        tray = used._host.presence._tray
        assert tray
        tray.menu.aboutToShow.emit()
        assert (tray.next.text(), tray.next.isEnabled()) == ("Nothing due in the next 30 days", False)
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        due = used.session.clock.now().replace(microsecond=0) + timedelta(days=1)
        await used.submit(Draft("next", client.id, (Platform.LINKEDIN,), "Fresh & new", due_at=due), SubmitMode.SCHEDULE)
        tray.menu.aboutToShow.emit()
        assert tray.next.text().startswith("Next: tomorrow ")
        assert tray.next.text().endswith(" · Alex Morgan · Fresh && new")
        tray.pause.trigger()
        await used.until(lambda: tray.pause.text() == "Resume sending")
        assert used.session.settings.current.paused_since
        tray.pause.trigger()
        await used.until(lambda: tray.pause.text() == "Pause all sending")
        tray.next.trigger()
        await used.until(window.isVisible)
        await used.see("Fresh & new", "results.table")
        assert not tray.shown


async def test_without_a_tray_the_window_comes_back_by_starting_postdesk_again(profile: Path) -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    async with application(profile) as used:
        window = used.window
        used.go_to_background()
        assert not window.isVisible()
        used.start_again()
        await used.until(window.isVisible)


async def test_without_a_notification_daemon_the_window_says_it_alone(
    profile: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    async with application(profile) as used:
        used.go_to_background()
        await failing_post(used, TEXT)
        await asyncio.sleep(1)
        used.start_again()
        await used.see(TEXT, "calendar.attention.0")
    assert not [record for record in caplog.records if record.name.startswith("desktop_notifier")]


async def test_who_starts_it_once_more_while_it_begins_in_the_background_gets_the_window(profile: Path) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    made = Application(qt, Options(profile=profile, sandbox=True, background=True))
    used = RunningApplication(made, asyncio.ensure_future(made.run()))
    try:
        await asyncio.sleep(0)  # the profile is taken by then, and nothing else is done
        os.utime(profile / "postdesk.lock")
        await used.until(lambda: any(isinstance(each, MainWindow) and each.isVisible() for each in qt.topLevelWidgets()))
        await used.see("top_bar")
        assert not used.window.isMinimized()
    finally:
        made.leave()
        await used.running
