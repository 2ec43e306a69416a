"""Postdesk ended by the system, as at the end of a desktop session: without a question, and nothing is lost."""

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.factories import an_entry
from tests.support.filled import a_post
from tests.support.processes import until
from tests.support.running_app import running_app, window_of
from tests.support.screen_reader import ScreenReader

from postdesk.domain.clients import Workspace
from postdesk.store import clients, drafts, posts
from postdesk.store.database import Database
from postdesk.ui.calendar.state import View
from postdesk.ui.shell.workspace_window import read_last_view

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]


def schedule(profile: Path, workspace: Workspace) -> None:
    """Schedule a post that needs this computer in an hour; closing the window would ask about it."""
    database, now = Database(profile), datetime.now(UTC)
    (client, *_) = clients.all_of(database.reader, workspace.id)
    waiting = a_post(client, [an_entry(due_at=now + timedelta(hours=1), media_url="https://example.com/a.png")])
    database.submit(lambda conn: posts.add(conn, workspace.id, waiting, now)).result()
    database.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_as_quitting_does(screen: Desktop, reader: ScreenReader, profile: Path, number: signal.Signals) -> None:
    workspace = profiles.practised(profile, "Alex Morgan")
    schedule(profile, workspace)
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.press("Week")
        until(lambda: "checked" in reader.find("Week").states)
        reader.press("New post", "button")
        reader.write("Half a sen", "Text", "text")
        app.send_signal(number)
        assert app.wait(15) == 0
    seen = read_last_view(profile / "window.ini", workspace.id)
    assert seen
    assert seen.view is View.WEEK
    database = Database(profile)
    assert [draft.text for draft in drafts.of_workspace(database.reader, workspace.id, None)] == ["Half a sen"]
    database.close()


def test_a_signal_ends_it_also_before_anything_was_chosen(screen: Desktop, profile: Path) -> None:
    with running_app(screen, profile) as app:
        until(lambda: window_of(screen, app))
        app.send_signal(signal.SIGTERM)
        assert app.wait(10) == 0


def test_a_signal_ends_it_also_where_nothing_could_be_opened(screen: Desktop, profile: Path) -> None:
    profile.write_text("no folder")
    with running_app(screen, profile) as app:
        until(lambda: window_of(screen, app))
        app.send_signal(signal.SIGTERM)
        assert app.wait(10) == 1
