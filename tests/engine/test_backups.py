"""Daily backups, and the check of the file after a failure."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import NOON
from tests.support.filled import Filled, an_entry, fill
from tests.support.waiting import until

from postdesk.domain.storage import CopyContents, CopyProblem, StorageFailure
from postdesk.engine import backups as module
from postdesk.engine.backups import Backups
from postdesk.engine.tasks import Tasks
from postdesk.store import settings
from postdesk.store.backups import backups

DAY = timedelta(days=1)


class Kept:
    """The backups of the profile, with a clock that the test moves."""

    def __init__(self, filled: Filled, tasks: Tasks) -> None:
        self.now = NOON
        self.database = filled.database
        self.backups = Backups(filled.database, tasks, lambda: self.now)
        self.told: list[object] = []
        for signal in (self.backups.saved, self.backups.copy_read, self.backups.failed):
            signal.connect(self.told.append)
        self.failures: list[StorageFailure | None] = []
        filled.database.listeners.append(self.failures.append)

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(condition, said=lambda: self.told)


@pytest.fixture
async def kept(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Kept]:
    monkeypatch.setattr(module, "_FIRST_AFTER_S", 0)
    monkeypatch.setattr(module, "_AGAIN_AFTER_S", 0.05)
    filled = fill(tmp_path / "profile")
    filled.add(an_entry(), text="Studio tour")
    tasks = Tasks(lambda name, error: None)
    yield Kept(filled, tasks)
    await tasks.close()
    filled.database.close()


async def test_a_backup_is_made_each_day(kept: Kept) -> None:
    kept.backups.start()
    await kept.until(lambda: len(backups(kept.database.path)) == 1)
    await asyncio.sleep(0.3)
    assert [each.made_at for each in backups(kept.database.path)] == [NOON]
    await kept.database.run(lambda conn: settings.remember(conn, "colour", "blue"))
    kept.now = NOON + DAY
    await kept.until(lambda: [each.made_at for each in backups(kept.database.path)] == [NOON + DAY, NOON])
    kept.now = NOON + 2 * DAY  # a day without a change
    await kept.until(lambda: [each.made_at for each in backups(kept.database.path)] == [NOON + 2 * DAY, NOON])


@pytest.mark.logs("no backup could be made")
async def test_a_backup_that_cannot_be_made_is_told_once_until_one_is(kept: Kept) -> None:
    told = list[StorageFailure]()
    kept.backups.not_made.connect(told.append)
    folder = kept.database.path.parent / "backups"
    folder.write_text("no folder")
    kept.backups.start()
    await kept.until(lambda: told == [StorageFailure.UNWRITABLE])
    await asyncio.sleep(0.3)
    assert told == [StorageFailure.UNWRITABLE]
    assert kept.backups.problem is StorageFailure.UNWRITABLE
    assert kept.backups.newest() is None
    folder.unlink()
    await kept.until(lambda: kept.backups.problem is None)
    assert kept.backups.newest() == NOON


@pytest.mark.logs("no backup could be made", "the database is damaged")
async def test_a_backup_that_is_no_good_leads_to_the_damage_that_it_copied(kept: Kept) -> None:
    await kept.database.run(lambda conn: conn.execute("UPDATE posts SET state = 'x'"))
    kept.backups.start()
    await kept.until(lambda: StorageFailure.DAMAGED in kept.failures)
    assert backups(kept.database.path) == ()
    await kept.database.run(lambda conn: settings.remember(conn, "colour", "blue"))
    assert kept.failures[-1] is StorageFailure.DAMAGED


async def test_a_doubt_about_a_whole_database_tells_nothing(kept: Kept) -> None:
    kept.backups.suspect_damage()
    await asyncio.sleep(0.5)
    assert StorageFailure.DAMAGED not in kept.failures


async def test_writes_go_on_while_a_copy_is_made(kept: Kept, tmp_path: Path) -> None:
    await kept.database.run(lambda conn: settings.remember(conn, "much", "x" * 60_000_000))
    kept.backups.save(tmp_path / "all.postdesk")
    written = 0
    while not kept.told:
        await kept.database.run(lambda conn: settings.remember(conn, "colour", "blue"))
        written += 1
    assert kept.told == [tmp_path / "all.postdesk"]
    assert written > 2  # if they waited for the copy, there would be one, and perhaps one more before its signal arrives


async def test_a_file_is_looked_at_and_what_is_wrong_with_it_told(kept: Kept, tmp_path: Path) -> None:
    kept.backups.save(tmp_path / "all.postdesk")
    await kept.until(lambda: len(kept.told) == 1)
    kept.backups.read_copy(tmp_path / "all.postdesk")
    await kept.until(lambda: len(kept.told) == 2)
    assert kept.told[1:] == [CopyContents(NOON, drafts=0, posts=1, waiting=1)]
    kept.backups.replace_by(tmp_path / "another.postdesk")
    await kept.until(lambda: len(kept.told) == 3)
    assert kept.told[2:] == [CopyProblem.MISSING]
    kept.backups.save(tmp_path / "no folder" / "all.postdesk")
    await kept.until(lambda: len(kept.told) == 4)
    assert kept.told[3:] == [StorageFailure.UNWRITABLE]
