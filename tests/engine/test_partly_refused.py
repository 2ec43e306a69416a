"""A post that one platform refused early still goes out to the others: nothing may treat it as finished."""

from dataclasses import replace

import pytest
from tests.engine.test_series import NOW, Work, work
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.approval import Approval
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.posts import Post
from postdesk.engine.clients import ClientBook
from postdesk.store import approvals, clients, entries

__all__ = ["work"]


def refuse_one(work: Work, post: Post) -> None:
    first = replace(post.entries[0], state=State.REJECTED, reason="refused")
    work.run(lambda conn: entries.write(conn, first, NOW))


@pytest.fixture
async def post(work: Work) -> Post:
    work.composer.submit(Submission.of(work.draft("One")), SubmitMode.SCHEDULE)
    await until(lambda: bool(work.posts()))
    refuse_one(work, work.posts()[0])
    (post,) = work.posts()
    return post


async def test_it_is_taken_back_or_counted_where_its_series_ends(work: Work) -> None:
    begun = await work.begun()
    refuse_one(work, work.posts()[0])
    work.series.end(begun)
    back = await work.answer()
    assert back.withdrawn + back.remaining == 4


async def test_its_client_is_not_archived(work: Work, post: Post) -> None:
    book = ClientBook(a_workspace_context(work.filled.workspace, work.database, work.clock, work.changes, work.tasks))
    told: list[object] = []
    book.archive_refused.connect(lambda *what: told.extend(what))
    book.archive(post.client_id)
    await until(lambda: bool(told))
    found = clients.get(work.database.reader, post.client_id)
    assert found
    assert not found.archived


async def test_its_client_is_asked(work: Work, post: Post) -> None:
    client = replace(work.client, approval=True)
    work.run(lambda conn: clients.update(conn, client))
    work.run(lambda conn: approvals.request_for_all(conn, client.id))
    assert work.posts()[0].approval.state is Approval.WAITING
