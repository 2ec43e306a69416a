"""The calendar file in another program: khal imports it, and shows each post once, at its due time and with its text."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.factories import a_client, a_draft

from postdesk.domain.drafts import Draft
from postdesk.domain.export_items import ExportItem, item_from_draft
from postdesk.engine.calendar_file import EventText, ical_chunks

MADE = datetime(2026, 10, 20, tzinfo=UTC)
HOSTILE = "=cmd|'/c calc'!A0\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine\rBEGIN:VALARM\u2028X;,\\ \"\x07"
AGENDA = "\x1e{uid}\x1f{start-long}\x1f{status}\x1f{categories}\x1f{alarm-symbol}\x1f{title}\x1f{description}\x1d"
CONFIGURATION = """
[calendars]
[[posts]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


class Khal:
    """A calendar of its own in `folder`, on a clock in London."""

    def __init__(self, folder: Path) -> None:
        (folder / "calendar").mkdir()
        self._configuration = folder / "configuration"
        self._configuration.write_text(CONFIGURATION.format(folder=folder))
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}

    def run(self, *arguments: str) -> str:
        command = ["khal", "-c", str(self._configuration), *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def events(self) -> list[list[str]]:
        """Return its events of October 2026: id, time, status, categories, reminder, and the text."""
        said = self.run("list", "--format", AGENDA, "2026-10-01", "31d")
        return [event.partition("\x1d")[0].split("\x1f") for event in said.split("\x1e")[1:]]


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    if shutil.which("khal") is None:
        pytest.skip("khal is not installed")
    return Khal(tmp_path)


def told(post: ExportItem) -> EventText:
    return EventText(post.draft.text, f"{post.client.name}\n\n{post.draft.text}")


def file_of(target: Path, drafts: Sequence[Draft], remind: timedelta | None = None) -> str:
    posts = [item_from_draft(draft, a_client(), (draft,)) for draft in drafts]
    target.write_bytes(b"".join(ical_chunks(posts, told, MADE, remind)))
    return str(target)


def test_a_newer_file_changes_what_an_older_one_brought(khal: Khal, tmp_path: Path) -> None:
    """Around the hour that London's clock shows twice, with texts that have a meaning in calendar files."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    texts = ("Before the change", "After it, on the same clock", HOSTILE, "x" * 2_000 + " 😀 ünï")
    drafts = [
        a_draft(id=f"draft-{n}", text=text, due_at=first + timedelta(hours=n), labels=("Advent, early",), updated_at=MADE)
        for n, text in enumerate(texts)
    ]
    moved = [replace(drafts[0], due_at=first - timedelta(days=1), updated_at=MADE + timedelta(hours=1)), *drafts[1:]]
    older, newer = tmp_path / "older.ics", tmp_path / "newer.ics"
    khal.run("import", "--batch", file_of(older, drafts), file_of(newer, moved, timedelta(minutes=15)))
    events = sorted(khal.events())
    assert [event[:2] for event in events] == [
        ["draft-0@postdesk", "2026-10-24 01:30"],
        ["draft-1@postdesk", "2026-10-25 01:30"],
        ["draft-2@postdesk", "2026-10-25 02:30"],
        ["draft-3@postdesk", "2026-10-25 03:30"],
    ]
    assert {tuple(word.strip() for word in event[2:5]) for event in events} == {("TENTATIVE", "Advent, early", "⏰")}
    assert [event[5] for event in events[:2]] == list(texts[:2])
    said = "=cmd|'/c calc'!A0\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:mine\nBEGIN:VALARM\nX;,\\ \""
    assert events[2][6] == f"Ann\n\n{said}"
    assert events[3][6] == f"Ann\n\n{texts[3]}"
