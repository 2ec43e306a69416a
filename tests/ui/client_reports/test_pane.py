"""Proof sheets and reports from their place: the file has exactly what is selected, all of it by keyboard."""

import asyncio
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QScrollArea, QWidget
from tests.support.widgets import cut_off, find, rich_labels, stops, unidentified
from tests.ui.composer.conftest import ComposerDriver, writing
from tests.ui.exporting.conftest import SaveDriver, put

from postdesk.domain.client_report import ReportFormat, ReportKind
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.store import clients
from postdesk.ui.client_reports.maker import FirstPage, FirstPageMaker
from postdesk.ui.client_reports.pane import ReportControls, ReportsPane
from postdesk.ui.client_reports.words import default_days
from postdesk.ui.kit.fields.period import month_of

__all__ = ["writing"]


class ReportDriver(SaveDriver[ReportControls]):
    """The place of reports over the posts that a test put into the workspace session."""

    def __init__(self, session: ComposerDriver, client: Client) -> None:
        self.pane = ReportsPane(session.session, session.scope, session.navigator, session.theme, session.local_zone)
        self.pane.resize(1298, 640)
        super().__init__(session, self.pane, self.pane.controls, client.id)


async def filled(session: ComposerDriver) -> tuple[Client, Client]:
    """Store two planned posts and a published one of a client, and one post of another client."""
    ann, bob = await session.client("Ann Archer", "Europe/Berlin"), await session.client("Bob Baker", "Europe/London")
    await put(session, ann, "First", 1)
    await put(session, ann, "Second", 2)
    await put(session, ann, "Out", -2, state=State.ACCEPTED, stage=Stage.PUBLISHED)
    await put(session, bob, "Other", 2)
    return ann, bob


async def test_what_is_chosen_is_made_and_its_folder_opened(writing: ComposerDriver, tmp_path: Path) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    asking.choose("format", ReportFormat.HTML)
    target = tmp_path / "proof.html"
    asking.controls.save_to(target)
    assert await asking.tells() == "Saved as proof.html."
    page = target.read_text("utf-8")
    assert [word for word in ("First", "Second", "Out", "Other") if word in page] == ["First", "Second"]
    asking.button("notice.action").click()
    assert writing.navigator.of("show_folder") == [tmp_path]


async def test_an_archived_client_is_given_its_own_and_no_other_s(writing: ComposerDriver) -> None:
    ann, bob = await filled(writing)
    writing.database.submit(lambda conn: clients.update(conn, replace(bob, archived=True))).result()
    asking = ReportDriver(writing, bob)
    assert asking.box("whose").currentText() == "Bob Baker (archived)"
    await asking.offers("Save 1 post…")
    assert await asking.suggests() == "Bob Baker – Planned posts 2026-11.pdf"
    assert [ann.id, bob.id] == [asking.box("whose").itemData(row) for row in range(asking.box("whose").count())]


