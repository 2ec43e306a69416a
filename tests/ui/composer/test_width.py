"""Composer and window at their minimum width: with any content, none needs more room and nothing is cut off."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON
from tests.support.widgets import cut_off
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.clients import Client, Connection, ConnectSession, ConnectSessionKind
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import connect_sessions, connections
from postdesk.ui.composer.chips import Chip, ChipState
from postdesk.ui.composer.tabs import PlatformTabs
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

STILL = 5
LEAST_COMPOSER = 360
NARROW = 720
LONG = "The Extraordinarily Long-Winded Organisation of Northern Bakers and their Sons & Daughters"
LINK = f"https://cdn.example.com/{'a-very-long-folder-name/' * 12}photo.jpg"
TEXT = "Fresh bread at seven, see https://example.com/bread for #sourdough and more. " * 12


@pytest.fixture
def window(writing: ComposerDriver, tmp_path: Path) -> Iterator[FullWindow]:
    """The window, with its composer as narrow as possible."""
    made = FullWindow(writing.session, writing.scope, writing.theme, writing.local_zone, tmp_path / "layout.ini")
    writing.panes.append(made.places.composer)
    made.resize(1240, 900)
    made.show()
    made.navigator.show_composer()
    made._splitter.setSizes([10_000, 1])
    yield made
    writing.panes.clear()
    made.close()
    made.deleteLater()


async def holds(writing: ComposerDriver, window: FullWindow, width: Callable[[], int], least: int) -> bool:
    """Return whether the width stays at the minimum once the layout rests; an assertion names widgets that are cut off."""
    seen: list[tuple[int, int]] = []

    def at_rest() -> bool:
        seen.append((width(), window.width()))
        return len(seen) > STILL and seen[-1] == seen[-STILL]

    await writing.until(at_rest)
    assert cut_off(window) == []
    return width() == least


async def composer_holds(writing: ComposerDriver, window: FullWindow) -> bool:
    return await holds(writing, window, window.places.composer.width, LEAST_COMPOSER)


async def nine_accounts(writing: ComposerDriver, client: Client) -> None:
    """List nine accounts with long names: one expired, one changed to another account, one of an unknown platform."""
    listed = [
        RemoteConnection(each, each, "expired" if each is Platform.FACEBOOK else "connected", f"id-{each}", f"@{LONG} on {each}")
        for each in Platform
    ]
    listed.append(RemoteConnection("m", "mastodon", "connected", "id-m", "@northern.bakers.and.sons@mastodon.example.social"))
    await writing.database.run(lambda conn: connections.save_list(conn, client.id, listed))
    others = [replace(each, remote_account_id="other") if each.platform == Platform.REDDIT else each for each in listed]
    await writing.database.run(lambda conn: connections.save_list(conn, client.id, others))
    writing.session.changes.connections.emit()


async def test_no_account_and_no_client_widens_a_narrow_window(writing: ComposerDriver, window: FullWindow) -> None:
    window.navigator.show("connections")
    window.resize(NARROW, 700)

    async def connections_hold() -> bool:
        return await holds(writing, window, window.width, NARROW)

    assert await connections_hold()
    short, long = await writing.client("Ann"), await writing.client(LONG)
    await nine_accounts(writing, long)
    for shown in (long, short, None, long):
        writing.scope.show_client(shown.id if shown else None)
        assert await connections_hold()
    pending, link = (
        ConnectSession(kind, long.id, platform, kind, "pending", LINK, NOON, NOON + timedelta(days=1))
        for kind, platform in ((ConnectSessionKind.HERE, Platform.TWITTER), (ConnectSessionKind.LINK, Platform.LINKEDIN))
    )
    await writing.database.run(lambda conn: connect_sessions.add(conn, pending))
    await writing.database.run(lambda conn: connect_sessions.add(conn, link))
    writing.session.changes.connections.emit()
    address = "http://127.0.0.1:47611/connect/callback"
    refused = Notice(NoticeKind.REDIRECT_NOT_ALLOWED, client_id=long.id, platform=Platform.THREADS, detail=address)
    writing.session.changes.notice.emit(refused)
    await writing.until(lambda: any(each.objectName() == "connections.copy_address.threads" for each in buttons(window)))
    assert await connections_hold()


async def test_no_word_and_no_finding_widens_the_composer(writing: ComposerDriver, window: FullWindow) -> None:
    client = await writing.client(LONG)
    await nine_accounts(writing, client)
    writing.scope.show_client(client.id)
    window.places.composer.new_draft(client.id)
    for platform in Platform:
        chip = writing.find(Chip, f"chip.{platform}")
        if not chip.isChecked():
            chip.click()
    assert await composer_holds(writing, window)
    writing.editor.insertPlainText(TEXT)
    await writing.until(lambda: "problem" in writing.text_of("standing"))
    assert await composer_holds(writing, window)
    writing.click("add_media")
    link = writing.find(QLineEdit, "media_url")
    link.setFocus()
    link.insert(LINK)
    for why in [each for each in buttons(window) if each.objectName().endswith(".why") and each.isVisible()]:
        why.click()
    assert await composer_holds(writing, window)
    for platform in Platform:
        writing.find(Chip, f"chip.{platform}").click()
        assert await composer_holds(writing, window)


async def test_tabs_whose_names_do_not_fit_are_told_apart_by_their_marks(writing: ComposerDriver) -> None:
    await ready(writing, Platform.FACEBOOK, Platform.INSTAGRAM, Platform.YOUTUBE, Platform.PINTEREST)
    tabs = writing.find(PlatformTabs, "tabs")

    async def are(width: int, *, named: bool) -> None:
        writing.pane.resize(width, 700)
        await writing.until(lambda: bool(tabs.tabText(1)) is named)
        assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
        assert tabs.accessibleTabName(1) == "Facebook"

    await are(700, named=True)
    await are(360, named=False)
    await are(700, named=True)


def test_the_marks_of_tabs_grow_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    tabs = PlatformTabs(theme)
    qtbot.addWidget(tabs)
    usual = tabs.iconSize().height()
    tabs.setFont(font)
    tabs.show_draft(Draft("draft", 1, tuple(Platform)), None)
    assert tabs.iconSize().height() == 1.5 * usual


@pytest.mark.parametrize("share", [1, 1.25, 1.5, 2])
def test_the_sign_of_a_chip_is_all_within_it(theme: Theme, qtbot: QtBot, share: float) -> None:
    chip = Chip(theme, Platform.TWITTER, Connection(1, "twitter", "connected"))
    qtbot.addWidget(chip)
    font = QFont()
    font.setPointSizeF(font.pointSizeF() * share)
    chip.setFont(font)
    chip.show_name(False)
    chip.show_count(-24, True, ChipState.STOPPED)
    chip.adjustSize()
    image = chip.grab().toImage()
    below = {image.pixelColor(x, image.height() - 1).name() for x in range(image.width() // 3, image.width() // 2)}
    assert len(below) == 1, "nothing of the sign is at the edge"


async def test_in_a_low_window_two_notices_cut_no_act(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    pane, act = writing.pane, writing.find(QPushButton, "schedule")
    pane.resize(340, pane.minimumSizeHint().height() + 2 * act.height())
    bars = [writing.find(NoticeBar, name) for name in ("left_out", "notice")]
    for bar in bars:
        bar.tell(TEXT[:110], Tone.ATTENTION, "info", "Open it")
    await writing.until(lambda: all(bar.height() > 2 * pane.fontMetrics().height() for bar in bars))
    assert act.mapTo(pane, act.rect().bottomLeft()).y() < pane.height()
    assert act.height() >= act.sizeHint().height()


def buttons(window: FullWindow) -> list[QPushButton]:
    return window.findChildren(QPushButton)
