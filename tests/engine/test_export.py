"""Posts exported to files: the selection, whole files or none, and harmless content for any text."""

import json
import os
import re
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from icalendar import Calendar, Event
from PySide6.QtWidgets import QApplication
from tests.support.factories import a_client, a_draft, any_draft
from tests.support.filled import Filled, a_post, an_entry, fill
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain import export_json
from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.clients import Client
from postdesk.domain.clock import Clock
from postdesk.domain.csv_files import parse_csv
from postdesk.domain.delivery import Reason, Stage, State, format_reason
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.export_items import ExportFormat, ExportItem, ExportOptions, ExportReport, ExportSelection, item_from_draft
from postdesk.domain.import_columns import file_rows, recognise_columns
from postdesk.domain.links import published_url
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.domain.remote import PlatformResult
from postdesk.domain.sheet import SheetRow, storable_cell
from postdesk.domain.storage import StorageFailure
from postdesk.engine.atomic_file import atomic_write
from postdesk.engine.calendar_file import EventText, ical_chunks
from postdesk.engine.changes import Changes
from postdesk.engine.export import Exports
from postdesk.engine.tasks import Tasks
from postdesk.store import approvals, clients, drafts, posts
from postdesk.store.sqlite import StorageError

X, LINKEDIN, YOUTUBE = Platform.TWITTER, Platform.LINKEDIN, Platform.YOUTUBE
MADE = datetime(2026, 11, 25, 10, tzinfo=UTC)
ALL = frozenset(PostState) - {PostState.CANCELLED}
DECEMBER = ExportSelection(None, date(2026, 12, 1), date(2026, 12, 31), ALL, drafts=True)
CSV, JSON, ICS = ExportOptions(ExportFormat.CSV), ExportOptions(ExportFormat.JSON), ExportOptions(ExportFormat.CALENDAR)
HOSTILE = "=cmd|'/c calc'!A0\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine\x07\u2028BEGIN:VALARM\rX;,\\n\"]}\0"


def told(post: ExportItem) -> EventText:
    return EventText(f"{post.client.name}: {post.draft.text}", f"{post.draft.text}\n{post.state}")


class ExportRun:
    """The exports of a workspace session beside a database that a test fills."""

    def __init__(self, filled: Filled, tasks: Tasks, folder: Path) -> None:
        self.filled, self.folder, self.tasks = filled, folder, tasks
        clock = Clock()
        clock.offset = MADE - datetime.now(UTC)
        self.exports = Exports(a_workspace_context(filled.workspace, filled.database, clock, Changes(), tasks))
        self.told: list[object] = []
        self.steps: list[tuple[int, int]] = []
        self.counted: list[int] = []
        for signal in (self.exports.saved, self.exports.failed):
            signal.connect(self.told.append)
        self.exports.stopped.connect(lambda: self.told.append("stopped"))
        self.exports.progressed.connect(lambda *step: self.steps.append(step))
        self.exports.counted.connect(lambda _, found: self.counted.append(found))

    def post(self, moment: datetime, text: str = "Hello", client: Client | None = None, **fields: Any) -> Post:
        """Add a post that was made from a draft of its own."""
        owner = client or self.filled.clients[0]
        post = replace(a_post(owner, [an_entry(due_at=moment, content=text, **fields)], text), group=f"draft at {moment}")
        return self.filled.database.submit(lambda conn: posts.add(conn, owner.workspace_id, post, MADE)).result()

    def keep(self, draft: Draft) -> None:
        self.filled.database.submit(lambda conn: drafts.save(conn, draft)).result()

    async def save(self, wanted: ExportSelection, shape: ExportOptions, name: str = "posts") -> Path:
        target = self.folder / name
        assert self.exports.save(wanted, shape, target, told)
        await until(lambda: self.told, said=lambda: self.steps)
        return target

    async def report(self, wanted: ExportSelection, shape: ExportOptions = CSV) -> ExportReport:
        await self.save(wanted, shape)
        report = self.told.pop()
        assert isinstance(report, ExportReport)
        return report

    async def rows(self, wanted: ExportSelection) -> list[SheetRow]:
        target = await self.save(wanted, CSV)
        assert isinstance(self.told.pop(), ExportReport)
        return rows_of(target.read_bytes())

    async def events(self, wanted: ExportSelection) -> list[Event]:
        target = await self.save(wanted, ICS)
        assert isinstance(self.told.pop(), ExportReport)
        return events_of(target.read_bytes())


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[ExportRun]:
    filled = fill(tmp_path / "profile")
    tasks = Tasks(lambda name, error: None)
    (tmp_path / "out").mkdir()
    yield ExportRun(filled, tasks, tmp_path / "out")
    await tasks.close()
    filled.database.close()


