"""The lock-in of many posts: all of them, some that can't be locked in, and an end in between."""

from datetime import timedelta

from tests.support.working_session import MANUAL, WorkingSession

from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.engine.recall import cancel_unsent

PATIENCE = 20.0


async def a_week(work: WorkingSession, name: str, count: int, *platforms: Platform) -> list[Post]:
    client = await work.client(name, lock_in=MANUAL)
    await work.connected(client, *platforms)
    days = (timedelta(days=1 + number % 7, minutes=number) for number in range(count))
    return [
        await work.submit(work.draft(client, f"{name} {number}", *platforms, due_in=due_in), SubmitMode.SCHEDULE)
        for number, due_in in enumerate(days)
    ]


def chosen(posts: list[Post]) -> dict[int, list[int]]:
    return {post.id: [entry.id for entry in post.entries] for post in posts}


async def test_the_posts_of_several_clients_are_locked_in_each_once(work: WorkingSession) -> None:
    posts = await a_week(work, "Ann", 5, Platform.LINKEDIN) + await a_week(work, "Bea", 4, Platform.THREADS)
    ends: list[bool] = []
    work.session.lock_in_run.ended.connect(lambda: ends.append(work.session.lock_in_run.running))
    assert work.session.lock_in_run.begin(chosen(posts))
    assert not work.session.lock_in_run.begin(chosen(posts))
    await work.until(lambda: ends == [False], PATIENCE)
    assert set(work.session.lock_in_run.progress.locked) == {post.id for post in posts}
    assert {entry.state for post in posts for entry in work.post(post.id).entries} == {State.ACCEPTED}
    ledger = await work.ledger()
    assert sorted(each["content"] for each in ledger) == sorted(post.text for post in posts)


async def test_what_is_held_on_the_way_is_told_apart(work: WorkingSession) -> None:
    posts = await a_week(work, "Ann", 2, Platform.LINKEDIN)
    (held,) = await a_week(work, "Bea", 1, Platform.LINKEDIN)
    await work.ask("POST", "connections", {"external_user_id": "bea", "platform": "linkedin", "status": "expired"})
    assert work.session.lock_in_run.begin(chosen([*posts, held]))
    await work.until(lambda: not work.session.lock_in_run.running, PATIENCE)
    progress = work.session.lock_in_run.progress
    assert (set(progress.locked), progress.not_locked) == ({post.id for post in posts}, (held.id,))
    assert work.entry(held).hold is Hold.NOT_CONNECTED


async def test_stopping_leaves_the_rest_as_it_was(work: WorkingSession) -> None:
    posts = await a_week(work, "Ann", 12, Platform.LINKEDIN)
    locking = work.session.lock_in_run
    locking.progressed.connect(locking.stop)
    assert locking.begin(chosen(posts))
    await work.until(lambda: not locking.running, PATIENCE)
    states = [work.entry(post).state for post in posts]
    assert 0 < states.count(State.ACCEPTED) < len(posts)
    assert states.count(State.ACCEPTED) + states.count(State.PLANNED) == len(posts)
    assert locking.progress.finished == states.count(State.ACCEPTED)
    assert all(work.entry(post).hold is None for post in posts)


async def test_only_what_is_due_in_time_is_found_the_next_first(work: WorkingSession) -> None:
    posts = await a_week(work, "Ann", 9, Platform.LINKEDIN)
    found: list[tuple[Post, ...]] = []
    work.session.lock_in_run.found.connect(found.append)
    work.session.lock_in_run.find_lockable(work.session.clock.now() + timedelta(days=2, hours=1))
    await work.until(lambda: bool(found))
    expected = sorted(posts, key=lambda each: each.due_at)[:4]
    assert [post.id for post in found[0]] == [post.id for post in expected]


async def test_of_two_looks_at_once_the_last_is_answered(work: WorkingSession) -> None:
    posts = await a_week(work, "Ann", 9, Platform.LINKEDIN)
    found: list[tuple[Post, ...]] = []
    work.session.lock_in_run.found.connect(found.append)
    for days in (2, 60):
        work.session.lock_in_run.find_lockable(work.session.clock.now() + timedelta(days=days, hours=1))
    await work.until(lambda: bool(found))
    assert [len(each) for each in found] == [len(posts)]


async def test_what_was_deleted_meanwhile_is_not_told_as_locked_in(work: WorkingSession) -> None:
    kept, deleted = await a_week(work, "Ann", 2, Platform.LINKEDIN)
    await work.database.run(lambda conn: cancel_unsent(conn, deleted, work.session.clock.now()))
    assert work.session.lock_in_run.begin(chosen([kept, deleted]))
    await work.until(lambda: not work.session.lock_in_run.running, PATIENCE)
    progress = work.session.lock_in_run.progress
    assert (progress.locked, progress.not_locked) == ((kept.id,), (deleted.id,))
