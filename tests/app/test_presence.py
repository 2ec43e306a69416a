"""Postdesk outside of its window: the desktop's notifications over a real bus, and the background where there is no tray."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from tests.support import profiles
from tests.support.application import Used, application
from tests.support.notification_daemon import NotificationDaemon, Shown, notification_daemon

from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.domain.submitting import Act

pytestmark = [
    pytest.mark.logs("This plugin does not support"),
    # The library leaves its line to the bus to the end of the process.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

TEXT = "<b>Fresh</b> bread & butter"


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotificationDaemon]:
    with notification_daemon(dict(os.environ)) as (address, running):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield running


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    profiles.practised(folder, "Alex Morgan", lock_in=LockIn(LockInRule.WHEN_I_SAY))
    return folder


async def failing_post(used: Used, text: str) -> Post:
    """A post that the platform refuses."""
    (client,) = used.desk.clients.all()
    await used.connected(client, Platform.LINKEDIN)
    await used.ask("POST", "faults", {"kind": "platform_fails", "platform": "linkedin", "count": 1})
    post = await used.submit(Draft(text, client.id, (Platform.LINKEDIN,), text), Act.PUBLISH_NOW)
    await used.until(lambda: used.post(post.id).state is PostState.FAILED, lambda: used.post(post.id))
    return used.post(post.id)


async def shown(used: Used, daemon: NotificationDaemon) -> Shown:
    found: list[Shown] = []

    def looked() -> bool:
        found.extend(each for each in (daemon.next(),) if each)
        return bool(found)

    await used.until(looked)
    return found[0]


async def test_a_failed_post_is_told_and_a_click_brings_it_into_view(profile: Path, daemon: NotificationDaemon) -> None:
    async with application(profile) as used:
        window = used.window
        used.go_to_background()
        await failing_post(used, TEXT)
        told = await shown(used, daemon)
        assert (told.app, told.title) == ("Postdesk", "Failed · Alex Morgan")
        assert told.body == "‹b›Fresh‹/b› bread + butter"
        assert told.icon.endswith(".svg")
        assert "default" in told.actions
        daemon.click(told)
        await used.until(window.isVisible)
        await used.see(TEXT, "results.table")


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
        used.desk.settings.change(replace(used.desk.settings.current, notify=False))
        await failing_post(used, "Quietly")
        await asyncio.sleep(1)
        used.desk.settings.change(replace(used.desk.settings.current, notify=True))
        await failing_post(used, "Aloud")
        assert (await shown(used, daemon)).body == "Aloud"


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
        await used.see(TEXT, "results.table")
    assert not [record for record in caplog.records if record.name.startswith("desktop_notifier")]
