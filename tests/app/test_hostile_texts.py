"""Names, texts, answers and paths full of markup and odd characters, in every widget: shown literally, without a crash."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPlainTextEdit
from tests.support.application import RunningApplication, application
from tests.support.factories import an_entry
from tests.support.markup import taken_as_markup, texts_with
from tests.support.widgets import find as child
from tests.support.window_places import PLACES

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.domain.remote import PlatformResult, RemoteConnection
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import connections, posts
from postdesk.tour.finder import find
from postdesk.ui.shell.navigator import WindowNavigator

pytestmark = pytest.mark.logs("This plugin does not support")

MARK = "<img src='file:///etc/hostname'>"
HOSTILE = f"<b>{MARK}</b><!-- \u202egnp.exe\u2066 &amp; \u0007 <script>alert(1)</script>"
WORSE = f"{HOSTILE}\x00\ud800\udfff\ud834"
"""A text that a clipboard can hold, but no file and no service."""


async def test_nothing_is_taken_as_markup_and_nothing_crashes(tmp_path: Path) -> None:
    async with application(tmp_path / "<b>profile & co") as used:
        client = await add_client(used)
        await compose(used, client)
        await fill_in(used, client)
        for look in (looks_at_the_window, looks_at_the_notices, looks_at_the_questions, looks_at_the_dialogs):
            async for where in look(used, client):
                await asyncio.sleep(0.05)
                assert taken_as_markup("<img") == [], where
        assert texts_with(MARK) > 10


async def add_client(used: RunningApplication) -> Client:
    await used.click("top_bar.new_post")
    await used.click("composer.empty.action")
    child(find("add_client"), QLineEdit, "add_client.name").setText(WORSE)
    await used.click("add_client.add")
    await used.until(lambda: bool(used.session.clients.all()))
    return used.session.clients.all()[0]


async def compose(used: RunningApplication, client: Client) -> None:
    """Type texts with characters that no file can hold: they are saved, and read again."""
    await used.see("composer.text")
    editor = child(used.window, QPlainTextEdit, "composer.text")
    editor.insertPlainText(WORSE)
    await used.see("saved", "composer.head.remark")
    search = child(used.window, QLineEdit, "top_bar.search")
    search.setText(WORSE)
    search.returnPressed.emit()
    search.clear()
    search.returnPressed.emit()


async def fill_in(used: RunningApplication, client: Client) -> None:
    """Store accounts and posts in every state, as the service might return them."""
    # The service knows none of them, and a refresh would remove them.
    await used.ask("POST", "faults", {"kind": "error_before", "operation": "connections"})
    workspace, now = used.session.workspace.id, used.session.clock.now()
    told = [RemoteConnection(HOSTILE, each, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE) for each in (*Platform, HOSTILE)]
    database = used.database
    await database.run(lambda conn: connections.save_list(conn, client.id, told))
    for number, state in enumerate(State):
        due_at = now + timedelta(hours=1, milliseconds=number)
        result = PlatformResult(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
        words = {"content": HOSTILE, "title": HOSTILE, "reason": HOSTILE, "remote_id": HOSTILE + state, "remote_status": HOSTILE}
        results = (replace(result, platform=Platform.LINKEDIN), result)
        entry = an_entry(client_id=client.id, state=state, due_at=due_at, results=results, **words)
        post = Post(0, client.id, PostOrigin.HERE, "group", HOSTILE, HOSTILE, due_at, PostState.SCHEDULED, (), (entry,), now)
        await database.run(partial(posts.add, workspace_id=workspace, post=post, now=now))
    for changed in (used.session.changes.connections, used.session.changes.posts, used.session.changes.clients):
        changed.emit()


async def looks_at_the_window(used: RunningApplication, client: Client) -> AsyncIterator[str]:
    await used.see(MARK, "calendar.attention.0")
    yield "the main window"
    for view in ("week", "day", "agenda", "month"):
        await used.click(f"calendar.view.{view}")
        yield view
    for place in PLACES:
        await used.click(f"rail.{place}")
        yield place
    await used.click("rail.results")
    await used.click("results.tab.all")
    await used.see(MARK, "results.table")
    for post in (used.session.post_commands.post(number) for number in range(1, len(State) + 1)):
        if post:
            used.session.changes.posts.emit()
            used.open_post(post.id)
            yield f"a post that is {post.state}"
    await used.click("composer.add_media")
    yield "the fields for media"


async def looks_at_the_notices(used: RunningApplication, client: Client) -> AsyncIterator[str]:
    for kind in NoticeKind:
        # Two of them have a number from Postdesk; all other details may come from outside.
        detail = "2" if kind in (NoticeKind.SERIES_MISSED, NoticeKind.SERIES_DRAFTED) else HOSTILE
        for platform in (Platform.LINKEDIN, HOSTILE):
            used.session.changes.notice.emit(Notice(kind, client_id=client.id, platform=platform, detail=detail, said=HOSTILE))
            yield kind


async def looks_at_the_questions(used: RunningApplication, client: Client) -> AsyncIterator[str]:
    await used.click("rail.connections")
    for act, asked in (("disconnect", "connections.disconnect_question"), ("profile", "connections.profile")):
        await used.choose("connections.more.linkedin", f"connections.menu.{act}.linkedin")
        question = await used.opened_dialog(asked)
        yield asked
        question.close()
    used.window.close()
    question = await used.opened_dialog("close_question")
    yield "the question at the end"
    question.close()


async def looks_at_the_dialogs(used: RunningApplication, client: Client) -> AsyncIterator[str]:
    """Fill in every field of each dialog and place, and open every page of the settings."""
    to = used.window.findChild(WindowNavigator)
    assert isinstance(to, WindowNavigator)
    for show in (to.ask_for_workspace, to.add_client, to.show_limits, to.show_error_log):
        show()
        await asyncio.sleep(0.05)
        fill_every_field()
        yield show.__name__
    for place in PLACES:
        to.show(place)
        await asyncio.sleep(0.05)
        fill_every_field()
        yield f"{place}, filled in"
    to.show_settings("")
    pages = child(find("settings"), QListWidget, "settings.pages")
    for row in range(pages.count()):
        pages.setCurrentRow(row)
        fill_every_field()
        yield pages.item(row).text()
    used.session.changes.clients.emit()
    yield "after all"


def fill_every_field() -> None:
    for window in QApplication.topLevelWidgets():
        for field in window.findChildren(QLineEdit):
            if field.isEnabled() and not field.isReadOnly() and field.isVisible():
                field.setText(WORSE)
