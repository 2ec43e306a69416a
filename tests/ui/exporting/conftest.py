"""A dialog or a place that saves posts as a file, over the posts that a test stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QPushButton, QWidget
from tests.support.factories import an_entry
from tests.support.filled import a_post
from tests.support.quiet_session import NOON
from tests.support.widgets import find
from tests.ui.composer.conftest import ComposerDriver

from postdesk.domain.clients import Client
from postdesk.store import posts
from postdesk.ui.exporting.save_controls import SaveControls

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
C = TypeVar("C", bound=SaveControls)


class SaveDriver(Generic[C]):
    """The controls in their dialog or place, for one client or all, and November."""

    def __init__(self, writing: ComposerDriver, shown: QWidget, controls: C, client_id: int | None) -> None:
        self.writing, self.shown, self.controls, self._name = writing, shown, controls, shown.objectName()
        controls.choose(client_id, NOVEMBER)
        shown.show()

    def button(self, name: str) -> QPushButton:
        return find(self.shown, QPushButton, f"{self._name}.{name}")

    def tick(self, name: str) -> QCheckBox:
        return find(self.shown, QCheckBox, f"{self._name}.{name}")

    def box(self, name: str) -> QComboBox:
        return find(self.shown, QComboBox, f"{self._name}.{name}")

    def words(self, name: str) -> str:
        label = find(self.shown, QLabel, f"{self._name}.{name}")
        return label.text() if label.isVisible() else ""

    def choose(self, name: str, value: object) -> None:
        self.box(name).setCurrentIndex(self.box(name).findData(value))

    async def offers(self, words: str) -> None:
        """Wait until the button has this text and is enabled."""
        await self.until(lambda: self.button("save").text() == words and self.button("save").isEnabled())

    async def tells(self) -> str:
        """Return the message at the end."""
        await self.until(lambda: self.words("notice.text") != "")
        return self.words("notice.text")

    async def suggests(self) -> str:
        """Press the button to save and return the suggested file name."""
        QTest.keyClick(self.button("save"), Qt.Key.Key_Space)
        await self.until(lambda: self.shown.findChild(QFileDialog, "save_file") is not None)
        chooser = self.shown.findChild(QFileDialog, "save_file")
        assert isinstance(chooser, QFileDialog)
        name = Path(chooser.selectedFiles()[0]).name
        chooser.reject()
        return name

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.writing.until(condition)

    async def is_in_front(self) -> None:
        self.shown.activateWindow()
        await self.until(self.shown.isActiveWindow)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.shown.focusWidget(), key)


async def put(session: ComposerDriver, owner: Client, text: str, days: int, **fields: object) -> None:
    """Store a post that is due in so many days."""
    entry = an_entry(due_at=NOON + timedelta(days=days, milliseconds=owner.id), content=text, **fields)
    post = replace(a_post(owner, [entry], text), group=text)
    await session.database.run(partial(posts.add, workspace_id=owner.workspace_id, post=post, now=NOON))
