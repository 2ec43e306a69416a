"""Proof sheets and reports: their contents, and the agreement of a report's figures with the store."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import a_draft
from tests.support.file_server import silence, status, whole
from tests.support.filled import Filled, a_post, an_entry, fill
from tests.support.local_probe import probe_file_server
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.client_report import (
    ClientReport,
    ProofSheet,
    ReportKind,
    ReportRequest,
    count_outcomes,
    planned_platforms,
    report_outcomes,
)
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import Reason, Stage, State, format_reason
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostOrigin
from postdesk.domain.remote import PlatformResult
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.storage import StorageFailure
from postdesk.engine.changes import Changes
from postdesk.engine.client_reports import ClientReports, ReportDocument, ReportMedia
from postdesk.engine.file_writer import ProgressCallback
from postdesk.engine.media_checks import MakeProbe, MediaChecks
from postdesk.engine.tasks import Tasks
from postdesk.sandbox.samples import jpeg
from postdesk.store import drafts, posts

LINKEDIN, X, INSTAGRAM = Platform.LINKEDIN, Platform.TWITTER, Platform.INSTAGRAM
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


class ReportSession:
    """Client reports beside a database that a test fills; the files are those that `write` makes of them."""

    def __init__(self, filled: Filled, tasks: Tasks, folder: Path, make_probe: MakeProbe | None = None) -> None:
        self.filled, self.folder = filled, folder
        clock = Clock()
        clock.offset = NOW - datetime.now(UTC)
        context = a_workspace_context(filled.workspace, filled.database, clock, Changes(), tasks)
        self.client_reports = ClientReports(context, MediaChecks(context, make_probe))
        self.drawn: list[Any] = []
        self.told: list[object] = []
        self.steps: list[tuple[int, int]] = []
        self.client_reports.preview_ready.connect(lambda _, paper: self.drawn.append(paper))
        for signal in (self.client_reports.saved, self.client_reports.failed):
            signal.connect(self.told.append)
        self.client_reports.stopped.connect(lambda: self.told.append("stopped"))
        self.client_reports.progressed.connect(lambda *step: self.steps.append(step))

    def put(self, *entries: Entry, text: str = "Hello", client: int = 0, **fields: Any) -> Post:
        owner = self.filled.clients[client]
        post = replace(a_post(owner, entries, text), group=f"draft of {entries[0].due_at} {text}", **fields)
        return self.filled.database.submit(lambda conn: posts.add(conn, owner.workspace_id, post, NOW)).result()

    def asked(self, kind: ReportKind, client: int = 0, **more: Any) -> ReportRequest:
        return ReportRequest(kind, self.filled.clients[client].id, *NOVEMBER, **more)

    async def paper(self, asked: ReportRequest) -> Any:
        self.drawn.clear()
        self.client_reports.draw(asked, lambda paper, _: paper)
        await until(lambda: self.drawn)
        return self.drawn[0]

    async def proof(self, **more: Any) -> ProofSheet:
        found = await self.paper(self.asked(ReportKind.PROOF, **more))
        assert isinstance(found, ProofSheet)
        return found

    async def report(self, client: int = 0) -> ClientReport:
        found = await self.paper(self.asked(ReportKind.REPORT, client))
        assert isinstance(found, ClientReport)
        return found


@pytest.fixture
async def session(tmp_path: Path, qapp: QApplication) -> AsyncIterator[ReportSession]:
    filled = fill(tmp_path / "profile")
    tasks = Tasks(lambda name, error: None)
    yield ReportSession(filled, tasks, tmp_path)
    await tasks.close()
    filled.database.close()


def on(day: int, *platforms: Platform, ms: int = 0, hour: int = 9, **fields: Any) -> Entry:
    moment = datetime(2026, 11, day, hour, tzinfo=UTC) + timedelta(milliseconds=ms)
    return an_entry(due_at=moment, platforms=platforms or (LINKEDIN,), **fields)


def out(day: int, platform: Platform, ms: int = 0, external_id: str = "", **fields: Any) -> Entry:
    result = PlatformResult(platform, "published", external_id)
    return on(day, platform, ms=ms, state=State.ACCEPTED, stage=Stage.PUBLISHED, results=(result,), **fields)


def failed(day: int, platform: Platform, ms: int = 0) -> Entry:
    result = PlatformResult(platform, "failed", detail="content_refused: too spicy")
    return on(day, platform, ms=ms, state=State.ACCEPTED, stage=Stage.FAILED, results=(result,))


async def test_a_proof_has_what_is_still_to_go_out_and_no_more(session: ReportSession) -> None:
    session.put(on(28, content="Planned"), text="Planned")
    session.put(on(27, content="Locked", state=State.ACCEPTED, stage=Stage.SCHEDULED), text="Locked")
    session.put(out(3, LINKEDIN), text="Out")
    session.put(on(29, state=State.CANCELLED), text="Cancelled")
    session.put(on(26, ms=7), text="Another client's", client=1)
    proof = await session.proof()
    assert [post.draft.text for post in proof.posts] == ["Locked", "Planned"]
    assert proof.head.client.name == "Ann"


async def test_a_proof_shows_only_the_platforms_that_are_still_to_come(session: ReportSession) -> None:
    session.put(failed(28, X), on(28, LINKEDIN, ms=1), text="Half")
    (post,) = (await session.proof()).posts
    assert planned_platforms(post) == (LINKEDIN,)


async def test_a_proof_has_drafts_with_a_time_where_they_are_asked_for(session: ReportSession) -> None:
    draft = a_draft(LINKEDIN, client_id=session.filled.clients[0].id, text="Idea", due_at=datetime(2026, 11, 28, 9, tzinfo=UTC))
    session.filled.database.submit(lambda conn: drafts.save(conn, draft)).result()
    assert not (await session.proof()).posts
    (post,) = (await session.proof(drafts=True)).posts
    assert (post.draft.text, post.state, planned_platforms(post)) == ("Idea", None, (LINKEDIN,))


async def test_a_proof_says_what_waits_for_the_clients_word(session: ReportSession) -> None:
    session.put(on(27), text="First", approval=ApprovalRecord(Approval.WAITING))
    session.put(on(28), text="Second")
    assert [post.approval for post in (await session.proof()).posts] == [Approval.WAITING, Approval.NONE]


async def test_a_report_has_the_day_of_the_clients_clock(session: ReportSession) -> None:
    """In Berlin, November begins and ends an hour earlier than in UTC."""
    for moment in ("2026-10-31T22:59", "2026-10-31T23:00", "2026-11-30T22:59", "2026-11-30T23:00"):
        due_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        session.put(replace(out(1, LINKEDIN), due_at=due_at), text=moment)
    assert [post.text for post in (await session.report()).posts] == ["2026-10-31T23:00", "2026-11-30T22:59"]


async def test_an_outcome_is_that_of_its_platform(session: ReportSession) -> None:
    session.put(out(2, X, external_id="1890"), failed(2, LINKEDIN, ms=1), text="Both")
    found = {outcome.platform: (outcome.group, outcome.address) for outcome in report_outcomes((await session.report()).posts)}
    assert found == {X: (StateGroup.PUBLISHED, "https://x.com/i/web/status/1890"), LINKEDIN: (StateGroup.FAILED, "")}


async def test_a_post_made_elsewhere_is_told_as_such(session: ReportSession) -> None:
    session.put(replace(out(4, INSTAGRAM), content=""), text="", origin=PostOrigin.ELSEWHERE)
    (outcome,) = report_outcomes((await session.report()).posts)
    assert (outcome.elsewhere, outcome.text, outcome.group) == (True, "", StateGroup.PUBLISHED)


def _all_kinds(session: ReportSession) -> None:
    """Add posts in each possible state, on one platform and on two."""
    ms = 0
    for day, platform in ((5, LINKEDIN), (6, X), (7, INSTAGRAM)):
        for state in State:
            for stage in Stage if state is State.ACCEPTED else (Stage.SCHEDULED,):
                entry = on(day, platform, ms=(ms := ms + 2), state=state, stage=stage)
                session.put(entry, text=f"{platform} {state} {stage}")
                session.put(entry_of_another(entry, ms + 1), out(day, Platform.THREADS, ms=600 + ms), text=f"with {ms}")
    replaced = on(8, state=State.CANCELLED, reason=format_reason(Reason.REPLACED))
    session.put(replaced, text="Replaced")
    session.put(out(8, X, ms=5, reason=format_reason(Reason.TIME_UNKNOWN)), text="Nobody knows when")


def entry_of_another(entry: Entry, ms: int) -> Entry:
    return replace(entry, due_at=entry.due_at.replace(microsecond=ms * 1000))


async def test_the_figures_of_a_report_are_those_of_the_store(session: ReportSession) -> None:
    """The figures are counted in SQL, from the store's notes of each post, by the days of a clock in Berlin."""
    _all_kinds(session)
    query = """
        SELECT mark.value ->> 0 AS platform, mark.value ->> 1 AS state, count(*) AS number
        FROM posts JOIN json_each(posts.marks) AS mark
        WHERE client_id = ? AND datetime(due_ms / 1000, 'unixepoch', '+1 hour') BETWEEN '2026-11-01' AND '2026-12-01'
          AND reason NOT LIKE 'time_unknown%' AND mark.value ->> 1 != 'cancelled'
        GROUP BY 1, 2
    """
    rows = session.filled.database.reader.execute(query, (session.filled.clients[0].id,)).fetchall()
    kept = Counter[tuple[str, str]]()
    for platform, state, number in rows:
        kept[platform, next(group.name for group in StateGroup if state in group.value)] += number
    found = count_outcomes(report_outcomes((await session.report()).posts))
    assert {(platform, group.name): number for (platform, group), number in found.items()} == dict(kept)
    assert len(kept) > 12