async def test_a_report_can_be_had_for_a_spreadsheet_and_a_proof_can_not(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    assert asking.box("format").findData(ReportFormat.CSV) < 0
    asking.choose("kind", ReportKind.REPORT)
    asking.choose("format", ReportFormat.CSV)
    await asking.offers("Save 1 post…")
    ticks = {name: asking.tick(name).isVisible() for name in ("text_only", "reasons")}
    assert ticks == {"text_only": False, "reasons": True}


async def test_the_first_page_is_shown_as_it_will_be(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    picture = find(asking.pane, QWidget, "reports.page")
    before = picture.grab().toImage()
    asking.choose("kind", ReportKind.REPORT)
    await asking.offers("Save 1 post…")
    assert picture.grab().toImage() != before


async def test_a_page_that_takes_long_is_said_to_be_loading(writing: ComposerDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = FirstPageMaker.__call__

    def draw_slowly(*arguments: Any) -> FirstPage:
        time.sleep(0.8)
        return draw(*arguments)

    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    page = find(asking.pane, QWidget, "reports.page")
    monkeypatch.setattr(FirstPageMaker, "__call__", draw_slowly)
    asking.controls.recount()
    assert page.accessibleDescription() == ""
    await asking.until(lambda: page.accessibleDescription() == "Loading…")
    await asking.until(lambda: page.accessibleDescription() == "")


async def test_posts_that_can_not_be_read_are_said_to_be_that(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    file = writing.database.path
    away = file.rename(file.with_name("away"))
    asking.controls.recount()
    assert (await asking.tells()).startswith("The posts can’t be read.")
    assert find(asking.pane, QWidget, "reports.page").accessibleDescription() == "The page can’t be shown."
    away.rename(file)
    asking.controls.recount()
    await asking.offers("Save 2 posts…")
    assert asking.words("notice.text") == ""


async def test_stopped_while_it_writes_nothing_is_saved(writing: ComposerDriver, tmp_path: Path) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    ended: list[str] = []
    writing.session.client_reports.stopped.connect(lambda: ended.append("stopped"))
    asking.controls.save_to(tmp_path / "proof.pdf")
    asking.button("stop").click()
    await asking.until(lambda: ended == ["stopped"])
    assert names_in(tmp_path) == []


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file()]


async def test_it_follows_what_changes_meanwhile(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    await put(writing, ann, "One more", 3)
    writing.session.changes.posts.emit()
    await asking.offers("Save 3 posts…")


async def test_with_nothing_to_make_it_says_why(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    asking.pane.choose(ann.id, (date(2025, 1, 1), date(2025, 1, 31)))
    await asking.until(lambda: asking.words("amiss") != "")
    assert (asking.words("amiss"), asking.button("save").isEnabled()) == ("Nothing is planned in these days.", False)
    asking.pane.choose(ann.id, (date(2025, 2, 1), date(2025, 1, 31)))
    assert (asking.words("amiss"), asking.button("save").isEnabled()) == ("The last day is before the first.", False)


async def test_it_is_done_by_keyboard_alone(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    await asking.is_in_front()
    asking.box("whose").setFocus()
    asking.press(Qt.Key.Key_Tab)
    asking.press(Qt.Key.Key_Down)
    await asking.offers("Save 1 post…")
    assert await asking.suggests() == "Ann Archer – Results 2026-11.pdf"


async def test_each_part_is_named_and_no_text_is_markup(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    assert (unidentified(asking.pane), rich_labels(asking.pane)) == ([], [])


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
async def test_the_tab_key_leads_through_all_of_it(writing: ComposerDriver, key: Qt.Key) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    assert {"reports.period.first", "reports.period.last", "reports.format", "reports.save"} <= {*stops(asking.pane, key)}


async def test_a_report_of_planned_posts_says_that_none_went_out_and_how_many_are_to_come(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    asking.choose("kind", ReportKind.REPORT)
    asking.pane.choose(ann.id, (date(2026, 11, 24), date(2026, 11, 30)))
    await asking.until(lambda: asking.words("amiss") == "No posts went out in these days. Planned: 2.")
    asking.pane.choose(ann.id, (date(2025, 11, 24), date(2025, 11, 30)))
    await asking.until(lambda: asking.words("amiss") == "No posts went out in these days.")


@pytest.mark.parametrize(
    ("today", "report", "proof"),
    [
        (date(2026, 12, 1), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 15), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 16), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2027, 1, 3), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_the_usual_days_are_the_month_that_a_client_is_given_then(today: date, report: date, proof: date) -> None:
    assert default_days(ReportKind.REPORT, today) == month_of(report)
    assert default_days(ReportKind.PROOF, today) == month_of(proof)


async def test_the_month_is_named_and_follows_the_type_until_other_days_are_selected(writing: ComposerDriver) -> None:
    await filled(writing)
    pane = ReportsPane(writing.session, writing.scope, writing.navigator, writing.theme, writing.local_zone)
    pane.show()
    form, named = pane.controls.form, find(pane, QLabel, "reports.days")
    kind = find(pane, QComboBox, "reports.kind")
    assert named.text() == "Days: December 2026"
    kind.setCurrentIndex(kind.findData(ReportKind.REPORT))
    assert named.text() == "Days: November 2026"
    pane.choose(None, (date(2026, 10, 1), date(2026, 10, 20)))
    kind.setCurrentIndex(kind.findData(ReportKind.PROOF))
    assert (form.wanted and form.wanted.last, named.text()) == (date(2026, 10, 20), "Days")
    pane.close()


async def test_the_window_s_client_is_chosen(writing: ComposerDriver) -> None:
    ann, bob = await filled(writing)
    writing.scope.show_client(bob.id)
    pane = ReportsPane(writing.session, writing.scope, writing.navigator, writing.theme, writing.local_zone)
    pane.show()
    wanted = pane.controls.form.wanted
    assert wanted
    assert wanted.client_id == bob.id
    writing.scope.show_client(ann.id)
    assert pane.controls.form.wanted == replace(wanted, client_id=ann.id)
    writing.scope.show_client(None)
    assert pane.controls.form.wanted == replace(wanted, client_id=ann.id)
    pane.close()


async def test_a_hidden_place_follows_the_window_s_client_when_it_is_shown_and_draws_nothing_before(
    writing: ComposerDriver, drawn: list[int]
) -> None:
    ann, bob = await filled(writing)
    asking = ReportDriver(writing, ann)
    asking.pane.show()
    await asking.until(lambda: not asking.pane.controls.is_drawing)
    asking.pane.hide()
    drawn.clear()
    writing.scope.show_client(bob.id)
    writing.scope.show_client(None)
    await asyncio.sleep(0.2)
    assert (drawn, asking.box("whose").currentData()) == ([], ann.id)
    asking.pane.show()
    assert asking.box("whose").currentData() == bob.id
    await asking.until(lambda: len(drawn) == 1)
    asking.pane.hide()
    writing.scope.show_client(bob.id)
    asking.pane.choose(ann.id, (date(2026, 10, 1), date(2026, 10, 31)))
    asking.pane.show()
    assert asking.box("whose").currentData() == ann.id, "what was asked for since"
    asking.pane.close()


async def test_a_new_client_can_be_chosen(writing: ComposerDriver) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    cem = await writing.client("Cem")
    assert asking.box("whose").findData(cem.id) >= 0
    assert asking.box("whose").currentData() == ann.id


async def test_without_a_client_the_first_is_added(writing: ComposerDriver) -> None:
    pane = ReportsPane(writing.session, writing.scope, writing.navigator, writing.theme, writing.local_zone)
    pane.show()
    find(pane, QPushButton, "reports.empty.action").click()
    assert writing.navigator.asked == [("add_client",)]
    await writing.client()
    assert not find(pane, QPushButton, "reports.empty.action").isVisible()
    pane.close()


@pytest.mark.parametrize("width", [652, 1298])
async def test_nothing_is_cut_off_in_a_small_window_nor_in_a_wide_one(writing: ComposerDriver, width: int) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    asking.pane.resize(width, 430)
    await asking.until(lambda: not cut_off(asking.pane))
    first, last = (find(asking.pane, QWidget, f"reports.period.{name}") for name in ("first", "last"))
    assert first.y() == last.y()
    assert asking.pane.width() == width
    page, form = find(asking.pane, QWidget, "reports.page"), asking.controls.form
    beside = page.mapToGlobal(QPoint()).x() > form.mapToGlobal(form.rect().topRight()).x()
    assert beside is (width == 1298)


@pytest.mark.parametrize(("letters", "wanted"), [(35, True), (28, False)])
async def test_the_page_lies_beside_the_form_where_it_can_still_be_read(
    writing: ComposerDriver, letters: int, wanted: bool
) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    page, form = find(asking.pane, QWidget, "reports.page"), asking.controls.form
    beside_page = form.sizeHint().width() + 24 + 2 * 16 + 14
    asking.pane.resize(beside_page + letters * page.fontMetrics().averageCharWidth(), 600)

    def is_beside() -> bool:
        return page.mapToGlobal(QPoint()).x() > form.mapToGlobal(form.rect().topRight()).x()

    await asking.until(lambda: is_beside() is wanted)
    assert not cut_off(asking.pane)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The widths in which first pages are drawn, one after the other."""
    widths, make = list[int](), FirstPageMaker.__call__

    def draw(maker: FirstPageMaker, report: Any, media: Any) -> FirstPage:
        widths.append(maker.width)
        return make(maker, report, media)

    monkeypatch.setattr(FirstPageMaker, "__call__", draw)
    return widths


async def test_the_page_grows_with_the_window_and_is_drawn_in_its_size(writing: ComposerDriver, drawn: list[int]) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    asking.pane.show()
    page = find(asking.pane, QWidget, "reports.page")
    usual = page.width()
    asking.pane.resize(1840, 1000)
    await asking.until(lambda: page.width() > 1.5 * usual)
    scrolled = next(area for area in asking.pane.findChildren(QScrollArea) if area.isAncestorOf(page))
    await asking.until(lambda: scrolled.verticalScrollBar().maximum() == 0)
    await asking.until(lambda: drawn[-1:] == [page.width()])
    asking.pane.close()


async def test_the_page_is_drawn_once_in_the_size_that_it_first_has(writing: ComposerDriver, drawn: list[int]) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    asking.pane.resize(1840, 1000)
    asking.pane.show()
    await asking.until(lambda: asking.pane.controls.is_drawing is False)
    assert drawn == [find(asking.pane, QWidget, "reports.page").width()]
    asking.pane.close()
