"""The registry of clients, the settings and the health, as a workspace session uses them."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.working_session import WorkingSession

from postdesk.api.errors import (
    ApiError,
    ConnectionLost,
    KeyRejected,
    NotSent,
    NotSentReason,
    NotTheService,
    PermissionRefused,
    ServerFailure,
    UnexpectedRedirect,
)
from postdesk.domain.clients import LockIn, LockInRule, OpenWork
from postdesk.domain.clock import Clock
from postdesk.domain.drafts import Variant
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import EndUser
from postdesk.domain.settings import Appearance, Settings
from postdesk.domain.storage import StorageFailure
from postdesk.engine.changes import Changes
from postdesk.engine.clients import COLOURS
from postdesk.engine.health import Health, KeyState
from postdesk.engine.notices import NoticeKind
from postdesk.engine.settings import SettingsBook
from postdesk.engine.submission import RefusedReason
from postdesk.engine.tasks import Tasks
from postdesk.store import drafts
from postdesk.store.database import Database


def kinds(work: WorkingSession) -> list[NoticeKind]:
    return [notice.kind for notice in work.notices]


async def known_there(work: WorkingSession, external_user_id: str) -> None:
    """Add an end user of the service, connected to LinkedIn, whom this computer does not know."""
    await work.session.gateway.ask(lambda api: api.upsert_end_user(EndUser(external_user_id), cause="test"))
    await work.ask("POST", "connections", {"external_user_id": external_user_id, "platform": "linkedin"})


async def test_a_new_client_has_an_id_a_zone_and_a_colour_of_its_own(work: WorkingSession) -> None:
    added: list[int] = []
    work.session.clients.added.connect(added.append)
    work.session.clients.add("  Ünal & Söhne  ")
    work.session.clients.add("Ann", "Asia/Tokyo", "#112233", "ann@example.com")
    await work.until(lambda: len(added) == 2)
    first, second = (work.session.clients.get(number) for number in added)
    assert first
    assert second
    assert first.name == "Ünal & Söhne"
    assert first.external_user_id.isascii()
    assert first.zone
    assert first.colour in COLOURS
    assert (second.zone, second.colour, second.email) == ("Asia/Tokyo", "#112233", "ann@example.com")


async def test_a_name_that_no_request_can_carry_is_cleaned(work: WorkingSession) -> None:
    work.session.clients.add("A\x00n\ud800n")
    await work.until(lambda: bool(work.session.clients.all()))
    assert work.session.clients.all()[0].name == "Ann"


async def test_a_client_is_added_by_an_id_that_the_service_knows_with_its_accounts(work: WorkingSession) -> None:
    await known_there(work, "user 1/ä 😀")
    work.session.clients.add_by_id(" user 1/ä 😀 ")
    await work.until(lambda: NoticeKind.CLIENT_ADDED in kinds(work))
    (client,) = work.session.clients.all()
    assert client.external_user_id == "user 1/ä 😀"
    await work.until(lambda: [each.platform for each in work.session.connections.of(client.id)] == ["linkedin"])
    work.session.clients.add_by_id("user 1/ä 😀")
    await work.until(lambda: NoticeKind.CLIENT_KNOWN in kinds(work))
    assert len(work.session.clients.all()) == 1


@pytest.mark.parametrize("wrong", ["nobody", "", "..", "a\ud800b", "a\x00b"])
async def test_an_id_that_the_service_does_not_know_is_named(work: WorkingSession, wrong: str) -> None:
    work.session.clients.add_by_id(wrong)
    await work.until(lambda: bool(work.notices))
    assert kinds(work) == [NoticeKind.CLIENT_UNKNOWN]
    assert work.session.clients.all() == ()


async def test_the_registry_is_rebuilt_from_the_list_of_posts(work: WorkingSession) -> None:
    for name in ("ann", "bob", "ann"):
        await known_there(work, name)
        await work.ask("POST", "posts", {"externalUserId": name, "content": "Hi", "platforms": ["linkedin"]})
    work.session.clients.rebuild()
    await work.until(lambda: NoticeKind.CLIENTS_REBUILT in kinds(work))
    assert [client.external_user_id for client in work.session.clients.all()] == ["ann", "bob"]
    assert next(notice.detail for notice in work.notices if notice.kind is NoticeKind.CLIENTS_REBUILT) == "2"


async def test_a_rebuild_without_the_service_says_why(work: WorkingSession) -> None:
    await work.fault("key_revoked", "list_posts", count=9)
    work.session.clients.rebuild()
    await work.until(lambda: NoticeKind.ACTION_FAILED in kinds(work))
    assert work.session.health.state.key is KeyState.REJECTED


async def test_a_client_is_changed_and_each_change_counts(work: WorkingSession) -> None:
    ann = await work.client()
    lock_in = LockIn(LockInRule.MANUAL)
    for name in ("B", "C", "D"):
        work.session.clients.update(replace(ann, name=name, lock_in=lock_in))
    await work.until(lambda: work.session.clients.all()[0].name == "D")
    assert work.session.clients.all()[0].lock_in == lock_in


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "settings")
    yield opened
    opened.close()


def never(name: str, error: Exception) -> None:
    pytest.fail(f"{name}: {error!r}")


async def test_settings_count_at_once_and_are_kept(database: Database) -> None:
    heard, tasks = list[int](), Tasks(never)
    book = SettingsBook(database, tasks)
    book.changed.connect(lambda: heard.append(1))
    for seconds in (5, 20):
        book.change(Settings(Appearance.DARK, timedelta(seconds=seconds)))
    assert book.current.undo_delay == timedelta(seconds=20)
    await until_idle(tasks)
    assert heard
    assert SettingsBook(database, tasks).current == book.current


@pytest.mark.logs("SQLITE_ERROR")
async def test_settings_that_cannot_be_kept_come_back_and_say_so(tmp_path: Path) -> None:
    database = Database(tmp_path)
    failures, tasks = list[int](), Tasks(never)
    book = SettingsBook(database, tasks)
    book.failed.connect(lambda: failures.append(1))
    await database.run(lambda conn: conn.execute("DROP TABLE settings"))
    book.change(Settings(bundle_platforms=True))
    await until_idle(tasks)
    assert failures == [1]
    assert book.current == Settings()
    database.close()


async def until_idle(tasks: Tasks) -> None:
    async with asyncio.timeout(5):
        while tasks.running("settings"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Doctor:
    def __init__(self) -> None:
        self.clock, self.changes = Clock(), Changes()
        self.health = Health(self.clock, self.changes)
        self.heard = 0
        self.changes.health.connect(self._hear)

    def _hear(self) -> None:
        self.heard += 1


@pytest.mark.parametrize(
    ("error", "online", "key", "not_the_service"),
    [
        (NotSent(NotSentReason.DNS), False, KeyState.OK, False),
        (NotSent(NotSentReason.NOT_MARKED), True, KeyState.OK, False),
        (ConnectionLost(), True, KeyState.OK, False),
        (KeyRejected(status=401), True, KeyState.REJECTED, False),
        (PermissionRefused(status=403), True, KeyState.OK, False),
        (ServerFailure(status=500), True, KeyState.OK, False),
        (NotTheService(status=200), True, KeyState.OK, True),
        (UnexpectedRedirect(status=302), True, KeyState.OK, True),
    ],
)
def test_what_an_error_says_of_the_service(error: ApiError, online: bool, key: KeyState, not_the_service: bool) -> None:
    doctor = Doctor()
    doctor.health.note_error(error)
    state = doctor.health.state
    assert (state.online, state.key, state.not_the_service) == (online, key, not_the_service)
    doctor.health.note_success()
    state = doctor.health.state
    assert (state.online, state.key, state.not_the_service) == (True, KeyState.OK, False)
    assert state.checked_at


def test_a_key_that_was_refused_for_a_post_works_again_once_one_is_taken() -> None:
    doctor = Doctor()
    doctor.health.note_error(KeyRejected(status=403))
    doctor.health.note_post_refused()
    doctor.health.note_success()
    assert not doctor.health.key_works
    doctor.health.note_post_taken()
    assert doctor.health.key_works


def test_health_is_broadcast_only_where_it_changed() -> None:
    doctor = Doctor()
    for _ in range(5):
        doctor.health.note_success()
    assert doctor.heard == 0
    for _ in range(5):
        doctor.health.note_error(NotSent(NotSentReason.REFUSED))
    assert doctor.heard == 1


def test_a_key_kept_for_the_session_stays_so_until_it_is_refused() -> None:
    doctor = Doctor()
    doctor.health.note_key(KeyState.SESSION_ONLY)
    doctor.health.note_success()
    seen = [doctor.health.state.key]
    doctor.health.note_error(KeyRejected(status=401))
    seen.append(doctor.health.state.key)
    assert seen == [KeyState.SESSION_ONLY, KeyState.REJECTED]


@pytest.mark.parametrize(
    ("minutes", "shown", "stops"), [(1, False, False), (-3, True, False), (9, True, False), (-11, True, True), (60, True, True)]
)
def test_a_clock_that_differs_is_shown_and_then_stops_locking_in(minutes: int, shown: bool, stops: bool) -> None:
    doctor = Doctor()
    doctor.health.note_server_date(doctor.clock.now() + timedelta(minutes=minutes))
    state = doctor.health.state
    assert (state.clock_differs, state.clock_stops_lock_in) == (shown, stops)
    assert abs(state.clock_off - timedelta(minutes=minutes)) < timedelta(seconds=1)


def test_a_storage_problem_is_known_until_it_is_over() -> None:
    doctor = Doctor()
    doctor.health.note_storage_problem(StorageFailure.FULL)
    assert doctor.health.state.storage_problem == StorageFailure.FULL
    doctor.health.note_storage_problem(None)
    assert doctor.heard == 2


async def test_in_another_zone_drafts_stay_at_their_time_of_day_and_changes_of_a_post_at_its_moment(work: WorkingSession) -> None:
    ann = await work.client(zone="Europe/Berlin")
    own = Variant(Platform.LINKEDIN, due_at=datetime(2027, 7, 5, 7, 0, tzinfo=UTC))
    draft = replace(work.draft(ann), due_at=datetime(2027, 1, 5, 8, 0, tzinfo=UTC), variants=(own,))
    change = replace(draft, id="change", replaces_post=1)
    for each in (draft, change):
        work.session.composer.save(each)
    await work.until(lambda: len(work.session.composer.drafts(ann.id)) == 2)
    work.session.clients.update(replace(ann, zone="America/New_York"))
    await work.until(lambda: work.session.clients.get(ann.id) != ann)
    kept = {each.id: (each.due_at, each.due_for(Platform.LINKEDIN)) for each in work.session.composer.drafts(ann.id)}
    moved = datetime(2027, 1, 5, 14, 0, tzinfo=UTC), datetime(2027, 7, 5, 13, 0, tzinfo=UTC)
    assert kept == {draft.id: moved, "change": (draft.due_at, own.due_at)}


async def archived(work: WorkingSession, client_id: int) -> bool:
    """Archive the client; return the result."""
    refused: list[int] = []
    work.session.clients.archive_refused.connect(refused.append)

    def put_away() -> bool:
        client = work.session.clients.get(client_id)
        return client is not None and client.archived

    work.session.clients.archive(client_id)
    await work.until(lambda: bool(refused) or put_away())
    return put_away()


async def test_an_archived_client_is_left_out_and_comes_back_as_it_was(work: WorkingSession) -> None:
    ann, ben = await work.client("ann"), await work.client("ben")
    await work.database.run(lambda conn: drafts.save(conn, replace(work.draft(ann), updated_at=work.session.clock.now())))
    assert await archived(work, ann.id)
    assert [each.id for each in work.session.clients.all()] == [ben.id]
    assert [each.id for each in work.session.clients.all_with_archived()] == [ann.id, ben.id]
    assert work.session.composer.drafts() == ()
    assert len(work.session.composer.drafts(ann.id)) == 1
    work.session.clients.unarchive(ann.id)
    await work.until(lambda: len(work.session.clients.all()) == 2)
    assert work.session.clients.get(ann.id) == ann
    assert len(work.session.composer.drafts()) == 1


async def test_a_form_that_was_filled_before_brings_no_client_back(work: WorkingSession) -> None:
    before = await work.client("Ann")
    work.session.clients.archive(before.id)
    await work.until(lambda: not work.session.clients.all())
    work.session.clients.update(replace(before, name="Anna"))
    await work.until(lambda: [each.name for each in work.session.clients.all_with_archived()] == ["Anna"])
    assert work.session.clients.all() == ()


@pytest.mark.parametrize(
    ("lock_in", "expected"),
    [(LockInRule.MANUAL, OpenWork(to_go=1)), (LockInRule.IMMEDIATE, OpenWork(locked=1))],
    ids=["to go", "locked"],
)
async def test_a_client_of_whom_something_still_goes_out_is_not_archived(
    work: WorkingSession, lock_in: LockInRule, expected: OpenWork
) -> None:
    ann = await work.client("ann", lock_in=LockIn(lock_in))
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, due_in=timedelta(hours=2)), SubmitMode.SCHEDULE)
    await work.until(lambda: work.session.clients.unfinished(ann.id) == expected)
    assert not await archived(work, ann.id)
    if expected.to_go:
        work.session.post_commands.cancel(post.id)
        await work.until(lambda: work.session.clients.unfinished(ann.id).is_empty)
        assert await archived(work, ann.id)


async def test_nothing_goes_out_for_an_archived_client(work: WorkingSession) -> None:
    ann = await work.client("ann")
    await work.connected(ann, Platform.LINKEDIN)
    assert await archived(work, ann.id)
    work.session.composer.submit(Submission.of(work.draft(ann)), SubmitMode.PUBLISH_NOW)
    await work.until(lambda: bool(work.refused))
    assert work.refused[0].reason == RefusedReason.ARCHIVED


async def test_a_new_draft_begins_with_the_platforms_of_the_client(work: WorkingSession) -> None:
    ann = await work.client("ann")
    await work.connected(ann, Platform.LINKEDIN)
    await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    assert work.session.composer.factory.new_draft(ann.id).platforms == (Platform.LINKEDIN,)
    chosen = (Platform.REDDIT, Platform.THREADS)
    work.session.clients.update(replace(ann, platforms=chosen))
    await work.until(lambda: work.session.composer.factory.new_draft(ann.id).platforms == chosen)
