"""The history of a draft: versions that are kept as it is written, their differences, and restoring one."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QPlainTextEdit
from tests.ui.composer.conftest import ComposerDriver, ready
from tests.ui.composer.test_templates import choose

from postdesk.domain.platforms import Platform
from postdesk.ui.drafts.history import HistoryDialog

LONG = "Fresh bread at seven, and a queue around the corner by nine."


def open_history(writing: ComposerDriver) -> HistoryDialog:
    choose(writing, "history")
    return next(each for each in writing.pane.findChildren(HistoryDialog) if each.isVisible())


def lines(dialog: HistoryDialog) -> list[str]:
    """Return the text of each version's line."""
    view = dialog.findChild(QListView, "history.list")
    assert view
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def shown(dialog: HistoryDialog) -> str:
    text = dialog.findChild(QPlainTextEdit)
    assert text
    return text.toPlainText()


async def kept(writing: ComposerDriver, text: str) -> None:
    writing.pane.save()
    await writing.until(lambda: [draft.text for draft in writing.kept()] == [text])


async def test_what_was_overwritten_comes_back_and_that_can_be_undone(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write(LONG)
    await kept(writing, LONG)
    writing.editor.selectAll()
    writing.write("Rolls at seven")
    await kept(writing, "Rolls at seven")
    dialog = open_history(writing)
    assert lines(dialog) == ["Now · 1 word added, 10 removed", "12:00 · 12 words added"]
    assert shown(dialog) == LONG
    assert not dialog.grab().isNull()
    dialog.restore.click()
    assert (writing.editor.text(), writing.text_of("notice.text")) == (LONG, "Version of 12:00 restored.")
    assert writing.find(QPlainTextEdit, "text").isEnabled()
    await kept(writing, LONG)
    writing.click("notice.action")
    assert writing.editor.text() == "Rolls at seven"
    await kept(writing, "Rolls at seven")


async def test_the_changes_are_struck_out_and_underlined_or_left_out(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write(LONG)
    await kept(writing, LONG)
    writing.editor.selectAll()
    writing.write("Fresh rolls at seven")
    await kept(writing, "Fresh rolls at seven")
    dialog = open_history(writing)
    view = dialog.findChild(QListView)
    assert view
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert not dialog.restore.isEnabled()
    assert shown(dialog).startswith("Fresh breadrolls at seven")
    dialog.changes.setChecked(False)
    assert shown(dialog) == "Fresh rolls at seven"
    dialog.close()


async def test_leaving_a_draft_keeps_a_version_of_what_was_changed_in_it(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("First")
    await kept(writing, "First")
    (draft,) = writing.kept()
    for _ in range(2):
        writing.pane.new_draft()
        writing.pane.open_draft(draft.id)
    await writing.until(lambda: bool(writing.session.drafts.versions(draft.id)))
    writing.session.clock.offset += timedelta(minutes=5)
    writing.write(" more")
    writing.pane.new_draft()
    await writing.until(
        lambda: [version.text for version in writing.session.drafts.versions(draft.id)] == ["First more", "First"]
    )
    writing.pane.open_draft(draft.id)
    dialog = open_history(writing)
    assert lines(dialog) == ["Now · 1 word added", "12:00 · 1 word added"]
    dialog.close()


async def test_a_deleted_draft_comes_back_with_its_versions(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write(LONG)
    await kept(writing, LONG)
    writing.editor.selectAll()
    writing.write("Rolls")
    await kept(writing, "Rolls")
    choose(writing, "delete")
    await writing.until(lambda: writing.kept() == ())
    writing.click("notice.action")
    await kept(writing, "Rolls")
    dialog = open_history(writing)
    assert len(lines(dialog)) == 2
    dialog.close()