async def test_a_file_is_made_with_progress_and_put_in_place_whole(session: ReportSession) -> None:
    for day in (2, 3):
        session.put(out(day, X), text=str(day))

    def write(paper: ReportDocument, seeing: ReportMedia, step: ProgressCallback) -> Iterable[bytes]:
        for number, post in enumerate(paper.posts, 1):
            yield str(getattr(post, "text", "")).encode()
            step(number, len(paper.posts))

    target = session.folder / "report.txt"
    assert session.client_reports.save(session.asked(ReportKind.REPORT), write, target)
    await until(lambda: session.told)
    assert (session.told, target.read_bytes(), session.steps) == ([target], b"23", [(1, 2), (2, 2)])


async def test_pictures_that_were_not_seen_yet_are_looked_at_before_a_proof_is_made(session: ReportSession) -> None:
    """Also where there are more of them than are kept for the composer."""
    count, tasks = 40, Tasks(lambda name, error: None)
    async with probe_file_server() as looking:
        looked = ReportSession(session.filled, tasks, session.folder, lambda ca_file, own: looking.probe(own=own))
        urls = [looking.files.serves(f"/{number}.jpg", whole(jpeg(64, 48))) for number in range(count)]
        gone = looking.files.serves("/gone.jpg", status(404))
        for number, url in enumerate((*urls, gone)):
            looked.put(on(28, INSTAGRAM, ms=number, media_url=url), text=str(number))
        found: list[ReportMedia] = []

        def write(paper: ReportDocument, seeing: ReportMedia, step: ProgressCallback) -> Iterable[bytes]:
            found.append(seeing)
            return ()

        assert looked.client_reports.save(looked.asked(ReportKind.PROOF), write, session.folder / "proof.pdf")
        await until(lambda: looked.told)
    await tasks.close()
    pictures = [seen.picture for seen in found[0].found.values() if seen.picture]
    assert (len(pictures), looked.steps[-1]) == (count, (count + 1, count + 1))


