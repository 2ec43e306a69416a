"""Exporting posts from the window: exactly the selected posts are counted and written, all of it by keyboard."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QProgressBar
from tests.support.factories import a_client, a_draft, an_entry
from tests.support.filled import a_post
from tests.support.quiet_session import NOON
from tests.support.widgets import find, rich_labels, stops, unidentified
from tests.ui.composer.conftest import ComposerDriver, writing
from tests.ui.exporting.conftest import NOVEMBER, SaveDriver, put

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Variant
from postdesk.domain.export_items import ExportFormat, ExportReport, item_from_draft, item_from_post
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.storage import StorageFailure
from postdesk.store import drafts
from postdesk.ui.exporting.dialog import ExportControls, ExportDialog, event_words, saved_words
from postdesk.ui.text.failures import not_saved_words

__all__ = ["writing"]
HOSTILE = "<b>Ann</b> & <img src=x>"


class ExportDriver(SaveDriver[ExportControls]):
    """The export dialog over the posts that a test stored."""

    def __init__(self, session: ComposerDriver, client_id: int | None = None) -> None:
        dialog = ExportDialog(session.session, session.theme, session.local_zone)
        super().__init__(session, dialog, dialog.controls, client_id)
        self.folders: list[Path] = []
        dialog.folder_requested.connect(self.folders.append)


async def filled(session: ComposerDriver) -> tuple[Client, Client]:
    """Store a draft, a scheduled and a published post of one client, and a post of another."""
    ann, bob = await session.client("Ann Archer", "Europe/Berlin"), await session.client("Bob Baker", "Europe/London")
    await session.database.run(partial(drafts.save, draft=a_draft(client_id=ann.id, text="Idea")))
    await put(session, ann, "Planned", 1)
    await put(session, ann, "Out", -2, state=State.ACCEPTED, stage=Stage.PUBLISHED)
    await put(session, bob, "Other", 2)
    return ann, bob


async def test_what_is_chosen_is_counted_and_written(writing: ComposerDriver, tmp_path: Path) -> None:
    ann, _ = await filled(writing)
    export = ExportDriver(writing)
    await export.offers("Save 4 posts…")
    export.choose("whose", ann.id)
    await export.offers("Save 3 posts…")
    export.tick("published").setChecked(False)
    await export.offers("Save 2 posts…")
    target = tmp_path / "posts.csv"
    export.controls.save_to(target)
    assert await export.tells() == "Saved 2 posts in posts.csv."
    lines = target.read_bytes().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Client", "Ann Archer", "Ann Archer"]
    assert [word for word in ("Idea", "Planned", "Out", "Other") if word in "".join(lines[1:])] == ["Idea", "Planned"]
    export.button("notice.action").click()
    assert export.folders == [tmp_path]


async def test_it_follows_what_changes_meanwhile(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    export = ExportDriver(writing)
    await export.offers("Save 4 posts…")
    await put(writing, ann, "One more", 3)
    writing.session.changes.posts.emit()
    await export.offers("Save 5 posts…")


async def test_with_nothing_to_save_it_says_why(writing: ComposerDriver) -> None:
    await filled(writing)
    export = ExportDriver(writing)
    export.controls.choose(None, (date(2025, 1, 1), date(2025, 1, 31)))
    await export.until(lambda: export.words("amiss") != "")
    assert (export.words("amiss"), export.button("save").isEnabled()) == ("No posts match.", False)
    export.controls.choose(None, (date(2025, 2, 1), date(2025, 1, 31)))
    assert (export.words("amiss"), export.button("save").isEnabled()) == ("The last day is before the first.", False)
    export.controls.choose(None, NOVEMBER)
    await export.offers("Save 4 posts…")
    assert export.words("amiss") == ""
    for tick in ("scheduled", "locked", "published", "to_do", "drafts"):
        export.tick(tick).setChecked(False)
    assert not export.button("save").isEnabled()


async def test_each_state_is_behind_one_tick(writing: ComposerDriver) -> None:
    export = ExportDriver(writing)
    ticks = ("scheduled", "locked", "published", "to_do", "cancelled")
    found: list[PostState] = []
    for tick in ticks:
        for each in ticks:
            export.tick(each).setChecked(each == tick)
        wanted = export.controls.form.wanted
        assert wanted
        found += wanted.states
    assert sorted(found) == sorted(PostState)


async def test_each_kind_of_file_has_its_own_choices(writing: ComposerDriver) -> None:
    export = ExportDriver(writing)
    seen = {}
    for kind in ExportFormat:
        export.choose("format", kind)
        seen[kind] = (
            export.box("delimiter").isVisible(), export.box("remind").isVisible(), export.tick("undated").isEnabled()
        )  # fmt: skip
    assert seen == {
        ExportFormat.CSV: (True, False, True),
        ExportFormat.JSON: (False, False, True),
        ExportFormat.CALENDAR: (False, True, False),
    }


async def test_semicolons_come_first_where_numbers_have_commas(writing: ComposerDriver) -> None:
    assert ExportDriver(writing).controls.form.shape.delimiter == ","
    QLocale.setDefault(QLocale("de_DE"))
    assert ExportDriver(writing).controls.form.shape.delimiter == ";"


async def test_it_is_done_by_keyboard_alone(writing: ComposerDriver, tmp_path: Path) -> None:
    await filled(writing)
    export = ExportDriver(writing)
    await export.offers("Save 4 posts…")
    await export.is_in_front()
    export.box("whose").setFocus()
    export.press(Qt.Key.Key_Tab)
    assert export.shown.focusWidget().accessibleIdentifier() == "export.period.first"
    QTest.keyClicks(export.shown.focusWidget(), "24.11.2026")
    export.press(Qt.Key.Key_Tab)
    QTest.keyClicks(export.shown.focusWidget(), "25.11.2026")
    await export.offers("Save 2 posts…")
    assert await export.suggests() == "Posts 2026-11-24 – 2026-11-25.csv"


@pytest.mark.parametrize("far", [QDate(-1, 5, 3), QDate(12000, 5, 3)])
async def test_the_month_of_a_period_goes_as_far_as_the_calendar(writing: ComposerDriver, far: QDate) -> None:
    export = ExportDriver(writing)
    await export.is_in_front()
    field = export.controls.form._period.last
    field.open_month()
    field.month.setSelectedDate(far)
    view = field.month.findChild(QAbstractItemView)
    assert view
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert field.day in (EARLIEST, LATEST)


async def test_a_day_that_can_not_be_read_is_marked_and_said(writing: ComposerDriver) -> None:
    export = ExportDriver(writing)
    await export.is_in_front()
    field = export.controls.form._period.last
    field.setFocus()
    QTest.keyClicks(field, "the day after")
    assert (field.property("tone"), export.controls.form.wanted) == ("bad", None)
    assert "the day after" in export.words("amiss")
    export.press(Qt.Key.Key_Escape)
    assert export.controls.form._period.period == NOVEMBER


@pytest.mark.parametrize(
    ("key", "period"),
    [
        ("month", NOVEMBER),
        ("next_month", (date(2026, 12, 1), date(2026, 12, 31))),
        ("last_month", (date(2026, 10, 1), date(2026, 10, 31))),
    ],
)
async def test_a_usual_period_is_one_choice(writing: ComposerDriver, key: str, period: tuple[date, date]) -> None:
    export = ExportDriver(writing)
    menu = export.button("period.usual").menu()
    (action,) = [each for each in menu.actions() if each.objectName() == f"export.period.usual.{key}"]
    action.trigger()
    assert export.controls.form._period.period == period


@pytest.mark.usefixtures("weeks_from_sunday")
async def test_this_week_begins_with_the_day_that_is_chosen(writing: ComposerDriver) -> None:
    export = ExportDriver(writing)
    menu = export.button("period.usual").menu()
    next(each for each in menu.actions() if each.objectName() == "export.period.usual.week").trigger()
    assert export.controls.form._period.period == (date(2026, 11, 22), date(2026, 11, 28))


async def test_while_it_writes_it_can_be_stopped(writing: ComposerDriver, tmp_path: Path) -> None:
    target = tmp_path / "posts.csv"
    target.write_text("before")
    await filled(writing)
    export = ExportDriver(writing)
    await export.offers("Save 4 posts…")
    export.controls.save_to(target)
    assert find(export.shown, QProgressBar, "export.progress").isVisible()
    assert not export.controls.form.isEnabled()
    export.button("close").click()
    assert await export.tells() == "Stopped. Nothing was saved."
    assert target.read_text() == "before"
    await export.offers("Save 4 posts…")


async def test_a_place_that_can_not_be_written_is_told(writing: ComposerDriver, tmp_path: Path) -> None:
    await filled(writing)
    export = ExportDriver(writing)
    await export.offers("Save 4 posts…")
    export.controls.save_to(tmp_path / "missing" / "posts.csv")
    assert await export.tells() == not_saved_words(StorageFailure.UNWRITABLE)
    await export.offers("Save 4 posts…")


async def test_everything_in_it_has_a_name_and_nothing_is_markup(writing: ComposerDriver) -> None:
    await writing.client(HOSTILE)
    export = ExportDriver(writing)
    for kind in ExportFormat:
        export.choose("format", kind)
        assert unidentified(export.shown) == []
    assert rich_labels(export.shown) == []
    assert export.box("whose").itemText(1) == HOSTILE


class TestWords:
    def test_a_post_that_others_made_says_so(self) -> None:
        post = replace(a_post(a_client(), [an_entry(content="")], "", PostOrigin.ELSEWHERE), state=PostState.PUBLISHED)
        assert event_words(item_from_post(post, a_client(), NOON, ())).summary == "Ann: Made outside Postdesk"

    def test_what_was_lost_on_the_way_is_said(self) -> None:
        report = ExportReport(Path("/home/ann/posts.csv"), 1, 0, 1)
        assert saved_words(report) == "Saved 1 post in posts.csv. Invalid characters in 1 post were replaced with “�”."

    def test_a_draft_in_a_calendar_says_that_it_is_one(self) -> None:
        own = Variant(Platform.TWITTER, "Short")
        draft = a_draft(
            Platform.LINKEDIN, Platform.TWITTER, text="Long\ntext", variants=(own,), media_url="https://f.example/a.png"
        )
        words = event_words(item_from_draft(draft, a_client(name="Northwind"), (draft,)))
        assert words.summary == "Draft: Northwind: Long text"
        assert words.description == (
            "Tuesday, 24 November 2026, 13:00 in Europe/Berlin (UTC+1)\nDraft for LinkedIn, X (Twitter)\n\n"
            "Long\ntext\n\nhttps://f.example/a.png\n\nX (Twitter): Short"
        )

    def test_a_post_in_a_calendar_says_that_the_client_is_to_be_heard(self) -> None:
        post = replace(a_post(a_client(), [an_entry()]), approval=ApprovalRecord(Approval.WAITING))
        said = event_words(item_from_post(post, a_client(), NOON, ())).description
        assert said.splitlines()[1] == "Waiting for approval"

    def test_a_post_in_a_calendar_says_where_it_stands_on_each_platform(self) -> None:
        out = an_entry(state=State.ACCEPTED, stage=Stage.PUBLISHED)
        missed = an_entry(state=State.MISSED, platforms=(Platform.TWITTER,))
        post = replace(a_post(a_client(), [out, missed]), state=PostState.MISSED)
        words = event_words(item_from_post(post, a_client(), NOON, ()))
        assert words.summary == "Missed: Ann: Hello"
        assert words.description.splitlines()[1:3] == ["LinkedIn: Published", "X (Twitter): Missed"]

    def test_the_clock_of_an_hour_that_comes_twice_says_which(self) -> None:
        draft = a_draft(due_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
        client = a_client(zone="Europe/London")
        assert "01:30 in Europe/London (UTC)" in event_words(item_from_draft(draft, client, (draft,))).description


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
async def test_the_tab_key_leads_through_all_of_it(writing: ComposerDriver, key: Qt.Key) -> None:
    ann, _ = await filled(writing)
    export = ExportDriver(writing, ann.id)
    await export.until(export.button("save").isEnabled)
    assert {"export.period.first", "export.period.last", "export.format", "export.save"} <= {*stops(export.shown, key)}
