"""The daily removal of raw answers: only where the settings ask for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import NOON
from tests.support.filled import Filled, an_entry, fill
from tests.support.waiting import until

from postdesk.domain.delivery import Stage, State
from postdesk.domain.settings import AnswersKept
from postdesk.engine import answer_retention as module
from postdesk.engine.answer_retention import AnswerRetention
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.store import entries, settings

_YEARS = (0.5, 2, 4)


class Retention:
    """Three posts, half a year, two and four years old, and a clock that makes each day short."""

    def __init__(self, filled: Filled, tasks: Tasks) -> None:
        self.database = filled.database
        self.settings = SettingsBook(filled.database, tasks)
        self.retention = AnswerRetention(filled.database, self.settings, tasks, lambda: NOON)
        for years in _YEARS:
            due_at = NOON - timedelta(days=365 * years)
            (entry,) = filled.add(replace(an_entry(state=State.ACCEPTED, due_at=due_at), stage=Stage.PUBLISHED)).entries
            filled.database.submit(
                lambda conn, entry=entry: entries.keep_answer(conn, entry.id, "HTTP 200", "{}", entry.due_at)  # type: ignore[misc]
            ).result()

    @property
    def left(self) -> int:
        return int(self.database.reader.execute("SELECT count(*) FROM answers").fetchone()[0])

    def keep(self, answers: AnswersKept) -> None:
        self.settings.change(replace(self.settings.current, answers_kept=answers))


@pytest.fixture
async def retention(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Retention]:
    monkeypatch.setattr(module, "_FIRST_AFTER_S", 0)
    monkeypatch.setattr(module, "_AGAIN_AFTER_S", 0.05)
    monkeypatch.setattr(module, "_PAUSE_S", 0)
    filled = fill(tmp_path)
    tasks = Tasks(lambda name, error: None)
    yield Retention(filled, tasks)
    await tasks.close()
    filled.database.close()


async def test_all_answers_stay_unless_the_user_decides_otherwise(retention: Retention) -> None:
    retention.retention.start()
    await asyncio.sleep(0.3)
    assert retention.left == 3


async def test_a_shorter_time_removes_more_and_a_longer_one_nothing(retention: Retention) -> None:
    retention.retention.start()
    retention.keep(AnswersKept.THREE_YEARS)
    await until(lambda: retention.left == 2)
    retention.keep(AnswersKept.ONE_YEAR)
    await until(lambda: retention.left == 1)
    retention.keep(AnswersKept.ALWAYS)
    await asyncio.sleep(0.2)
    assert retention.left == 1


async def test_the_choice_is_kept_and_one_that_cannot_be_read_keeps_all(retention: Retention) -> None:
    retention.keep(AnswersKept.ONE_YEAR)
    await until(lambda: settings.load(retention.database.reader).answers_kept is AnswersKept.ONE_YEAR)
    await retention.database.run(lambda conn: settings.remember(conn, "answers_kept", "17"))
    assert settings.load(retention.database.reader).answers_kept is AnswersKept.ALWAYS
