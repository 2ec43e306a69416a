"""The path of a post from the key that types it to the request that sends it, compared with `docs/walk.md`."""

import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.navigator import RecordingNavigator
from tests.support.sandbox_process import start_sandbox
from tests.support.widgets import find
from tests.support.working_session import IMMEDIATE, WorkingSession

from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

ROOT: Final = Path(__file__).resolve().parents[3]
SOURCE: Final = ROOT / "src" / "postdesk"
HELPERS: Final = ("ui/kit/", "ui/text/", "domain/")
STATIONS: Final = {
    ("ui/composer/draft_session.py", "change"),
    ("engine/composer.py", "submit"),
    ("store/posts.py", "add"),
    ("store/attempts.py", "mark"),
    ("api/transport.py", "_leave"),
}
"""The draft changes, is submitted, becomes a post, is marked as about to be sent, and its first byte is sent."""

SENDING: Final = ("api/client.py", "schedule")
"""Only a first byte that is sent on behalf of this call counts: other requests meanwhile go through the same function."""

MOST: Final = 20


def described() -> set[str]:
    """Return the files that the document lists."""
    return set(re.findall(r"^- `([^`]+)`", (ROOT / "docs" / "walk.md").read_text(encoding="utf-8"), re.MULTILINE))


def _of_source(code: CodeType) -> str:
    path = code.co_filename
    return Path(path).relative_to(SOURCE).as_posix() if path.startswith(str(SOURCE)) else ""


@contextmanager
def recorded() -> Iterator[dict[str, set[str]]]:
    """Record the files that call each other on the way to each station, in any thread."""
    found: dict[str, set[str]] = {}
    monitoring: Any = vars(sys)["monitoring"]
    tool = 4

    def started(code: CodeType, _: int) -> object:
        name = _of_source(code)
        if (name, code.co_name) not in STATIONS:
            return monitoring.DISABLE
        if name not in found:
            frame: FrameType | None = sys._getframe(1)
            way = set()
            while frame:
                way.add((_of_source(frame.f_code), frame.f_code.co_name))
                frame = frame.f_back
            if code.co_name != "_leave" or SENDING in way:
                found[name] = {file for file, _ in way}
        return None

    monitoring.use_tool_id(tool, "walk")
    monitoring.register_callback(tool, monitoring.events.PY_START, started)
    monitoring.set_events(tool, monitoring.events.PY_START)
    try:
        yield found
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)


@pytest_asyncio.fixture
async def service() -> FakeService:
    return FakeService()


@pytest_asyncio.fixture
async def work(tmp_path: Path, service: FakeService) -> AsyncIterator[WorkingSession]:
    with start_sandbox(tmp_path / "sandbox") as sandbox:
        async with serving(service, tmp_path, sandbox) as session:
            await session.session.composer.load_rules()
            yield session


@pytest.mark.skipif(sys.version_info < (3, 12), reason="functions of all threads are seen since Python 3.12")
async def test_a_letter_and_a_press_enter_the_files_of_the_walk(work: WorkingSession, service: FakeService, theme: Theme) -> None:
    client = await client_with_accounts(work, IMMEDIATE)
    scope = Scope()
    scope.show_client(client.id)
    pane = ComposerPane(work.session, scope, RecordingNavigator(), theme, ZoneInfo("Europe/London"))
    for _ in pane.build():
        pass
    pane.resize(400, 800)
    pane.show()
    editor = find(pane, Editor, "composer.text")
    await work.until(editor.isVisible, 60)
    with recorded() as stations:
        QTest.keyClicks(editor, "a")
        find(pane, QAbstractButton, "composer.schedule").click()
        await work.until(lambda: service.requests["schedule"] == 1, 60)
    pane.close()
    pane.deleteLater()
    assert len(stations) == len(STATIONS)
    walked = {each for files in stations.values() for each in files if each and not each.startswith(HELPERS)}
    assert walked == described()
    assert len(walked) <= MOST
