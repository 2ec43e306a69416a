"""The main tasks over the accessibility bus: by names and roles alone, as people work who neither see nor point."""

from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.person import decide
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import Node, ScreenReader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

_WORKED = {"button", "check box", "radio button", "text", "spin button", "combo box", "table", "tree table", "list", "page tab"}
_PLACES = ("Results", "Drafts", "Repeating", "Clients", "Connections", "Reports", "Testing")
_MANY = 20


def test_connect_compose_publish_and_read_the_result(
    screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path
) -> None:
    profiles.new(profile)
    opened = tmp_path / "opened"
    screen.command("xdg-open", f'echo "$1" >> "{opened}"')
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.press("Try it in practice mode", "button")
        reader.press("Add a client or brand…", "button")
        reader.write("Alex Morgan", "Name", "text")
        reader.press("Add", "button")
        reader.press("Connections", "radio button")
        reader.press("Connect LinkedIn", "button")
        decide(until(lambda: opened.read_text().strip() if opened.exists() else ""), account="H8a9UFibz4")
        reader.press("Results", "radio button")
        reader.press("New post", "button")
        assert "checked" in reader.find("mara-lindqvist, LinkedIn", "check box").states
        reader.write("Black Friday, the honest version", "Text", "text")
        reader.press("Publish now to 1 account for Alex Morgan", "button")
        reader.find("LinkedIn: Published", "table cell")
        until(lambda: "Black Friday, the honest version: Published" in reader.announced())


def test_a_draft_is_found_by_its_words_and_opened(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.press("New post", "button")
        for text in ("Fresh bread at seven", "Rolls"):
            reader.write(text, "Text", "text")
            reader.keys("ctrl+n")
        reader.keys("ctrl+3")
        reader.write("sev", "Search drafts", "text")
        until(lambda: "1 draft" in reader.announced())
        reader.find("Drafts", "list")
        reader.keys("Return")
        until(lambda: any(node.role == "text" and "Fresh bread at seven" in node.text for node in reader.nodes()))


def test_posts_are_exported_into_a_file(screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    target = tmp_path / "plan.csv"
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.press("New post", "button")
        reader.write("=Fresh bread at seven", "Text", "text")
        reader.keys("ctrl+n")
        reader.keys("ctrl+shift+e")
        # In the last week of a month the calendar shows the next one, and the draft may be for either.
        for field, key, days in (("From", "Down", 8), ("To", "Up", 3)):
            reader.focus(field, "spin button")
            for _ in range(days):
                reader.keys(key)
        reader.press("Save 1 post…", "button")
        reader.write(str(target), "File name:", "text")
        reader.keys("Return")
        until(lambda: "Saved 1 post in plan.csv." in reader.announced())
    assert "'=Fresh bread at seven" in target.read_text("utf-8-sig")


def test_all_that_is_worked_has_a_name(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        nameless = set[Node]()
        reader.write("Studio", "Search posts", "text")
        reader.press("New post", "button")
        for opener in ("Image or video link", "Week", "Agenda", *_PLACES):
            reader.press(opener)
            nameless |= _nameless(reader)
        reader.keys("ctrl+,")
        reader.find("Pages", "list")
        for _ in range(len([node for node in reader.nodes() if node.role == "list item"])):
            nameless |= _nameless(reader)
            reader.keys("Down")
        assert not nameless


def test_a_reader_may_ask_for_what_is_gone(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    """A screen reader's count of children may be older than the window, if a scroll bar or a row was removed meanwhile."""
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.find("Search posts", "text")
        asked = [reader.ask_beyond()]
        for opener in ("Week", "Agenda", *_PLACES):
            reader.press(opener)
            asked.append(reader.ask_beyond())
        reader.keys("ctrl+,")
        reader.find("Pages", "list")
        asked.append(reader.ask_beyond())
        assert min(asked) > _MANY


def _nameless(reader: ScreenReader) -> set[Node]:
    return {node for node in reader.nodes() if node.role in _WORKED and not node.name}
