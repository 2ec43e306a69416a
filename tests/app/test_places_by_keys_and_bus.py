"""The main action of each place: by keyboard alone, and by names over the accessibility bus alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.app.test_places_without_a_mouse import go_down_to_more, write_drafts
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.person import decide
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

ACCOUNT = "H8a9UFibz4"
TEXT = "Fresh bread at seven"


class Worker:
    """A user of a window; `opened` is the file that gets the addresses for the browser."""

    def __init__(self, reader: ScreenReader, opened: Path) -> None:
        self.reader, self._opened = reader, opened

    def connect(self) -> None:
        """Allow the account that was asked for, in the browser, and wait until the window says that it is connected."""
        heard = self.heard
        decide(until(lambda: self._opened.read_text().strip() if self._opened.exists() else ""), account=ACCOUNT)
        self.hears("LinkedIn is connected", heard)

    def hears(self, words: str, heard: int) -> None:
        """Wait until these words are announced, after the first `heard` texts."""
        said = lambda: f"{words!r} in {self.reader.announced()[heard:]}\n{self.reader.describe_nodes()}"  # noqa: E731
        until(lambda: any(words in each for each in self.reader.announced()[heard:]), said=said)

    @property
    def heard(self) -> int:
        """The number of announcements so far."""
        return len(self.reader.announced())

    def name_of(self, identifier: str) -> str:
        return self.reader.find(id=identifier).name


@pytest.fixture
def worker(screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path) -> Iterator[Worker]:
    write_drafts(profile, profiles.practised(profile, "Alex Morgan"))
    opened = tmp_path / "opened"
    screen.command("xdg-open", f'echo "$1" >> "{opened}"')
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.reached("calendar.month")
        yield Worker(reader, opened)


@pytest.mark.timeout(300)
def test_each_place_does_its_main_work_by_keyboard_alone(worker: Worker, tmp_path: Path) -> None:
    reader = worker.reader
    reader.keys("ctrl+6")
    reader.reached("connections.connect.linkedin")
    reader.keys("Return")
    worker.connect()

    reader.keys("ctrl+1")
    reader.reached("calendar.month")
    for key in ("t", "Right", "n"):
        reader.keys(key)
    reader.reached("composer.text")
    reader.type(TEXT)
    heard = worker.heard
    reader.keys("ctrl+Return")
    worker.hears("for Alex Morgan to 1 account", heard)

    reader.keys("ctrl+2")
    reader.reached("results.empty.action")
    reader.tab_to("results.tab.attention")
    for tab in ("went_out", "scheduled"):
        reader.keys("Right")
        reader.reached(f"results.tab.{tab}")
    reader.tab_to("results.table")
    reader.keys("Down")
    reader.find(id="results.chosen.text")
    reader.keys("Return")
    reader.reached("results.details.text")
    assert TEXT in reader.focused().text
    reader.keys("Escape")
    reader.reached("results.table")

    reader.keys("ctrl+3")
    reader.reached("drafts.list")
    reader.keys("Return")
    until(lambda: reader.focused().text.startswith("Written for "))

    repeat_by_keyboard(reader)
    heard = worker.heard
    reader.keys("ctrl+4")
    reader.reached("series.list")
    reader.tab_to("series.pause")
    reader.keys("Return")
    worker.hears("Paused.", heard)

    reader.keys("ctrl+5")
    reader.reached("overview.clients")
    reader.keys("Return")
    reader.reached("calendar.month")

    reader.keys("ctrl+7")
    reader.reached("reports.whose")
    reader.tab_to("reports.period.first")
    reader.keys("ctrl+a")
    reader.type("today")
    reader.tab_to("reports.save")
    reader.keys("Return")
    until(lambda: reader.focused().name == "File name:")
    reader.keys("ctrl+a")
    reader.type(str(tmp_path / "plan.pdf"))
    reader.keys("Return")
    until((tmp_path / "plan.pdf").exists)

    reader.keys("ctrl+8")
    reader.reached("test_tools.clock.next")
    before = worker.name_of("top_bar.practice")
    reader.keys("Return")
    until(lambda: worker.name_of("top_bar.practice") != before)

    reader.keys("ctrl+,")
    reader.reached("settings.pages")
    reader.type("Notif")
    reader.tab_to("settings.notifications.published")
    reader.keys("space")
    until(lambda: "checked" in reader.find(id="settings.notifications.published").states)


def repeat_by_keyboard(reader: ScreenReader) -> None:
    """Repeat a new text each week."""
    reader.keys("ctrl+n")
    reader.reached("composer.text")
    reader.type("Each week")
    reader.tab_to("composer.repeat")
    reader.keys("Return")
    reader.reached("repeat.step")
    reader.tab_to("repeat.same")
    reader.keys("space")
    reader.keys("Return")
    reader.gone("repeat.step")


@pytest.mark.timeout(300)
def test_each_place_does_its_main_work_over_the_bus_alone(worker: Worker) -> None:
    reader = worker.reader
    reader.press("Connections", "radio button")
    reader.press("Connect LinkedIn", "button")
    worker.connect()

    reader.press("Calendar", "radio button")
    reader.press("New post", "button")
    reader.press("Open as a sheet (Ctrl+Shift+N)", "button")
    reader.find("Composer", id="sheet")
    reader.write(TEXT, "Text", "text")
    until(lambda: "checked" in reader.find("mara-lindqvist, LinkedIn", "check box").states)
    heard = worker.heard
    reader.press("Schedule for Alex Morgan to 1 account", "button")
    worker.hears("for Alex Morgan to 1 account", heard)
    reader.press("Close (the draft is kept)", "button")
    reader.gone("sheet")

    reader.press("Results", "radio button")
    reader.press("Scheduled 1", "radio button")
    reader.press(TEXT, "table cell")
    reader.press("Details", "button")
    reader.hear("Alex Morgan")
    reader.press("Close", "button")

    reader.press("Drafts", "radio button")
    reader.press(id="drafts.open")
    until(lambda: reader.find("Text", "text").text.startswith("Written for "))

    reader.press("Repeating", "radio button")
    reader.press("New post", id="series.empty.action")
    reader.reached("composer.text")

    reader.press("Reports", "radio button")
    reader.focus("From", "spin button")
    reader.keys("ctrl+a")
    reader.type("today\n")
    reader.press("Save 1 post…", "button")
    reader.find("File name:", "text")
    reader.keys("Escape")

    reader.press("Clients", "radio button")
    reader.press("Add a client or brand…", "button")
    reader.write("Bea Rossi", "Name", "text")
    reader.press("Add", "button")
    reader.find("Client: Bea Rossi", "button")

    reader.press("Testing", "radio button")
    before = worker.name_of("top_bar.practice")
    reader.press("+1 day", "button")
    until(lambda: worker.name_of("top_bar.practice") != before)

    reader.press("Settings", "radio button")
    reader.press("Notifications", "list item")
    reader.press("a post was published", "check box")
    until(lambda: "checked" in reader.find("a post was published", "check box").states)


def test_the_popovers_of_the_calendar_work_over_the_bus(worker: Worker) -> None:
    reader = worker.reader
    reader.focus("Month", "table")
    reader.keys("t")
    reader.keys("Right")
    go_down_to_more(reader)
    reader.keys("Return")
    reader.find("Posts: 6", "label")
    reader.press("Close", "button")
    reader.gone("calendar.day_posts")

    reader.focus("Month", "table")
    for key in ("t", "Right", "Down", "i"):
        reader.keys(key)
    reader.find(id="calendar.card.text")
    reader.press("Edit", "button")
    until(lambda: reader.find("Text", "text").text.startswith("Written for "))
    reader.gone("calendar.card")