def rows_of(kept: bytes) -> list[SheetRow]:
    """Read the file as an import does; without posts the result is empty."""
    if kept.count(b"\n") == 1:
        return []
    file = parse_csv("posts.csv", kept)
    return [found.row for found in file_rows(file, recognise_columns(file.header))]


def events_of(kept: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(kept).walk("VEVENT") if isinstance(event, Event)]


def at(day: int, hour: int = 9, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def test_a_month_of_all_clients_comes_by_time_in_each_ones_own_zone(work: ExportRun) -> None:
    ann, bob = work.filled.clients
    work.post(at(3), "Third", bob)
    work.post(at(1), "First", ann)
    work.post(at(2), "Second", ann)
    rows = await work.rows(DECEMBER)
    assert [(row.client, row.date, row.time, row.zone, row.text) for row in rows] == [
        ("Ann", "2026-12-01", "10:00", "Europe/Berlin", "First"),
        ("Ann", "2026-12-02", "10:00", "Europe/Berlin", "Second"),
        ("Bob", "2026-12-03", "10:00", "Europe/Berlin", "Third"),
    ]


async def test_a_day_is_the_clients_day(work: ExportRun) -> None:
    """In Berlin, December begins and ends an hour earlier."""
    for moment in (at(30, 22, 59, month=11), at(30, 23, 0, month=11), at(31, 22, 59), at(31, 23, 0)):
        work.post(moment, f"{moment:%d %H:%M}")
    assert [row.text for row in await work.rows(DECEMBER)] == ["30 23:00", "31 22:59"]


async def test_only_what_is_chosen_is_in_the_file(work: ExportRun) -> None:
    ann, bob = work.filled.clients
    work.post(at(1), "planned")
    work.post(at(2), "locked", state=State.ACCEPTED, stage=Stage.SCHEDULED)
    work.post(at(3), "cancelled", state=State.CANCELLED)
    work.post(at(4), "Bob's", bob)
    work.keep(a_draft(id="one", client_id=ann.id, text="dated", due_at=at(5)))
    work.keep(a_draft(id="two", client_id=ann.id, text="undated", due_at=None))
    work.keep(a_draft(id="three", client_id=ann.id, text="template", due_at=at(5), template="Monthly"))
    mine = replace(DECEMBER, client_id=ann.id)
    chosen = {
        "planned locked dated": mine,
        "planned": replace(mine, states=frozenset({PostState.SCHEDULED, PostState.NEEDS_THIS_COMPUTER}), drafts=False),
        "cancelled": replace(mine, states=frozenset({PostState.CANCELLED}), drafts=False),
        "planned locked Bob's": replace(DECEMBER, drafts=False),
        "dated undated": replace(mine, states=frozenset(), undated=True),
    }
    for texts, wanted in chosen.items():
        assert " ".join(row.text for row in await work.rows(wanted)) == texts


async def test_what_is_archived_is_exported_where_it_is_named(work: ExportRun) -> None:
    ann, bob = work.filled.clients
    work.post(at(1), "Ann's", ann)
    work.post(at(2), "Bob's", bob)
    archived = replace(bob, archived=True)
    work.filled.database.submit(lambda conn: clients.update(conn, archived)).result()
    assert [row.text for row in await work.rows(DECEMBER)] == ["Ann's"]
    assert [row.text for row in await work.rows(replace(DECEMBER, client_id=bob.id))] == ["Bob's"]


async def test_what_waits_for_the_client_says_so(work: ExportRun) -> None:
    post = work.post(at(1))
    waits = ApprovalRecord(Approval.WAITING)
    work.filled.database.submit(lambda conn: approvals.save(conn, post.id, waits)).result()
    (event,) = await work.events(DECEMBER)
    target = await work.save(DECEMBER, JSON)
    (said,) = json.loads(target.read_bytes())["posts"]
    assert (str(event["status"]), said["approval"]) == ("TENTATIVE", "waiting")


async def test_what_is_counted_is_what_is_written(work: ExportRun) -> None:
    work.post(at(1))
    work.keep(a_draft(id="one", client_id=work.filled.clients[0].id, due_at=at(5)))
    for wanted in (replace(DECEMBER, drafts=False), DECEMBER):
        work.exports.count(wanted)
    await until(lambda: work.counted)
    assert work.counted == [2]
    report = await work.report(DECEMBER)
    assert (report.posts, report.drafts, report.cleaned) == (1, 1, 0)


async def test_a_post_that_is_being_changed_is_there_once(work: ExportRun) -> None:
    post = work.post(at(1), "as it stands")
    owner = work.filled.clients[0]
    work.keep(a_draft(id="change", client_id=owner.id, text="as it will be", due_at=at(1), replaces_post=post.id))
    assert [row.text for row in await work.rows(DECEMBER)] == ["as it stands"]


async def test_a_post_without_a_time_of_the_services_is_left_out(work: ExportRun) -> None:
    told_late = an_entry(due_at=at(1), state=State.ACCEPTED, reason=format_reason(Reason.TIME_UNKNOWN))
    work.filled.add(told_late, origin=PostOrigin.ELSEWHERE)
    assert await work.rows(DECEMBER) == []


async def test_a_draft_with_several_times_has_a_row_for_each(work: ExportRun) -> None:
    own = Variant(X, "Shorter", due_at=at(6))
    work.keep(a_draft(LINKEDIN, X, client_id=work.filled.clients[0].id, due_at=at(5), variants=(own,)))
    rows = await work.rows(DECEMBER)
    assert [(row.date, row.platforms, row.own) for row in rows] == [
        ("2026-12-05", ("LinkedIn",), ()),
        ("2026-12-06", ("X",), (Variant(X, "Shorter"),)),
    ]
    events = await work.events(DECEMBER)
    assert len({str(event["uid"]) for event in events}) == 2


async def test_a_second_calendar_file_changes_the_events_of_the_first(work: ExportRun) -> None:
    """Split off, moved, edited, and on the way from a draft to a post: each keeps its event."""
    owner, conn = work.filled.clients[0], work.filled.database
    work.keep(a_draft(LINKEDIN, client_id=owner.id, id="group", due_at=at(5)))
    (as_draft,) = await work.events(DECEMBER)
    conn.submit(lambda conn: drafts.delete(conn, "group")).result()
    both = [an_entry(due_at=at(5), platforms=(each,)) for each in (LINKEDIN, X)]
    both[1] = replace(both[1], due_at=at(5) + timedelta(milliseconds=1))
    post = work.filled.add(*both)
    (as_post,) = await work.events(DECEMBER)
    conn.submit(lambda conn: posts.split_off(conn, post.entries[1:], MADE)).result()
    apart = {str(event["uid"]) for event in await work.events(DECEMBER)}
    changed = a_post(owner, [an_entry(due_at=at(9), platforms=(LINKEDIN,))], "Changed")
    gone = format_reason(Reason.REPLACED)
    conn.submit(
        lambda conn: conn.execute("UPDATE entries SET state = 'cancelled', reason = ? WHERE id = ?", (gone, post.entries[0].id))
    ).result()
    conn.submit(lambda conn: posts.refresh(conn, post.id, MADE)).result()
    anew = replace(changed, group="another", family="group")
    conn.submit(lambda conn: posts.add(conn, owner.workspace_id, anew, MADE)).result()
    after = await work.events(replace(DECEMBER, states=frozenset(PostState)))
    assert as_draft["uid"] == as_post["uid"]
    assert str(as_post["uid"]) in apart
    assert len(apart) == 2
    assert {str(event["uid"]) for event in after} == apart
    assert {str(event["status"]) for event in after} == {"CONFIRMED"}


async def test_an_event_says_when_what_and_how_sure(work: ExportRun) -> None:
    work.post(at(1), "Sure")
    work.post(at(2), "Deleted", state=State.CANCELLED)
    work.keep(a_draft(client_id=work.filled.clients[0].id, text="Maybe", due_at=at(3), labels=("Advent, early",)))
    events = await work.events(replace(DECEMBER, states=frozenset(PostState)))
    assert [(str(event["summary"]), event.start, str(event["status"])) for event in events] == [
        ("Ann: Sure", at(1), "CONFIRMED"),
        ("Ann: Deleted", at(2), "CANCELLED"),
        ("Ann: Maybe", at(3), "TENTATIVE"),
    ]
    assert events[2].categories == ["Advent, early"]
    assert all(event["transp"] == "TRANSPARENT" and event.stamp and event.LAST_MODIFIED for event in events)
    assert not any(event.alarms.times for event in events)


async def test_a_reminder_is_there_where_it_was_asked_for(work: ExportRun) -> None:
    work.post(at(1))
    target = await work.save(DECEMBER, replace(ICS, remind=timedelta(minutes=30)))
    (event,) = events_of(target.read_bytes())
    assert [alarm.trigger for alarm in event.alarms.times] == [at(1, 8, 30)]


async def test_json_says_what_its_document_promises(work: ExportRun) -> None:
    owner = work.filled.clients[0]
    work.keep(a_draft(LINKEDIN, X, client_id=owner.id, due_at=at(5), variants=(Variant(X, "Short"),), labels=("Advent",)))
    work.keep(a_draft(client_id=owner.id, id="someday", due_at=None))
    target = await work.save(replace(DECEMBER, undated=True), JSON)
    document = json.loads(target.read_bytes().decode())
    dated, undated = document["posts"]
    assert (document["format"], document["version"]) == ("postdesk-posts", export_json.VERSION)
    assert (dated["due"], dated["date"], dated["time"]) == ("2026-12-05T09:00:00.000Z", "2026-12-05", "10:00")
    assert [(on["platform"], on["text"], on["own"]) for on in dated["platforms"]] == [
        ("linkedin", "Hello", []),
        ("twitter", "Short", ["text"]),
    ]
    assert (undated["due"], undated["date"], undated["state"]) == (None, None, "draft")
    documented = Path(__file__).parents[2].joinpath("docs/export.md").read_text("utf-8")
    keys = {*document, *dated, *dated["platforms"][0]}
    assert keys == set(re.findall(r"^\| `(\w+)` \|", documented, re.MULTILINE))


async def test_json_says_where_a_post_is_up(work: ExportRun) -> None:
    up = PlatformResult("linkedin", "published", "urn:li:share:7"), PlatformResult("twitter", "failed", "")
    fields: dict[str, Any] = {"state": State.ACCEPTED, "stage": Stage.PARTIAL, "results": up, "platforms": (LINKEDIN, X)}
    work.post(at(1), **fields)
    target = await work.save(DECEMBER, JSON)
    (post,) = json.loads(target.read_bytes())["posts"]
    assert [(on["state"], on["address"]) for on in post["platforms"]] == [
        ("published", published_url("linkedin", "urn:li:share:7")),
        ("failed", None),
    ]


async def test_no_posts_make_a_whole_file(work: ExportRun) -> None:
    assert await work.rows(DECEMBER) == []
    assert await work.events(DECEMBER) == []
    target = await work.save(DECEMBER, JSON)
    assert json.loads(target.read_bytes().decode())["posts"] == []


@pytest.mark.parametrize("text", [HOSTILE, "x" * 100_000, "😀" * 25_000])
async def test_a_hostile_text_stays_a_text(work: ExportRun, text: str) -> None:
    work.post(at(1), text)
    work.post(at(2), "next")
    clean = text.replace("\0", "\ufffd")
    assert [row.text for row in await work.rows(DECEMBER)] == [clean, "next"]
    events = await work.events(DECEMBER)
    assert [event.start for event in events] == [at(1), at(2)]
    assert not any(event.alarms.times for event in events)
    target = await work.save(DECEMBER, JSON)
    assert [post["text"] for post in json.loads(target.read_bytes().decode())["posts"]] == [clean, "next"]
    report = work.told.pop()
    assert isinstance(report, ExportReport)
    assert report.cleaned == ("\0" in text)


async def test_a_spreadsheet_of_the_continent_gets_semicolons(work: ExportRun) -> None:
    work.post(at(1), "a;b")
    target = await work.save(DECEMBER, replace(CSV, delimiter=";"))
    kept = target.read_bytes()
    assert kept.startswith(b"\xef\xbb\xbfClient;Date;")
    assert b'"a;b"' in kept


async def test_a_cancelled_export_leaves_what_was_there(work: ExportRun) -> None:
    for minute in range(60):
        work.post(at(1, 9, minute))
    target = work.folder / "posts"
    target.write_text("before")
    work.exports.save(DECEMBER, JSON, target, told)
    work.exports.cancel()
    await until(lambda: work.told)
    assert work.told == ["stopped"]
    assert target.read_text() == "before"
    assert list(work.folder.iterdir()) == [target]


async def test_quitting_leaves_nothing_beside_what_was_there(work: ExportRun) -> None:
    for minute in range(60):
        work.post(at(1, 9, minute))
    target = work.folder / "posts"
    target.write_text("before")
    work.exports.save(DECEMBER, JSON, target, told)
    await until(lambda: len(list(work.folder.iterdir())) == 2 or work.told)
    await work.tasks.close()
    assert list(work.folder.iterdir()) == [target]
    assert work.told == [] or target.read_text() != "before"


async def test_a_long_export_tells_how_far_it_is(work: ExportRun) -> None:
    for minute in range(60):
        work.post(at(1, 9, minute))
    await work.report(DECEMBER)
    assert work.steps == [(50, 60)]


async def test_a_place_that_can_not_be_written_is_told(work: ExportRun) -> None:
    await work.save(DECEMBER, CSV, "missing/posts.csv")
    assert work.told == [StorageFailure.UNWRITABLE]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "posts"
    target.write_text("before")
    with pytest.raises(StorageError) as problem, atomic_write(target) as file:
        _fill_the_disk(file)
    assert problem.value.failure is StorageFailure.FULL
    assert (target.read_text(), list(tmp_path.iterdir())) == ("before", [target])


def _fill_the_disk(file: BinaryIO) -> None:
    file.write(b"half")
    with Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write everything, so the permission check is patched to refuse."""
    target = tmp_path / "posts"
    target.write_text("before")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(StorageError) as problem, atomic_write(target) as file:
        file.write(b"after")
    assert (problem.value.failure, target.read_text()) == (StorageFailure.UNWRITABLE, "before")


def test_who_may_read_the_file_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "posts"
    target.touch(mode=0o600)
    with atomic_write(target) as file:
        file.write(b"after")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_leads_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    with atomic_write(tmp_path / "link") as file:
        file.write(b"after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


@settings(max_examples=25)
@given(any_draft())
def test_any_draft_makes_one_event_and_one_object(draft: Draft) -> None:
    exported = item_from_draft(draft, a_client(name="Ann"), (draft,))
    (event,) = events_of(b"".join(ical_chunks([exported], told, MADE, None)))
    assert (event.start, event["uid"]) == (draft.due_at, exported.uid)
    (post,) = json.loads("".join(export_json.export_lines([exported], MADE)))["posts"]
    assert post["text"] == storable_cell(draft.text)
