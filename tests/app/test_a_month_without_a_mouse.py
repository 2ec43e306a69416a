"""A month for five clients, planned with the keyboard alone and followed over the accessibility bus."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.person import decide
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

from postdesk.domain.approval import Approval
from postdesk.domain.board import BoardFilter
from postdesk.domain.calendar_days import add_months, wall_time
from postdesk.domain.day_notes import DayNote
from postdesk.domain.posts import PostState
from postdesk.store import board, clients, day_notes, workspaces
from postdesk.store.database import FILE
from postdesk.store.sqlite import open_reader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility, pytest.mark.long]

ZONES: Final = {
    "Ada": ZoneInfo("America/New_York"),
    "Bolt": ZoneInfo("Europe/London"),
    "Coda": ZoneInfo("Asia/Tokyo"),
    "Dune": ZoneInfo("Australia/Lord_Howe"),
    "Echo": ZoneInfo("America/St_Johns"),
}
ACCOUNTS: Final = ("H8a9UFibz4", "K2c7TRowm9")
_NEXT_MONTH: Final = add_months(datetime.now(UTC).date(), 1).replace(day=8)
MONDAY: Final = _NEXT_MONTH + timedelta(days=(8 - _NEXT_MONTH.isoweekday()) % 7)
"""A Monday in the second week of next month: far enough ahead that nothing is locked in by itself."""
DAY: Final = timedelta(days=1)
FIRST_SLOT: Final = datetime.now(ZONES["Ada"]).date() + 4 * DAY
"""The day of Ada's first free slot: also far enough ahead."""


@dataclass(frozen=True)
class PlannedPost:
    """A post, or a draft if it has no state, at a time on its client's clock."""

    text: str
    at: datetime
    state: PostState | None = PostState.SCHEDULED
    approval: Approval = Approval.NONE


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


ASKED_FOR: Final = {
    "Ada": [
        PlannedPost("Ada two", at(FIRST_SLOT, 9, 30)),
        PlannedPost("Ada three", at(FIRST_SLOT + 7 * DAY, 9, 30)),
        PlannedPost("Ada one", at(FIRST_SLOT + 14 * DAY, 9, 30)),
    ],
    "Bolt": [
        PlannedPost("Bolt one", at(MONDAY, 9), approval=Approval.APPROVED),
        PlannedPost("Bolt two", at(MONDAY, 15), approval=Approval.WAITING),
    ],
    "Coda": [
        PlannedPost("Coda three", at(MONDAY + 2 * DAY, 12)),
        PlannedPost("Coda one", at(MONDAY + 7 * DAY, 10), PostState.LOCKED),
        PlannedPost("Coda two", at(MONDAY + 8 * DAY, 11)),
    ],
    "Dune": [PlannedPost("Dune each week", at(MONDAY, 10)), PlannedPost("Dune each week", at(MONDAY + 7 * DAY, 9))],
    "Echo": [PlannedPost("Coda one", at(MONDAY + 7 * DAY, 10), None), PlannedPost("Coda two", at(MONDAY + 8 * DAY, 11), None)],
}


class Planner:
    """A user who plans by keyboard; `opened` is the file that gets the addresses for the browser."""

    def __init__(self, reader: ScreenReader, opened: Path) -> None:
        self.reader, self._opened = reader, opened
        self._heard = len(reader.announced())

    def hears(self, words: str) -> None:
        """Wait until these words are announced, after those that were heard before."""

        def after_it() -> int | None:
            said = self.reader.announced()
            return next((n + 1 for n in range(self._heard, len(said)) if words in said[n]), None)

        said = lambda: f"{words!r} in {self.reader.announced()[self._heard :]}\n{self.reader.describe_nodes()}"  # noqa: E731
        self._heard = until(after_it, said=said)

    def add_client(self, name: str) -> None:
        reader, city = self.reader, ZONES[name].key.replace("_", " ")
        reader.keys("F10")
        reader.choose("Add a client or brand…")
        reader.reached("add_client.name")
        reader.type(name)
        reader.tab_to("add_client.zone")
        reader.type(city)
        until(lambda: reader.focused().name.startswith(f"{city}, "))
        reader.keys("Return")
        until(lambda: reader.find(id="add_client.zone").text == city)
        reader.keys("Return")
        reader.find(f"Client: {name}", "button")

    def connect(self, account: str) -> None:
        """Ask for LinkedIn and allow it in the browser, without waiting for the result."""
        reader = self.reader
        reader.keys("ctrl+6")
        reader.reached("connections.connect.linkedin")
        reader.keys("Return")
        decide(until(lambda: self._opened.read_text().strip() if self._opened.exists() else ""), account=account)
        self._opened.unlink()

    def go_to_client(self, name: str) -> None:
        reader = self.reader
        reader.keys("ctrl+5")
        reader.reached("overview.clients")
        reader.type(name)
        reader.keys("Return")
        reader.find(f"Client: {name}", "button")
        reader.gone("overview.clients")

    def open_settings(self, page: str) -> None:
        self.reader.keys("ctrl+,")
        self.reader.reached("settings.pages")
        self.reader.type(page)

    def stand_on(self, day: date, zone: ZoneInfo) -> None:
        """Go to that day in the month."""
        reader = self.reader
        reader.keys("ctrl+1")
        for key in ("m", "t", *["Right"] * (day - datetime.now(zone).date()).days):
            reader.keys(key)
        until(lambda: reader.focused().name.startswith(f"{day:%A} {day.day} {day:%B %Y},"), said=lambda: reader.focused().name)

    def write_here(self, text: str) -> None:
        """Write a post for the time under the calendar's cursor."""
        self.reader.keys("n")
        self.reader.reached("composer.text")
        self.reader.type(text)

    def schedule(self) -> None:
        self.reader.keys("ctrl+Return")
        self.hears("Scheduled for")

    def with_all(self, act: str, line: str) -> None:
        """Trigger a menu action on all selected posts."""
        self.reader.tab_to(f"calendar.several.{act}")
        self.reader.keys("space")
        self.reader.choose(line)

    def save_as(self, target: Path) -> None:
        """Save under this path in the file dialog."""
        self.reader.write(str(target), "File name:", "text")
        self.reader.keys("Return")
        self.hears(target.name)


