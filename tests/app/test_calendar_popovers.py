"""The popovers of the calendar in a real window: with the mouse of its screen, and over the accessibility bus."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.app.test_dragging import LONDON, mouse, point, timed
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]


def today() -> date:
    """Return the day whose week is in view, however low the calendar is."""
    return datetime.now(LONDON).date()


def test_a_card_is_read_and_edited_by_keys_and_by_the_mouse(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    workspace, day = profiles.practised(profile, "Alex Morgan"), today()
    timed(profile, workspace, day)
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        card = point(reader, day)
        mouse(screen, "mousemove", *card, "click", "1")
        reader.reached("calendar.card")
        assert reader.find(id="calendar.card.text").text == f"Of {day}"
        until(lambda: any(f"Draft, LinkedIn, Of {day}" in each for each in reader.announced()))
        reader.tab_to("calendar.card.more")
        reader.keys("Escape")
        reader.gone("calendar.card.more")
        reader.reached("calendar.month")
        reader.keys("i")
        reader.reached("calendar.card")
        reader.tab_to("calendar.card.edit")
        reader.keys("Return")
        reader.reached("composer.text")
        until(lambda: reader.focused().text == f"Of {day}")


def test_a_double_click_edits_and_one_beside_a_popover_only_closes_it(
    screen: Desktop, reader: ScreenReader, profile: Path
) -> None:
    workspace, day = profiles.practised(profile, "Alex Morgan"), today()
    timed(profile, workspace, day)
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        card = point(reader, day)
        mouse(screen, "mousemove", *card, "click", "1")
        reader.reached("calendar.card")
        mouse(screen, "mousemove_relative", "--", "0", "60", "click", "1")
        reader.gone("calendar.card.edit")
        until(lambda: reader.focused().role in {"table", "table cell"})
        card = point(reader, day)  # the month may have scrolled
        mouse(screen, "mousemove", *card, "click", "--repeat", "2", "--delay", "60", "1")
        reader.reached("composer.text")
        until(lambda: reader.focused().text == f"Of {day}")
        reader.gone("calendar.card.edit")
