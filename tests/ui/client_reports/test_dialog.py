"""Proof sheets and reports from the window: the file has exactly what is selected, all of it by keyboard."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from postdesk.ui.client_reports.dialog import ClientReportsDialog
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from tests.support.widgets import find, rich_labels, stops, unidentified
from tests.ui.composer.conftest import ComposerDriver, writing
from tests.ui.exporting.conftest import SaveDialogDriver, put

from postdesk.domain.client_report import ReportFormat, ReportKind
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.store import clients

__all__ = ["writing"]


class ReportDriver(SaveDialogDriver[ClientReportsDialog]):
    """The dialog over the posts that a test put into the workspace session."""

    def __init__(self, session: ComposerDriver, client: Client) -> None:
        super().__init__(session, ClientReportsDialog(session.session, session.theme, session.local_zone), client.id)


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
    asking.dialog.save_to(target)
    assert await asking.tells() == "Saved as proof.html."
    page = target.read_text("utf-8")
    assert [word for word in ("First", "Second", "Out", "Other") if word in page] == ["First", "Second"]
    asking.button("notice.action").click()
    assert asking.folders == [tmp_path]


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
    picture = find(asking.dialog, QWidget, "reports.page")
    before = picture.grab().toImage()
    asking.choose("kind", ReportKind.REPORT)
    await asking.offers("Save 1 post…")
    assert picture.grab().toImage() != before


async def test_closed_while_it_writes_nothing_is_saved(writing: ComposerDriver, tmp_path: Path) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    ended: list[str] = []
    writing.session.client_reports.stopped.connect(lambda: ended.append("stopped"))
    asking.dialog.save_to(tmp_path / "proof.pdf")
    asking.dialog.reject()
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
    asking.dialog.choose(ann.id, (date(2025, 1, 1), date(2025, 1, 31)))
    await asking.until(lambda: asking.words("amiss") != "")
    assert (asking.words("amiss"), asking.button("save").isEnabled()) == ("Nothing is planned.", False)
    asking.dialog.choose(ann.id, (date(2025, 2, 1), date(2025, 1, 31)))
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
    assert (unidentified(asking.dialog), rich_labels(asking.dialog)) == ([], [])


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
async def test_the_tab_key_leads_through_all_of_it(writing: ComposerDriver, key: Qt.Key) -> None:
    ann, _ = await filled(writing)
    asking = ReportDriver(writing, ann)
    await asking.offers("Save 2 posts…")
    assert {"reports.period.first", "reports.period.last", "reports.format", "reports.save"} <= {*stops(asking.dialog, key)}
