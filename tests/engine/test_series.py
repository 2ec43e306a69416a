"""Repeating posts: made ahead through the composer, each once, and removed again where nobody edited them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtWidgets import QApplication
from tests.conftest import ROOT
from tests.support.filled import Filled, fill
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.clock import Clock
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft, DraftField, Variant
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.domain.recall import recallable_entries
from postdesk.domain.remote import RemoteConnection
from postdesk.domain.series import Frequency, OccurrenceOutcome, RecurrenceRule, Series, SeriesState, SeriesText
from postdesk.domain.times import WallTimeKind
from postdesk.domain.uploads import Upload, UploadField
from postdesk.engine.changes import Changes
from postdesk.engine.composer import Composer
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.post_commands import PostCommands
from postdesk.engine.recall import back_to_draft
from postdesk.engine.reschedule import move_time
from postdesk.engine.series import SeriesBook
from postdesk.engine.series_changes import Withdrawal
from postdesk.engine.submission import RefusedReason
from postdesk.engine.tasks import Tasks
from postdesk.store import clients, connections, drafts, entries, last_used, posts, uploads
from postdesk.store import series as kept
from postdesk.store.copy_detection import hold_if_copied
from postdesk.store.database import Database

NOW: Final = datetime(2026, 11, 25, 10, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


TUESDAYS: Final = RecurrenceRule(Frequency.WEEKS, wall("2026-12-01T09:00"), weekdays=(2,))


FIRST: Final = datetime(2026, 12, 1, 8, tzinfo=UTC)


class Work:
    """The series of a session, beside a database that a test fills; it is ten o'clock UTC on Wednesday, 25 November 2026."""

    def __init__(self, filled: Filled, folder: Path) -> None:
        self.filled, self.database, self.folder = filled, filled.database, folder
        self.client = filled.clients[0]
        self.clock = Clock()
        self.clock.offset = NOW - datetime.now(UTC)
        self.changes, self.failures = Changes(), list[str]()
        self.tasks = Tasks(lambda name, error: self.failures.append(f"{name}: {error}"))
        self.notices: list[Notice] = []
        self.changes.notice.connect(self.notices.append)
        context = a_workspace_context(filled.workspace, filled.database, self.clock, self.changes, self.tasks)
        self.composer = Composer(context, ROOT / "resources" / "platforms.toml")
        self.post_commands = PostCommands(context)
        self.series = SeriesBook(context, self.composer, MediaChecks(context, None))
        self.told: list[Any] = []
        self.series.withdrawn.connect(lambda _, back: self.told.append(back))
        self.series.refused.connect(self.told.append)
        self.series.begun.connect(self.told.append)
        self.series.not_skipped.connect(lambda _: self.told.append("not skipped"))

    def draft(self, text: str = "One", **fields: Any) -> Draft:
        usual: dict[str, Any] = {
            "platforms": (Platform.LINKEDIN, Platform.TWITTER),
            "due_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
        }
        draft = Draft("draft", self.client.id, text=text, updated_at=NOW, **usual | fields)
        self.database.submit(partial(drafts.save, draft=draft)).result()
        return draft

    async def begun(self, *texts: str, rule: RecurrenceRule = TUESDAYS, ahead_days: int = 28, **fields: Any) -> str:
        wordings = tuple(map(SeriesText, texts or ("One", "Two")))
        begun = await self.begin(self.draft(**fields), wordings, rule, ahead_days)
        await self.series.make_due()
        return begun

    async def begin(
        self, draft: Draft, wordings: tuple[SeriesText, ...], rule: RecurrenceRule = TUESDAYS, ahead_days: int = 28
    ) -> str:
        wanted = replace(self.series.new_from_draft(draft), rule=rule, wordings=wordings, days_in_advance=ahead_days)
        self.series.begin(replace(wanted, repeat_confirmed=len(wordings) == 1), draft)
        begun = await self.answer()
        assert begun == wanted.id
        return wanted.id

    async def answer(self) -> Any:
        await until(lambda: self.told, said=lambda: self.failures)
        return self.told.pop()

    async def later(self, by: timedelta) -> None:
        self.clock.offset += by
        await self.series.make_due()

    def get(self, series_id: str) -> Series:
        series = self.series.get(series_id)
        assert series
        return series

    def outcomes(self, series_id: str) -> list[tuple[str, OccurrenceOutcome]]:
        done = kept.records_from(self.database.reader, series_id)
        return [(date.fromordinal(each.number).isoformat(), each.outcome) for each in done]

    def texts(self) -> list[tuple[int, str]]:
        return [(post.due_at.day, post.text) for post in self.posts()]

    def posts(self) -> list[Post]:
        rows = self.database.reader.execute("SELECT id FROM posts WHERE state != 'cancelled' ORDER BY due_ms").fetchall()
        return [post for row in rows if (post := posts.get(self.database.reader, row["id"]))]

    def draft_texts(self) -> list[str]:
        return [draft.text for draft in drafts.of_workspace(self.database.reader, self.filled.workspace.id)]

    def run(self, work: Any) -> Any:
        return self.database.submit(work).result()


