"""A window that is opened again has its last layout, and shows what happened meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from tests.support import profiles
from tests.support.application import RunningApplication, application
from tests.support.widgets import find as child

from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.calendar.state import View
from postdesk.ui.kit.fields.step_fields import CalendarField, MonthPopup
from postdesk.ui.shell.content import WindowContent
from postdesk.ui.shell.workspace_window import LastView, read_last_view

pytestmark = pytest.mark.logs("This plugin does not support")


def month_of_composer(used: RunningApplication) -> MonthPopup:
    (field,) = used.places.composer.findChildren(CalendarField)
    return field.month


async def test_the_client_the_calendar_s_view_and_the_first_day_of_the_week_come_back(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", "Bo Brand")
    async with application(profile) as used:
        await used.see("All clients", "top_bar.client")
        await used.choose("top_bar.client", "Bo Brand")
        await used.click("calendar.view.week")
        used.session.settings.change(replace(used.session.settings.current, first_weekday=7))
        month = month_of_composer(used)
        await used.until(lambda: month.firstDayOfWeek() is Qt.DayOfWeek.Sunday)
    async with application(profile) as used:
        await used.see("Bo Brand", "top_bar.client")
        month = month_of_composer(used)
        assert month.firstDayOfWeek() is Qt.DayOfWeek.Sunday
        assert used.places.calendar.view is View.WEEK


async def test_the_place_comes_back_except_the_settings(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        await used.click("rail.drafts")
    async with application(profile) as used:
        await used.see("drafts.empty")
        assert used.places.current == "drafts"
        await used.click("rail.settings")
        await used.see("settings.pages")
    async with application(profile) as used:
        assert used.places.current == "calendar"


async def test_a_place_that_is_selected_before_the_window_is_complete_is_shown(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        await used.click("rail.drafts")
    build = WindowContent.build

    def build_and_select(content: WindowContent, view: View) -> Iterator[None]:
        steps = build(content, view)
        yield next(steps)
        child(content._window, QPushButton, "rail.reports").click()
        yield from steps

    monkeypatch.setattr(WindowContent, "build", build_and_select)
    async with application(profile) as used:
        assert used.places.current == "reports"
        await used.see("reports")


async def test_what_is_shown_is_kept_already_when_the_session_may_end(profile: Path) -> None:
    workspace = profiles.practised(profile, "Alex Morgan", "Bo Brand")
    async with application(profile) as used:
        await used.choose("top_bar.client", "Bo Brand")
        await used.click("calendar.view.week")
        used.session_may_end()
        assert read_last_view(profile / "window.ini", workspace.id) == LastView(used.session.clients.all()[1].id, View.WEEK)
        assert not used.running.done()


async def test_a_client_who_is_gone_is_not_shown(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", "Bo Brand")
    (profile / "window.ini").write_text("[workspace_1]\nclient=99\nview=agenda\n")
    async with application(profile) as used:
        await used.see("All clients", "top_bar.client")


async def test_what_was_seen_before_a_moved_clock_was_left_is_no_news(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        assert used.session.practice
        used.session.practice.advance(timedelta(hours=8))
        await used.until(lambda: used.session.clock.offset > timedelta(hours=7))
        now = used.session.clock.now().replace(microsecond=0)
        sent = await used.submit(Draft("Seen", client.id, (Platform.LINKEDIN,), "Seen", due_at=now), SubmitMode.PUBLISH_NOW)
        await used.until(lambda: used.post(sent.id).state == PostState.PUBLISHED, lambda: used.post(sent.id))
    async with application(profile) as used:
        shown = used._host.presence._shown
        assert shown is not None
        since = shown._context.away_since
        assert since is not None
        assert since > now
        assert used.session.board.results_since(since) == ()
