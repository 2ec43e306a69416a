"""A window that is opened again shows what it showed last."""

from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.application import application

from postdesk.ui.calendar.sight import View

pytestmark = pytest.mark.logs("This plugin does not support")


async def test_the_client_and_the_calendar_s_view_come_back(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", "Bo Brand")
    async with application(profile) as used:
        await used.see("All clients", "top_bar.client")
        await used.choose("top_bar.client", "Bo Brand")
        await used.click("calendar.view.week")
    async with application(profile) as used:
        await used.see("Bo Brand", "top_bar.client")
        assert used._desks.presence._shown is not None
        assert used._desks.presence._shown._panes.calendar.view is View.WEEK


async def test_a_client_who_is_gone_is_not_shown(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", "Bo Brand")
    (profile / "window.ini").write_text("[workspace_1]\nclient=99\nview=agenda\n")
    async with application(profile) as used:
        await used.see("All clients", "top_bar.client")
