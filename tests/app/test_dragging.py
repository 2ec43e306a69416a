"""Posts dragged in the calendar of a real window, with the mouse of its screen."""

import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

from postdesk.domain.calendar_days import add_months
from postdesk.domain.clients import Workspace
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.store import clients, drafts
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction, open_reader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

LONDON: Final = ZoneInfo("Europe/London")
ZONES: Final = tuple(map(ZoneInfo, ("Europe/London", "America/New_York", "Asia/Tokyo", "Europe/Berlin", "America/St_Johns")))
"""Zones in which nine o'clock is on the same day in London."""
_CARD_DOWN: Final = 36
"""The distance from the top of a day to the middle of its first card."""


def at(day: date, hour: int, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def at_nine(day: date) -> datetime:
    return at(day, 9)


def timed(folder: Path, workspace: Workspace, *days: date) -> Path:
    """Store drafts at nine of these days, and return the database's path."""
    database = Database(folder)

    def fill(conn: Transaction) -> None:
        client, now = clients.all_of(conn, workspace.id)[0], datetime.now(UTC)
        for day in days:
            text = f"Of {day}"
            drafts.save(conn, Draft(text, client.id, (Platform.LINKEDIN,), text, due_at=at_nine(day), updated_at=now))

    with closing(database):
        database.submit(fill).result()
    return database.path


def due(path: Path, *days: date) -> list[datetime | None]:
    with closing(open_reader(path)) as reader:
        found = (drafts.get(reader, f"Of {day}") for day in days)
        return [draft.due_at for draft in found if draft]


def is_due(path: Path, day: date, moment: datetime) -> bool:
    return due(path, day) == [moment]


def point(reader: ScreenReader, day: date) -> tuple[str, str]:
    """Return the point of the first card of a day in the month, also where there is none."""
    words = f"{day:%A} {day.day} {day:%B %Y},"
    node = until(lambda: next((each for each in reader.nodes() if each.name.startswith(words)), None))
    left, top, width, _ = reader.place(node)
    return str(left + width // 2), str(top + _CARD_DOWN)


def show_month(reader: ScreenReader, first: date) -> None:
    """Turn to the next month, that of `first`: its 1st is in the first week then, also where that month is shown already."""

    def is_shown(day: date) -> bool:
        return any(node.name == f"{day:%B %Y}" for node in reader.nodes())

    reader.reached("calendar.month")
    later = is_shown(first)
    reader.press("Next month", "button")
    if later:
        until(lambda: is_shown(add_months(first, 1)))
        reader.press("Previous month", "button")
    until(lambda: is_shown(first))


def hour_point(reader: ScreenReader, day: date, hour: int) -> tuple[str, str]:
    """Return the middle of an hour of a day in the week."""
    words = f"{day:%A} {day.day} {day:%B %Y} {hour:02}:00,"
    node = until(lambda: next((each for each in reader.nodes() if each.name.startswith(words)), None))
    left, top, width, height = reader.place(node)
    return str(left + width // 2), str(top + height // 2)


def mouse(screen: Desktop, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=screen.environment, check=True)


def drag(screen: Desktop, start: tuple[str, str], end: tuple[str, str]) -> None:
    """Drag in two moves, a short one first, so that Qt starts a drag."""
    down, up = ("mousedown", "1"), ("mouseup", "1")
    mouse(screen, "mousemove", *start, *down, "mousemove_relative", "--", "12", "6", "mousemove", *end, *up)


def test_one_of_two_that_are_chosen_is_dragged_and_both_move(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    workspace = profiles.practised(profile, "Alex Morgan")
    first = add_months(datetime.now(LONDON).date(), 1).replace(day=13)
    second, target = first + timedelta(days=1), first + timedelta(days=3)
    path = timed(profile, workspace, first, second)
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        show_month(reader, first)
        start, other = point(reader, first), point(reader, second)
        mouse(screen, "mousemove", *other, "keydown", "ctrl", "click", "1", "mousemove", *start, "click", "1", "keyup", "ctrl")
        reader.find("2 selected")
        start, end = point(reader, first), point(reader, target)
        drag(screen, start, end)
        until(lambda: due(path, first, second) == [at_nine(target), at_nine(target + timedelta(days=1))])
        reader.press("Undo", "button")
        until(lambda: due(path, first, second) == [at_nine(first), at_nine(second)])


def test_in_the_week_a_post_is_dragged_to_another_hour_of_another_day(
    screen: Desktop, reader: ScreenReader, profile: Path
) -> None:
    workspace = profiles.practised(profile, "Alex Morgan")
    today = datetime.now(LONDON).date()
    first = today + timedelta(days=9 - today.weekday())  # the Wednesday of next week
    target = first + timedelta(days=1)
    path = timed(profile, workspace, first)
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.press("Week", "radio button")
        reader.press("Next week", "button")
        drag(screen, hour_point(reader, first, 9), hour_point(reader, target, 11))
        until(lambda: due(path, first) == [at(target, 11)])
        reader.press("Undo", "button")
        until(lambda: due(path, first) == [at_nine(first)])


def of_five_clients(folder: Path, workspace: Workspace, days: Sequence[date]) -> Path:
    """Store a draft at nine of each day, for one client after another, each with its own zone; return the database's path."""
    database = Database(folder)

    def fill(conn: Transaction) -> None:
        theirs = clients.all_of(conn, workspace.id)
        for client, zone in zip(theirs, ZONES, strict=True):
            clients.update(conn, replace(client, zone=zone.key))
        for day, client, zone in zip(days, cycle(theirs), cycle(ZONES), strict=False):
            text, due_at = f"Of {day}", at(day, 9, zone)
            drafts.save(conn, Draft(text, client.id, (Platform.LINKEDIN,), text, due_at=due_at, updated_at=due_at))

    with closing(database):
        database.submit(fill).result()
    return database.path


def test_a_month_of_five_clients_is_laid_out_with_the_mouse(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    workspace = profiles.practised(profile, "Ada", "Bolt", "Coda", "Dune", "Echo")
    first = add_months(datetime.now(LONDON).date(), 1).replace(day=1)
    days = [first + timedelta(days=n) for n in range(10)]
    targets = [first + timedelta(days=10 + 7 * n % 10) for n in range(10)]
    path = of_five_clients(profile, workspace, days)
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        show_month(reader, first)
        for day, target, zone in zip(days, targets, cycle(ZONES), strict=False):
            drag(screen, point(reader, day), point(reader, target))
            until(partial(is_due, path, day, at(target, 9, zone)))
    planned = [at(target, 9, zone) for target, zone in zip(targets, cycle(ZONES), strict=False)]
    assert due(path, *days) == planned