def connected(filled: Filled, *platforms: Platform) -> None:
    for client in filled.clients:
        remote = [RemoteConnection(each, each, "connected", f"id-{each}") for each in platforms]
        filled.database.submit(partial(connections.save_list, client_id=client.id, remote=remote)).result()


def number(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.fixture
async def work(tmp_path: Path, qapp: QApplication) -> AsyncIterator[Work]:
    filled = fill(tmp_path / "profile")
    connected(filled, Platform.LINKEDIN, Platform.TWITTER)
    made = Work(filled, tmp_path)
    yield made
    await made.tasks.close()
    filled.database.close()
    assert not made.failures


async def test_posts_are_made_four_weeks_ahead_and_the_next_ones_as_time_goes_on(work: Work) -> None:
    await work.begun("One", "Two", "Three")
    assert work.texts() == [(1, "One"), (8, "Two"), (15, "Three"), (22, "One")]
    first = work.posts()[0]
    assert first.due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert first.platforms == (Platform.LINKEDIN, Platform.TWITTER)
    assert {entry.state for entry in first.entries} == {State.PLANNED}
    assert work.draft_texts() == []
    await work.later(timedelta(days=6))
    assert [text for _, text in work.texts()] == ["One", "Two", "Three", "One", "Two"]


async def test_what_is_made_by_itself_does_not_say_how_the_client_s_next_post_begins(work: Work) -> None:
    usual = datetime(2026, 11, 24, 15, tzinfo=UTC)
    work.run(partial(last_used.remember, client_id=work.client.id, platforms=(Platform.THREADS,), due_at=usual))
    await work.begun()
    used = last_used.get(work.database.reader, work.client.id)
    assert (used.platforms, used.due_at) == ((Platform.THREADS,), usual)


async def test_each_time_is_made_once_however_often_it_is_looked_at(work: Work) -> None:
    begun = await work.begun()
    for days in (0, 400, -400, 1, -1):
        await work.later(timedelta(days=days))
    made = [post.due_at for post in work.posts()]
    assert len(made) == len(set(made))
    assert work.outcomes(begun)[:4] == [(f"2026-12-{day:02}", OccurrenceOutcome.MADE) for day in (1, 8, 15, 22)]


async def test_a_time_is_not_made_twice_by_two_who_looked_at_the_same_moment(work: Work) -> None:
    await work.begin(work.draft(), (SeriesText("One"), SeriesText("Two")), TUESDAYS, 28)
    other = Database(work.database.path.parent)
    try:
        second = Work(replace(work.filled, database=other), work.folder)
        await asyncio.gather(work.series.make_due(), second.series.make_due())
    finally:
        other.close()
    assert work.texts() == [(1, "One"), (8, "Two"), (15, "One"), (22, "Two")]
    assert not second.failures


async def test_a_copied_profile_makes_nothing_until_the_user_says_so(work: Work) -> None:
    begun = await work.begun()
    work.run(partial(hold_if_copied, database=work.database.path, now=NOW))
    (work.database.path.parent / "whereabouts").unlink()
    assert work.run(partial(hold_if_copied, database=work.database.path, now=NOW))
    await work.later(timedelta(days=7))
    assert len(work.posts()) == 4
    assert work.get(begun).state is SeriesState.COPIED
    work.tasks.start("series", work.series.run())
    await until(lambda: NoticeKind.SERIES_STOPPED in {notice.kind for notice in work.notices})
    work.tasks.cancel("series")
    await until(lambda: not work.tasks.running("series"))
    work.series.resume(begun)
    await work.answer()
    await work.series.make_due()
    assert len(work.posts()) == 5


async def test_what_passed_while_nobody_was_there_is_not_made_up_and_said_once(work: Work) -> None:
    begun = await work.begun(ahead_days=7)
    assert [day for day, _ in work.texts()] == [1]
    await work.later(timedelta(days=21))
    assert [day for day, _ in work.texts()] == [1, 22]
    assert work.outcomes(begun)[1:3] == [("2026-12-08", OccurrenceOutcome.MISSED), ("2026-12-15", OccurrenceOutcome.MISSED)]
    await work.later(timedelta(hours=1))
    assert [(each.kind, each.detail, each.said) for each in work.notices] == [(NoticeKind.SERIES_MISSED, "2", "Ann")]
    assert [each.missed for each in work.series.statuses()] == [2]


async def test_what_a_wrong_clock_took_for_missed_is_made_once_the_clock_is_right(work: Work) -> None:
    begun = await work.begun("One", "Two", "Three", ahead_days=7)
    await work.later(timedelta(days=14))
    await work.later(timedelta(days=-14))
    assert ("2026-12-08", OccurrenceOutcome.MISSED) in work.outcomes(begun)
    await work.later(timedelta(days=7))
    assert ("2026-12-08", OccurrenceOutcome.MADE) in work.outcomes(begun)


async def test_a_deleted_post_does_not_come_back(work: Work) -> None:
    await work.begun()
    work.post_commands.undo(work.posts()[1].id)
    await until(lambda: work.draft_texts() == ["Two"])
    await work.later(timedelta(hours=1))
    assert work.texts() == [(1, "One"), (15, "One"), (22, "Two")]


async def test_for_an_account_that_is_not_connected_drafts_are_made_that_are_posts_of_the_series_later(work: Work) -> None:
    begun = await work.begun(platforms=(Platform.LINKEDIN, Platform.THREADS), ahead_days=14)
    assert work.posts() == []
    assert sorted(work.draft_texts()) == ["One", "Two"]
    (notice,) = work.notices
    assert (notice.kind, notice.detail) == (NoticeKind.SERIES_DRAFTED, "2")
    (standing,) = work.series.statuses()
    assert [each.reason for each in standing.drafts_to_check] == ["threads:not_connected"] * 2
    draft = drafts.get(work.database.reader, standing.drafts_to_check[0].draft_id)
    assert draft
    assert draft.due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    work.composer.submit(Submission.of(replace(draft, platforms=(Platform.LINKEDIN,))), SubmitMode.SCHEDULE)
    await until(work.posts)
    found = work.series.of_post(work.posts()[0].id)
    assert found
    assert (found[0].id, found[1]) == (begun, number("2026-12-01"))
    assert len(work.series.statuses()[0].drafts_to_check) == 1
    await work.later(timedelta(hours=1))
    assert len(work.posts()) == 1


async def test_what_a_platform_would_refuse_becomes_a_draft_and_the_rest_goes_on(work: Work) -> None:
    begun = await work.begun("One", "x" * 281, "Two")
    assert work.texts() == [(1, "One"), (15, "Two"), (22, "One")]
    assert work.draft_texts() == ["x" * 281]
    assert [each.reason for each in work.series.statuses()[0].drafts_to_check] == ["twitter:text_too_long"]
    assert work.outcomes(begun)[1] == ("2026-12-08", OccurrenceOutcome.DRAFTED)


async def test_one_text_again_and_again_is_made_where_that_was_meant_and_a_draft_where_not(work: Work) -> None:
    begun = await work.begun("Same")
    assert [text for _, text in work.texts()] == ["Same"] * 4
    work.series.change_all(replace(work.get(begun), repeat_confirmed=False))
    await work.answer()
    await work.series.make_due()
    assert [text for _, text in work.texts()] == ["Same"]
    assert [each.reason for each in work.series.statuses()[0].drafts_to_check] == ["same_words", "same_words", "same_words"]


async def test_a_post_by_hand_with_the_next_text_has_another_one_follow(work: Work) -> None:
    by_hand = work.draft("One", due_at=datetime(2026, 11, 30, 8, tzinfo=UTC), platforms=(Platform.LINKEDIN,))
    work.composer.submit(Submission.of(by_hand), SubmitMode.SCHEDULE)
    await until(work.posts)
    both = replace(by_hand, id="two", platforms=(Platform.LINKEDIN, Platform.TWITTER))
    await work.begin(both, (SeriesText("One"), SeriesText("Two")), ahead_days=14)
    await work.series.make_due()
    assert work.texts() == [(30, "One"), (1, "Two"), (8, "One")]


async def test_pausing_takes_back_what_was_made_and_resuming_makes_it_again(work: Work) -> None:
    begun = await work.begun()
    work.series.pause(begun)
    back = await work.answer()
    assert (back.withdrawn, back.remaining) == (4, 0)
    await work.later(timedelta(days=7))
    assert work.posts() == []
    work.series.resume(begun)
    await work.answer()
    await work.series.make_due()
    assert [day for day, _ in work.texts()] == [8, 15, 22, 29]
    assert work.notices == []  # times that passed meanwhile were not missed


async def test_what_was_changed_by_hand_stays_as_it_was_made(work: Work) -> None:
    begun = await work.begun()
    moved, edited, locked, untouched = work.posts()
    later = moved.due_at + timedelta(hours=2)
    work.run(partial(move_time, workspace_id=work.filled.workspace.id, post_id=moved.id, due_at=later, now=NOW))
    draft = work.composer.factory.edit(edited.id)
    assert draft
    work.composer.submit(Submission.of(replace(draft, text="By hand")), SubmitMode.SCHEDULE)
    await until(lambda: "By hand" in [text for _, text in work.texts()])
    work.post_commands.lock_in(locked.id)
    await until(lambda: work.posts()[2].entries[0].state is not State.PLANNED)
    work.series.change_all(replace(work.get(begun), wordings=(SeriesText("New"), SeriesText("Newer"))))
    back = await work.answer()
    assert (back.withdrawn, back.remaining) == (1, 3)
    await work.series.make_due()
    assert [text for _, text in work.texts()] == ["One", "By hand", "One", "Newer"]
    assert work.posts()[0].due_at == later
    of_series = [work.series.of_post(post.id) for post in work.posts()]
    assert [each and each[1] for each in of_series] == [number(f"2026-12-{day:02}") for day in (1, 8, 15, 22)]
    assert posts.get(work.database.reader, untouched.id).state is PostState.CANCELLED  # type: ignore[union-attr]


async def test_a_post_that_somebody_is_changing_stays(work: Work) -> None:
    begun = await work.begun()
    draft = work.composer.factory.edit(work.posts()[0].id)
    assert draft
    work.composer.save(draft)
    await until(lambda: work.draft_texts())
    work.series.pause(begun)
    back = await work.answer()
    assert (back.withdrawn, back.remaining) == (3, 1)


async def test_this_and_later_leaves_the_earlier_ones_and_makes_the_later_ones_by_the_new_rule(work: Work) -> None:
    begun = await work.begun()
    wednesdays = replace(TUESDAYS, weekdays=(3,), first=wall("2026-12-01T10:30"))
    work.series.change_from(replace(work.get(begun), rule=wednesdays), number("2026-12-15"))
    assert (await work.answer()).withdrawn == 2
    await work.series.make_due()
    assert [(post.due_at.day, post.due_at.hour) for post in work.posts()] == [(1, 8), (8, 8), (16, 9), (23, 9)]


async def split(work: Work) -> tuple[str, str]:
    """Return the two parts of a series on Tuesdays that goes on at another time on Wednesdays from 15 December on."""
    begun = await work.begun("One", "Two", "Three")
    wednesdays = replace(TUESDAYS, weekdays=(3,), first=wall("2026-12-01T10:30"))
    later = work.series.change_from(replace(work.get(begun), rule=wednesdays), number("2026-12-15"))
    await work.answer()
    await work.series.make_due()
    return begun, later


SPLIT: Final = [(1, "One"), (8, "Two"), (16, "Three"), (23, "One")]


@pytest.mark.parametrize("which", [0, 1])
async def test_each_part_is_paused_and_comes_back_by_itself_after_this_and_later(work: Work, which: int) -> None:
    paused = (await split(work))[which]
    assert work.texts() == SPLIT
    work.series.pause(paused)
    assert await work.answer() == Withdrawal(withdrawn=2)
    assert work.texts() == (SPLIT[2:], SPLIT[:2])[which]
    work.series.resume(paused)
    await work.answer()
    await work.series.make_due()
    assert work.texts() == SPLIT


async def test_this_and_later_is_taken_back_as_if_it_had_not_been(work: Work) -> None:
    begun = await work.begun("One", "Two", "Three")
    before, made = work.get(begun), work.texts()
    later = work.series.change_from(replace(before, wordings=(SeriesText("New"),), repeat_confirmed=True), number("2026-12-08"))
    await work.answer()
    await work.series.make_due()
    assert [text for _, text in work.texts()] == ["One", "New", "New", "New"]
    work.series.change_back(before, later, number("2026-12-08"))
    assert await work.answer() == Withdrawal(withdrawn=3)
    await work.series.make_due()
    assert work.texts() == made
    assert [each.series.id for each in work.series.statuses()] == [begun]
    assert work.get(begun).rule == before.rule


async def test_what_is_locked_in_or_skipped_goes_along_with_the_later_ones_and_is_not_made_twice(work: Work) -> None:
    begun = await work.begun("One", "Two", "Three")
    locked = work.posts()[2]
    work.post_commands.lock_in(locked.id)
    await until(lambda: work.posts()[2].entries[0].state is not State.PLANNED)
    work.series.skip(begun, number("2026-12-22"))
    await until(lambda: len(work.posts()) == 3)
    before = work.get(begun)
    later = work.series.change_from(replace(before, labels=("New",)), number("2026-12-08"))
    assert await work.answer() == Withdrawal(withdrawn=1, remaining=1)
    await work.series.make_due()
    assert [day for day, _ in work.texts()] == [1, 8, 15]
    found = work.series.of_post(locked.id)
    assert found
    assert found[0].id == later
    assert work.posts()[2].series_id == later
    work.series.change_back(before, later, number("2026-12-08"))
    await work.answer()
    await work.series.make_due()
    assert [day for day, _ in work.texts()] == [1, 8, 15]
    assert work.posts()[2].series_id == begun


async def test_this_and_later_of_the_next_time_goes_on_as_the_same_series(work: Work) -> None:
    begun = await work.begun()
    mondays = replace(TUESDAYS, weekdays=(1,), first=wall("2026-11-30T09:00"))
    work.series.change_from(replace(work.get(begun), rule=mondays), number("2026-12-01"))
    await work.answer()
    work.series.pause(begun)
    await work.answer()
    work.series.resume(begun)
    await work.answer()
    await work.series.make_due()
    assert [day for day, _ in work.texts()] == [7, 14, 21]
    assert [each.series.id for each in work.series.statuses()] == [begun]


async def test_a_skipped_time_is_left_out_and_can_be_taken_in_again(work: Work) -> None:
    begun = await work.begun()
    work.series.skip(begun, number("2026-12-08"))
    await until(lambda: len(work.posts()) == 3)
    await work.series.make_due()
    assert [day for day, _ in work.texts()] == [1, 15, 22]
    work.series.unskip(begun, number("2026-12-08"))
    await until(lambda: ("2026-12-08", OccurrenceOutcome.SKIPPED) not in work.outcomes(begun))
    await work.series.make_due()
    assert [day for day, _ in work.texts()] == [1, 8, 15, 22]


async def test_a_time_that_is_locked_in_can_not_be_skipped(work: Work) -> None:
    begun = await work.begun()
    work.post_commands.lock_in(work.posts()[0].id)
    await until(lambda: work.posts()[0].entries[0].state is not State.PLANNED)
    work.series.skip(begun, number("2026-12-01"))
    assert await work.answer() == "not skipped"
    assert len(work.posts()) == 4


async def test_the_next_time_of_a_series_is_one_that_is_not_skipped(work: Work) -> None:
    begun = await work.begun()
    work.series.skip(begun, number("2026-12-01"))
    await until(lambda: len(work.posts()) == 3)
    (standing,) = work.series.statuses(work.client.id)
    assert standing.next_occurrence
    assert standing.next_occurrence.wall == wall("2026-12-08T09:00")
    assert work.series.statuses(work.filled.clients[1].id) == ()


async def test_a_deleted_series_takes_its_posts_along_and_both_come_back(work: Work) -> None:
    begun = await work.begun()
    work.series.delete(begun)
    assert (await work.answer()).withdrawn == 4
    assert (work.posts(), work.series.statuses(), work.series.get(begun)) == ([], (), None)
    work.series.resume(begun)
    await work.answer()
    await work.series.make_due()
    assert len(work.posts()) == 4
    work.series.delete(begun)
    await work.answer()
    work.run(kept.forget_deleted)
    assert kept.get(work.database.reader, begun) is None


async def test_a_beginning_is_taken_back_with_its_draft(work: Work) -> None:
    draft = work.draft("One")
    begun = await work.begin(draft, (SeriesText("One"), SeriesText("Two")))
    await work.series.make_due()
    work.series.undo_begin(begun, draft)
    await until(lambda: work.draft_texts() == ["One"])
    assert work.posts() == []


async def test_a_scheduled_post_becomes_the_first_of_its_series(work: Work) -> None:
    work.composer.submit(Submission.of(work.draft("One")), SubmitMode.SCHEDULE)
    await until(work.posts)
    draft = work.composer.factory.edit(work.posts()[0].id)
    assert draft
    await work.begin(draft, (SeriesText("One"), SeriesText("Two")), TUESDAYS, 14)
    await work.series.make_due()
    assert work.texts() == [(1, "One"), (8, "Two")]


async def test_a_post_that_is_locked_can_not_become_the_first_of_a_series(work: Work) -> None:
    work.composer.submit(Submission.of(work.draft("One")), SubmitMode.SCHEDULE)
    await until(work.posts)
    draft = work.composer.factory.edit(work.posts()[0].id)
    assert draft
    for entry in work.posts()[0].entries:
        work.run(partial(entries.write, entry=replace(entry, state=State.ACCEPTED), now=NOW))
    work.series.begin(work.series.new_from_draft(draft), draft)
    assert await work.answer() is RefusedReason.REPLACED_ALREADY_LOCKED
    assert work.series.statuses() == ()
    assert len(work.posts()) == 1


async def test_an_end_ends_it(work: Work) -> None:
    begun = await work.begun(rule=replace(TUESDAYS, times=2))
    assert [day for day, _ in work.texts()] == [1, 8]
    await work.later(timedelta(days=14))
    assert len(work.posts()) == 2
    assert work.series.statuses()[0].next_occurrence is None
    work.series.end(begun)
    await work.answer()
    assert work.get(begun).state is SeriesState.ENDED


async def test_a_platform_s_own_time_and_text_go_along(work: Work) -> None:
    own = Variant(Platform.TWITTER, "For X", due_at=datetime(2026, 12, 1, 12, tzinfo=UTC))
    draft = work.draft("One")
    begun = await work.begin(draft, (SeriesText("One", (own,)), SeriesText("Two")), TUESDAYS, 14)
    await work.series.make_due()
    assert [(post.due_at.day, post.due_at.hour, post.platforms) for post in work.posts()] == [
        (1, 8, (Platform.LINKEDIN,)),
        (1, 12, (Platform.TWITTER,)),
        (8, 8, (Platform.LINKEDIN, Platform.TWITTER)),
    ]
    work.series.pause(begun)
    assert (await work.answer()).withdrawn == 2


async def test_an_hour_that_the_clock_skips_is_said(work: Work) -> None:
    await work.later(timedelta(days=115))
    nightly = RecurrenceRule(Frequency.DAYS, wall("2027-03-27T02:30"))
    await work.begun(rule=nightly, ahead_days=12, due_at=datetime(2027, 3, 27, 1, 30, tzinfo=UTC))
    assert [(each.kind, each.detail, each.moment) for each in work.notices] == [
        (NoticeKind.SERIES_CLOCK, WallTimeKind.SKIPPED, wall("2027-03-28T03:30"))
    ]


async def test_a_kill_before_any_statement_of_making_ahead_leaves_each_time_made_once(work: Work) -> None:
    """One of the two times becomes a post, the other a draft."""
    wordings = (SeriesText("One"), SeriesText("x" * 281))
    await work.begin(work.draft(), wordings, TUESDAYS, 14)
    work.database.close()
    argv = [sys.executable, "-m", "tests.support.killed_series", str(work.folder)]
    run = await asyncio.to_thread(subprocess.run, argv, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert run.returncode == 0, run.stderr
    ends = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(ends) > 30
    for end in ends:
        assert end["outcomes"] == [[number("2026-12-01"), "made"], [number("2026-12-08"), "drafted"]]
        assert end["noted"] == end["posts"] + end["drafts"]
        assert end["entries"] == 2


async def test_nothing_is_made_for_a_client_that_is_archived(work: Work) -> None:
    begun = await work.begun()
    work.series.pause(begun)
    assert await work.answer() == Withdrawal(withdrawn=4)
    work.run(partial(clients.update, client=replace(work.client, archived=True)))
    work.series.resume(begun)
    await work.answer()
    await work.series.make_due()
    assert (work.posts(), work.draft_texts(), work.outcomes(begun)) == ([], [], [])
    work.run(partial(clients.update, client=work.client))
    await work.series.make_due()
    assert len(work.posts()) == 4


async def test_what_was_changed_and_became_a_draft_is_counted_as_staying(work: Work) -> None:
    begun = await work.begun()
    draft = work.composer.factory.edit(work.posts()[0].id)
    assert draft
    submitted: list[Any] = []
    work.composer.submitted.connect(submitted.append)
    work.composer.submit(Submission.of(replace(draft, text="Mine")), SubmitMode.SCHEDULE)
    await until(lambda: submitted)
    now = work.clock.now()
    work.run(lambda conn: back_to_draft(conn, submitted[0].post_id, "again", recallable_entries, now))
    work.series.end(begun)
    assert await work.answer() == Withdrawal(withdrawn=3, remaining=1)
    assert work.draft_texts() == ["Mine"]


async def test_a_change_does_not_set_going_what_was_ended_meanwhile(work: Work) -> None:
    before = work.get(await work.begun())
    work.series.end(before.id)
    await work.answer()
    work.series.change_all(replace(before, labels=("New",)))
    await work.answer()
    await work.series.make_due()
    assert work.get(before.id).state is SeriesState.ENDED
    assert work.posts() == []


async def torn(work: Work, day: str) -> str:
    """Return a series whose note of one day was unreadable when a database was repaired, resumed by the user."""
    begun = await work.begun("One", "Two", "Three")
    work.run(kept.stop_copies)
    work.run(lambda conn: kept.forget(conn, begun, (number(day),)))
    work.series.resume(begun)
    await work.answer()
    return begun


async def test_a_time_whose_note_is_torn_is_not_made_twice(work: Work) -> None:
    begun = await torn(work, "2026-12-08")
    await work.series.make_due()
    assert work.texts() == [(1, "One"), (8, "Two"), (15, "Three"), (22, "One")]
    work.series.end(begun)
    assert await work.answer() == Withdrawal(withdrawn=4)
    assert work.posts() == []


async def test_a_post_that_was_moved_before_its_note_was_torn_is_not_made_twice_and_stays(work: Work) -> None:
    begun = await torn(work, "2026-12-08")
    post = work.posts()[1]
    moved = partial(move_time, workspace_id=work.filled.workspace.id, post_id=post.id, due_at=post.due_at + timedelta(hours=3))
    work.run(partial(moved, now=work.clock.now()))
    await work.series.make_due()
    assert len(work.posts()) == 4
    work.series.end(begun)
    assert await work.answer() == Withdrawal(withdrawn=3, remaining=1)
    assert [each.id for each in work.posts()] == [post.id]


async def test_what_still_goes_out_at_another_time_is_counted_where_the_rest_of_it_was_deleted(work: Work) -> None:
    own = Variant(Platform.TWITTER, due_at=datetime(2026, 12, 1, 14, tzinfo=UTC))
    begun = await work.begin(work.draft(variants=(own,)), (SeriesText("One", (own,)), SeriesText("Two", (own,))), TUESDAYS, 7)
    await work.series.make_due()
    first, other = work.posts()
    work.post_commands.undo(first.id)
    await until(lambda: bool(work.draft_texts()))
    (draft,) = drafts.of_workspace(work.database.reader, work.filled.workspace.id)
    work.composer.delete(draft.id)
    await until(lambda: not work.draft_texts())
    assert work.series.of_post(other.id)
    work.series.delete(begun)
    assert (await work.answer()).remaining == 1


async def test_a_draft_of_a_series_into_which_a_file_was_uploaded_stays(work: Work) -> None:
    begun = await work.begun(platforms=(Platform.LINKEDIN, Platform.THREADS), ahead_days=7)
    workspace_id = work.filled.workspace.id
    (draft,) = drafts.of_workspace(work.database.reader, workspace_id)
    upload = Upload(0, UploadField(draft.id, None, DraftField.MEDIA_URL), Path("tour.jpg"), 1)
    upload = work.run(partial(uploads.begin, workspace_id=workspace_id, upload=upload))
    assert work.run(partial(uploads.set_address, upload=upload, address="https://example.com/tour.jpg"))
    work.series.pause(begun)
    await work.answer()
    (draft,) = drafts.of_workspace(work.database.reader, workspace_id)
    assert draft.media_url == "https://example.com/tour.jpg"


async def test_a_series_changes_though_the_zone_of_its_client_is_not_known_here(work: Work) -> None:
    begun = await work.begun()
    work.run(lambda conn: conn.execute("UPDATE clients SET zone = 'Mars/Base' WHERE id = ?", (work.client.id,)))
    work.series.change_all(replace(work.get(begun), wordings=(SeriesText("New"), SeriesText("Newer"))))
    await work.answer()
    assert not work.failures