@pytest.fixture
def planner(screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path) -> Iterator[Planner]:
    profiles.practised(profile)
    opened = tmp_path / "opened"
    screen.command("xdg-open", f'echo "$1" >> "{opened}"')
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.find(id="calendar.empty.action", patience=60)
        until(lambda: reader.focused().id.startswith("calendar."))
        yield Planner(reader, opened)


@pytest.mark.timeout(1200)
def test_a_month_is_planned_for_five_clients(planner: Planner, profile: Path, tmp_path: Path) -> None:
    for number, name in enumerate(ZONES):
        planner.add_client(name)
        planner.connect(ACCOUNTS[number % 2])
    ada_fills_slots(planner)
    bolt_waits_for_its_word(planner)
    coda_comes_from_a_file(planner, tmp_path)
    dune_repeats(planner)
    all_of_it_is_shown(planner, tmp_path)
    with closing(open_reader(profile / FILE)) as kept:
        assert month_of(kept) == ASKED_FOR
        assert [(note.day, note.text) for note in notes_of(kept)] == [(MONDAY, "Trade fair")]


def ada_fills_slots(planner: Planner) -> None:
    reader = planner.reader
    planner.go_to_client("Ada")
    for text in ("Ada one", "Ada two", "Ada three"):
        reader.keys("ctrl+n")
        reader.reached("composer.text")
        reader.type(text)
    planner.open_settings("Weekly")
    reader.tab_to("settings.slots.days")
    reader.type(f"{FIRST_SLOT:%a}")
    reader.tab_to("settings.slots.times")
    reader.type("9:30")
    reader.keys("Return")
    reader.find(f"{FIRST_SLOT:%a} 09:30, any platform")
    reader.keys("ctrl+3")
    reader.reached("drafts.list")
    reader.keys("ctrl+a")
    reader.tab_to("drafts.slots")
    reader.keys("Return")
    reader.reached("filling.list")
    reader.keys("alt+Down")  # otherwise the last written draft would be first
    planner.hears("Ada three")
    reader.tab_to("filling.yes")
    reader.keys("Return")
    planner.hears("3 posts scheduled.")


def bolt_waits_for_its_word(planner: Planner) -> None:
    reader, zone = planner.reader, ZONES["Bolt"]
    planner.open_settings("Clients")
    reader.tab_to("settings.clients.list")
    reader.type("Bolt")
    reader.tab_to("settings.clients.approval")
    reader.keys("space")
    until(lambda: "checked" in reader.find(id="settings.clients.approval").states)
    planner.go_to_client("Bolt")
    planner.stand_on(MONDAY, zone)
    reader.keys("w")
    planner.write_here("Bolt one")
    planner.schedule()
    planner.stand_on(MONDAY, zone)
    reader.keys("w")
    planner.write_here("Bolt two")
    reader.hear("Another post of this client goes to LinkedIn at the same time")
    reader.tab_to("composer.time")
    reader.keys("ctrl+a")
    reader.type("15")
    planner.schedule()
    planner.stand_on(MONDAY, zone)
    reader.keys("Down")
    planner.hears("09:00, Scheduled · Waiting for approval, LinkedIn, Bolt one")
    reader.keys("space")
    planner.with_all("word", "Approved")
    planner.hears("Approved.")
    reader.keys("ctrl+1")
    reader.keys("shift+n")
    reader.reached("calendar.note.text.0")
    reader.type("Trade fair")
    reader.keys("Return")
    reader.hear("Trade fair")


