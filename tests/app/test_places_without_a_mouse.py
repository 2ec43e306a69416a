"""The rail, a popover and the sheet by keyboard alone, followed over the accessibility bus."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

from postdesk.domain.clients import Workspace
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.store import clients, drafts
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction
from postdesk.ui.shell.rail import PLACES, Place

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

LONDON = ZoneInfo("Europe/London")
FIRST_FOCUSED = {
    "calendar": "calendar.month",
    "results": "results.empty.action",
    "drafts": "drafts.list",
    "repeating": "series.empty.action",
    "clients": "overview.clients",
    "connections": "connections.connect.linkedin",
    "reports": "reports.whose",
    "testing": "test_tools.clock.next",
    "settings": "settings.pages",
}
"""The first widget of each place that is good for something, in a profile without an account."""


def tomorrow() -> date:
    """Return the day after the present one, which may change between two tests."""
    return datetime.now(LONDON).date() + timedelta(days=1)


def write_drafts(folder: Path, workspace: Workspace) -> None:
    """Store a draft at each hour from nine to fourteen of tomorrow."""

    def write(conn: Transaction) -> None:
        client = clients.all_of(conn, workspace.id)[0]
        for hour in range(9, 15):
            text, due_at = f"Written for {hour} o'clock", datetime.combine(tomorrow(), time(hour), LONDON).astimezone(UTC)
            drafts.save(conn, Draft(text, client.id, (Platform.LINKEDIN,), text, due_at=due_at, updated_at=due_at))

    with closing(Database(folder)) as database:
        database.submit(write).result()


@pytest.fixture
def planning(screen: Desktop, reader: ScreenReader, profile: Path) -> Iterator[ScreenReader]:
    """Start Postdesk with six drafts for tomorrow, and the focus in the calendar."""
    write_drafts(profile, profiles.practised(profile, "Alex Morgan"))
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.reached("calendar.month")
        yield reader


def checked(reader: ScreenReader) -> list[str]:
    return [node.id for node in reader.nodes() if node.id.startswith("rail.") and "checked" in node.states]


def is_checked(reader: ScreenReader, place: Place) -> bool:
    return checked(reader) == [f"rail.{place.identifier}"]


def said_after(reader: ScreenReader, heard: int) -> list[str]:
    return reader.announced()[heard:]


def stops_of(reader: ScreenReader, count: int) -> list[str]:
    """Press Tab so often; return the widgets that it stopped at."""
    stops = []
    for _ in range(count):
        reader.keys("Tab")
        stops.append(reader.settled().id)
    return stops


def go_down_to_more(reader: ScreenReader) -> None:
    """Go down through a day's cards to its "+n more"."""
    for _ in range(6):
        heard = len(reader.announced())
        reader.keys("Down")
        until(partial(said_after, reader, heard))
        if reader.announced()[-1].endswith(" more"):
            return


def test_the_arrow_keys_of_the_rail_show_each_place_and_tab_leads_into_it(planning: ScreenReader) -> None:
    reader = planning
    reader.tab_to("rail.calendar")
    for place in PLACES[1:]:
        reader.keys("Down")
        reader.reached(f"rail.{place.identifier}")
        until(partial(is_checked, reader, place))
        reader.find(place.title, "radio button", id=f"rail.{place.identifier}")
    for place in reversed(PLACES[:-1]):
        reader.keys("Up")
        reader.reached(f"rail.{place.identifier}")
    assert checked(reader) == ["rail.calendar"]
    reader.tab_to("calendar.month")


def test_the_keys_of_the_places_show_each_and_give_it_the_focus(planning: ScreenReader) -> None:
    reader = planning
    for number, place in enumerate(PLACES, start=1):
        reader.keys(f"ctrl+{number}" if place.identifier != "settings" else "ctrl+,")
        until(partial(is_checked, reader, place), said=reader.describe_nodes)
        reader.reached(FIRST_FOCUSED[place.identifier])


def test_all_posts_of_a_full_day_are_read_in_a_popover(planning: ScreenReader) -> None:
    reader = planning
    day = tomorrow()
    reader.keys("t")
    reader.keys("Right")
    go_down_to_more(reader)
    heard = len(reader.announced())
    reader.keys("Return")
    reader.reached("calendar.day_posts.list")
    until(lambda: f"{day:%A} {day.day} {day:%B %Y}" in reader.announced()[heard:])
    reader.find("Posts: 6", "label")
    assert set(stops_of(reader, 6)) == {f"calendar.day_posts.{part}" for part in ("list", "new", "show", "close")}
    reader.keys("Escape")
    reader.gone("calendar.day_posts")
    reader.reached("calendar.month")


def test_the_sheet_keeps_tab_within_and_gives_the_focus_back(planning: ScreenReader) -> None:
    reader = planning
    reader.keys("ctrl+n")
    reader.reached("composer.text")
    reader.type("Half-written")
    heard = len(reader.announced())
    reader.keys("ctrl+shift+n")
    reader.find("Composer", id="sheet")
    until(lambda: "Composer" in reader.announced()[heard:])
    reader.reached("composer.text")
    stops = stops_of(reader, 30)
    assert {"composer.date", "composer.sheet", "composer.close"} <= set(stops), stops
    assert all(stop.startswith(("composer.", "preview")) for stop in stops)
    reader.tab_to("composer.text")
    reader.keys("Escape")
    reader.gone("sheet")
    reader.reached("composer.text")
    assert reader.find(id="composer.text").text == "Half-written"
    reader.keys("ctrl+1")
    reader.reached("calendar.month")


def test_the_results_have_radio_buttons_for_tabs_and_a_button_for_each_day(planning: ScreenReader) -> None:
    reader = planning
    reader.keys("ctrl+2")
    reader.find("Went out", "radio button", id="results.tab.went_out")
    today = datetime.now(UTC).astimezone()
    day = f"{today:%A} {today.day} {today:%B}: no posts"
    reader.press(day, "check box")
    reader.find("Nothing went out on this day", "label")
    until(lambda: "checked" in reader.find(day, "check box").states)
    reader.tab_to("results.chart.day.6")
    reader.keys("Left")
    reader.reached("results.chart.day.5")
    reader.press("All", "radio button")
    reader.gone("results.chart")
