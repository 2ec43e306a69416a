"""The whole composer by keyboard alone, followed over the accessibility bus."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.person import decide
from tests.support.processes import until
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

ACCOUNTS = {"LinkedIn": "H8a9UFibz4", "X (Twitter)": "tw-40118822", "Instagram": "ig-550031", "Threads": "th-9001"}
IN_READING_ORDER = (
    "composer.chip.linkedin",
    "composer.chip.threads",
    "composer.text",
    "composer.add_media",
    "composer.emoji",
    "composer.hashtag",
    "composer.snippets",
    "composer.choose_file",
    "composer.problem.0.why",
    "composer.problem.0.action.0",
    "composer.preview.fold",
    "preview.linkedin",
    "composer.date",
    "composer.time",
    "composer.save_draft",
    "composer.publish",
    "composer.schedule",
)
MOST_STOPS = 40


@pytest.fixture
def composing(screen: Desktop, reader: ScreenReader, profile: Path, tmp_path: Path) -> Iterator[ScreenReader]:
    """Start Postdesk with four accounts of one client, and the focus in an empty text."""
    profiles.practised(profile, "Alex Morgan")
    opened = tmp_path / "opened"
    screen.command("xdg-open", f'echo "$1" >> "{opened}"')
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.press(id="rail.connections")
        for name, account in ACCOUNTS.items():
            reader.press(f"Connect {name}", "button")
            decide(until(lambda: opened.read_text().strip() if opened.exists() else ""), account=account)
            opened.unlink()
        reader.keys("ctrl+n")
        until(lambda: reader.focused().id == "composer.text")
        until(lambda: sum(node.id.startswith("composer.chip.") for node in reader.nodes()) == len(ACCOUNTS))
        yield reader


def type_in(screen: Desktop, text: str) -> None:
    subprocess.run(["xdotool", "type", "--delay", "5", text], env=screen.environment, check=True)


def press(screen: Desktop, key: str) -> None:
    subprocess.run(["xdotool", "key", key], env=screen.environment, check=True)


def go_to(reader: ScreenReader, screen: Desktop, identifier: str, key: str = "Tab") -> list[str]:
    """Press a key, Tab by default, until the widget has the focus; return the widgets that it stopped at."""
    stops = [reader.settled().id]
    while stops[-1] != identifier:
        assert len(stops) < MOST_STOPS, f"{key} leads to {stops}, and not to {identifier}"
        press(screen, key)
        stops.append(reader.settled().id)
    return stops


def test_the_tab_key_follows_the_reading_order(composing: ScreenReader, screen: Desktop) -> None:
    type_in(screen, "Open late this Friday")
    composing.hear("Instagram: an image or a video is needed.")
    go_to(composing, screen, "composer.chip.linkedin", "shift+Tab")
    stops = go_to(composing, screen, "composer.schedule")
    assert [stop for stop in stops if stop in IN_READING_ORDER] == list(IN_READING_ORDER)


def test_a_post_is_written_mended_looked_at_and_scheduled(composing: ScreenReader, screen: Desktop) -> None:
    reader = composing
    type_in(screen, "Open late this Friday #craft ")
    reader.keys("ctrl+.")
    until(lambda: reader.focused().id == "emoji.search")
    type_in(screen, "rocket")
    reader.keys("Return")
    until(lambda: "\N{ROCKET}" in reader.find(id="composer.text").text)

    reader.hear("Instagram: an image or a video is needed.")
    go_to(reader, screen, "composer.problem.0.why")
    reader.keys("space")
    reader.hear("as of 1 November 2026")

    go_to(reader, screen, "composer.use_sample", "shift+Tab")
    reader.keys("space")
    reader.choose("Portrait image (JPEG)")
    reader.hear("JPEG")
    reader.hear("Fine for LinkedIn, X, Instagram, Threads")

    go_to(reader, screen, "composer.preview.twitter")
    reader.keys("space")
    reader.hear("X preview. @maralindqvist")

    go_to(reader, screen, "composer.text", "shift+Tab")
    reader.keys("ctrl+Return")
    until(lambda: any("Scheduled" in said for said in reader.announced()), said=reader.describe_nodes)
