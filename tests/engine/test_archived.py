"""An archived client: its missed posts are neither planned again nor sent until the client is restored."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.filled import Filled, an_entry, fill
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.bulk import BulkSelection, SkipReason
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import State
from postdesk.domain.posts import Post
from postdesk.engine.bulk_moves import BulkContext, move, undo_move
from postdesk.engine.changes import Changes
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.post_commands import PostCommands
from postdesk.engine.reschedule import move_time
from postdesk.engine.tasks import Tasks
from postdesk.store import clients, posts

DAY = timedelta(days=1)


@dataclass
class Work:
    """One missed post of a client."""

    filled: Filled
    post_commands: PostCommands
    post: Post
    notices: list[Notice] = field(default_factory=list)

    def archive(self, *, archived: bool = True) -> None:
        client = replace(self.filled.clients[0], archived=archived)
        self.filled.database.submit(lambda conn: clients.update(conn, client)).result()

    def state(self) -> State:
        found = posts.get(self.filled.database.reader, self.post.id)
        assert found
        return found.entries[0].state


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[Work]:
    filled, failures = fill(tmp_path), list[str]()
    tasks, changes = Tasks(lambda name, error: failures.append(f"{name}: {error}")), Changes()
    missed = filled.add(an_entry(state=State.MISSED, due_at=datetime.now(UTC) - DAY))
    made = Work(filled, PostCommands(a_workspace_context(filled.workspace, filled.database, Clock(), changes, tasks)), missed)
    changes.notice.connect(made.notices.append)
    yield made
    await tasks.close()
    filled.database.close()
    assert not failures


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda work: work.post_commands.move(work.post.id, datetime.now(UTC) + DAY), id="moved"),
        pytest.param(lambda work: work.post_commands.publish_now(work.post.id), id="published"),
    ],
)
async def test_what_was_missed_goes_out_once_the_client_is_back(work: Work, act: Callable[[Work], None]) -> None:
    work.archive()
    act(work)
    await until(lambda: work.notices)
    assert work.notices == [Notice(NoticeKind.CLIENT_ARCHIVED, detail=work.filled.clients[0].name)]
    assert work.state() is State.MISSED
    work.archive(archived=False)
    act(work)
    await until(lambda: work.state() is not State.MISSED)


async def test_it_is_left_out_where_several_are_moved(work: Work) -> None:
    work.archive()
    times = BulkContext(work.filled.workspace.id, datetime.now(UTC), ZoneInfo("UTC"))
    picks = BulkSelection(posts=(work.post.id,))
    moved = work.filled.database.submit(lambda conn: move(conn, picks, 3 * DAY, times)).result()
    assert (moved.done.count, moved.done.skip_reasons) == (0, (SkipReason.ARCHIVED,))
    assert work.state() is State.MISSED


async def test_it_is_left_where_it_is_when_a_move_is_undone(work: Work) -> None:
    times = BulkContext(work.filled.workspace.id, datetime.now(UTC), ZoneInfo("UTC"))
    first, picks = times.now + 2 * DAY, BulkSelection(posts=(work.post.id,))
    submit = work.filled.database.submit
    submit(lambda conn: move_time(conn, times.workspace_id, work.post.id, first, times.now)).result()
    moved = submit(lambda conn: move(conn, picks, DAY, times)).result()
    work.archive()
    back = submit(lambda conn: undo_move(conn, moved, times)).result()
    assert (back.count, back.skip_reasons) == (0, (SkipReason.ARCHIVED,))