def coda_comes_from_a_file(planner: Planner, folder: Path) -> None:
    reader, zone, file = planner.reader, ZONES["Coda"], folder / "coda.csv"
    rows = ((MONDAY, "10:00", "one"), (MONDAY + DAY, "25:00", "two"), (MONDAY + 2 * DAY, "12:00", "three"))
    lines = (f"Coda,LinkedIn,{day:%Y-%m-%d},{at},Coda {text}\r\n" for day, at, text in rows)
    file.write_text("Client,Platforms,Date,Time,Text\r\n" + "".join(lines))
    planner.go_to_client("Coda")
    reader.keys("ctrl+o")
    reader.reached("importing.choose")
    reader.keys("Return")
    reader.write(str(file), "File name:", "text")
    reader.keys("Return")
    reader.reached("importing.next")
    reader.keys("Return")
    reader.reached("importing.rows")
    reader.hear("Schedule 2 posts")
    reader.keys("Right")
    reader.keys("Return")
    reader.reached("importing.edit.when")
    reader.keys("ctrl+a")
    reader.type(f"{MONDAY + DAY:%Y-%m-%d} 11:00")
    reader.keys("Return")
    reader.hear("Schedule 3 posts")
    reader.tab_to("importing.next")
    reader.keys("Return")
    planner.hears("3 posts are scheduled.")
    reader.keys("Return")
    reader.gone("importing.next")

    planner.stand_on(MONDAY, zone)
    reader.keys("alt+Right")
    planner.hears("Moved to")
    reader.keys("ctrl+z")
    planner.hears("Moved back to")
    reader.keys("space")
    reader.keys("Right")
    reader.keys("space")
    planner.hears("2 posts selected")
    reader.keys("alt+Down")
    planner.hears("2 moved 7 days later.")
    planner.with_all("copy", "Echo")
    planner.hears("2 copied to new drafts for Echo.")
    planner.with_all("label", "New label…")
    reader.reached("calendar.new_label.name")
    reader.type("launch")
    reader.keys("Return")
    planner.hears("2 labelled “launch”.")
    planner.stand_on(MONDAY + 7 * DAY, zone)
    reader.keys("Escape")
    reader.keys("space")
    reader.tab_to("calendar.several.lock_in")
    reader.keys("Return")
    planner.hears("Locking in 1.")
    reader.hear("10:00, Locked, LinkedIn, Coda one")


def dune_repeats(planner: Planner) -> None:
    reader, zone = planner.reader, ZONES["Dune"]
    planner.go_to_client("Dune")
    planner.stand_on(MONDAY, zone)
    reader.keys("w")
    planner.write_here("Dune each week")
    reader.tab_to("composer.repeat")
    reader.keys("Return")
    reader.reached("repeat.step")
    reader.tab_to("repeat.ends")
    reader.type("After")
    reader.tab_to("repeat.times")
    reader.keys("ctrl+a")
    reader.type("2")
    reader.tab_to("repeat.same")
    reader.keys("space")
    reader.keys("Return")
    planner.hears("Repeating: Every Monday at 09:00, 2 times.")
    planner.stand_on(MONDAY, zone)
    reader.keys("w")
    reader.keys("alt+Down")
    planner.hears("Moved to")


def all_of_it_is_shown(planner: Planner, folder: Path) -> None:
    reader = planner.reader
    reader.keys("ctrl+5")
    reader.reached("overview.clients")
    for name in ZONES:
        reader.find(name, "table cell")
    reader.type("Bolt")
    reader.keys("Return")
    reader.gone("overview.clients")
    planner.stand_on(MONDAY, ZONES["Bolt"])
    reader.tab_to("calendar.filter")
    reader.keys("space")
    reader.choose("Reports")
    reader.reached("reports.whose")
    reader.tab_to("reports.period.usual")
    reader.keys("space")
    reader.choose("Next month")
    reader.tab_to("reports.save")
    reader.keys("Return")
    planner.save_as(folder / "bolt.pdf")
    reader.keys("ctrl+shift+e")
    reader.tab_to("export.period.usual")
    reader.keys("space")
    reader.choose("Next month")
    reader.tab_to("export.save")
    reader.keys("Return")
    planner.save_as(folder / "bolt.csv")
    assert (folder / "bolt.pdf").read_bytes().startswith(b"%PDF")
    assert [line.count("Bolt") for line in (folder / "bolt.csv").read_text("utf-8-sig").splitlines()] == [0, 2, 2]


def month_of(kept: sqlite3.Connection) -> dict[str, list[PlannedPost]]:
    """Return all planned posts and drafts of each client, on its clock."""
    (workspace,) = workspaces.all_of(kept)
    now = datetime.now(UTC)
    found = {}
    for client in clients.all_of(kept, workspace.id):
        (span,) = board.spans(kept, workspace.id, (now - DAY, now + 90 * DAY), BoardFilter(client.id), 100)
        zone = ZONES[client.name]
        found[client.name] = [PlannedPost(c.head, wall_time(c.due_at, zone), c.state, c.approval) for c in span.cards]
    return found


def notes_of(kept: sqlite3.Connection) -> tuple[DayNote, ...]:
    (workspace,) = workspaces.all_of(kept)
    return day_notes.between(kept, workspace.id, MONDAY - 40 * DAY, MONDAY + 40 * DAY, None)