async def test_looking_at_pictures_can_be_stopped(session: ReportSession) -> None:
    tasks = Tasks(lambda name, error: None)
    async with probe_file_server() as looking:
        looked = ReportSession(session.filled, tasks, session.folder, lambda ca_file, own: looking.probe(own=own))
        looked.put(on(28, INSTAGRAM, media_url=looking.files.serves("/slow.jpg", silence)))
        assert looked.client_reports.save(looked.asked(ReportKind.PROOF), _stepping, session.folder / "proof.pdf")
        await until(lambda: looking.files.asked)
        looked.client_reports.cancel()
        await until(lambda: looked.told)
    await tasks.close()
    assert looked.told == ["stopped"]


def _stepping(paper: ReportDocument, seeing: ReportMedia, step: ProgressCallback) -> Iterable[bytes]:
    step(1, 1)
    return (b"all of it",)


async def test_what_is_stopped_leaves_what_was_there(session: ReportSession) -> None:
    session.put(out(2, X))
    target = session.folder / "report.txt"
    target.write_text("before")

    def write(paper: ReportDocument, seeing: ReportMedia, step: ProgressCallback) -> Iterable[bytes]:
        yield b"begun"
        session.client_reports.cancel()
        step(1, 1)

    assert session.client_reports.save(session.asked(ReportKind.REPORT), write, target)
    await until(lambda: session.told)
    assert (session.told, target.read_text()) == (["stopped"], "before")
    assert [path.name for path in session.folder.iterdir() if path.is_file()] == ["report.txt"]


async def test_a_place_that_can_not_be_written_to_is_told(session: ReportSession) -> None:
    assert session.client_reports.save(
        session.asked(ReportKind.REPORT), lambda *_: (b"",), session.folder / "gone" / "report.txt"
    )
    await until(lambda: session.told)
    assert isinstance(session.told[0], StorageFailure)
