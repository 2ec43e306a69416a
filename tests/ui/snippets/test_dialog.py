"""Snippets are added, changed, deleted and restored."""

import asyncio

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QPlainTextEdit
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.composer.conftest import ComposerDriver, writing

from postdesk.domain.snippets import Snippet
from postdesk.ui.snippets.dialog import SnippetsDialog

__all__ = ["writing"]
HOSTILE = "<b>{x}</b>"


def opened(writing: ComposerDriver) -> SnippetsDialog:
    dialog = SnippetsDialog(writing.session.snippets, writing.session.clients.all(), writing.theme)
    dialog.show()
    return dialog


def field(dialog: SnippetsDialog, name: str) -> QLineEdit:
    return find(dialog, QLineEdit, f"snippets.all.{name}")


def text(dialog: SnippetsDialog) -> QPlainTextEdit:
    return find(dialog, QPlainTextEdit, "snippets.all.text")


def rows(dialog: SnippetsDialog) -> list[str]:
    shown = find(dialog, QListWidget, "snippets.all.list")
    return [shown.item(row).text() for row in range(shown.count())]


async def kept(writing: ComposerDriver, *snippets: Snippet) -> None:
    told: list[int] = []
    writing.session.snippets.saved.connect(told.append)
    for snippet in snippets:
        writing.session.snippets.save(snippet)
    await writing.until(lambda: len(told) == len(snippets))


async def test_a_new_one_is_kept_once_however_often_its_fields_are_left(writing: ComposerDriver) -> None:
    client = await writing.client("Ann")
    dialog = opened(writing)
    QTest.keyClicks(text(dialog), "#one #two")
    QTest.keyClicks(field(dialog, "name"), "tags")
    field(dialog, "name").editingFinished.emit()
    whose = find(dialog, QComboBox, "snippets.all.for")
    whose.setCurrentIndex(whose.findData(client.id))
    whose.activated.emit(whose.currentIndex())
    await writing.until(lambda: any(each.client_id for each in writing.session.snippets.all()))
    (made,) = writing.session.snippets.all()
    assert (made.name, made.text, made.client_id) == ("tags", "#one #two", client.id)
    await writing.until(lambda: rows(dialog) == ["tags\n2 hashtags · for Ann"])
    dialog.close()


async def test_a_change_is_kept_when_another_one_is_chosen_or_the_dialog_is_closed(writing: ComposerDriver) -> None:
    await kept(writing, Snippet(0, "a", "one"), Snippet(0, "b", "two"))
    dialog = opened(writing)
    shown = find(dialog, QListWidget, "snippets.all.list")
    shown.setCurrentRow(0)
    text(dialog).setPlainText("changed")
    shown.setCurrentRow(1)
    assert text(dialog).toPlainText() == "two"
    field(dialog, "name").setText("c")
    dialog.close()
    await writing.until(
        lambda: {(each.name, each.text) for each in writing.session.snippets.all()} == {("a", "changed"), ("c", "two")}
    )


async def test_one_without_a_name_or_a_text_is_not_kept(writing: ComposerDriver) -> None:
    dialog = opened(writing)
    QTest.keyClicks(field(dialog, "name"), "name")
    dialog.close()
    await asyncio.sleep(0.05)
    assert writing.session.snippets.all() == ()


async def test_a_deleted_one_is_brought_back(writing: ComposerDriver) -> None:
    await kept(writing, Snippet(0, "a", "one"))
    (before,) = writing.session.snippets.all()
    dialog = opened(writing)
    find(dialog, QListWidget, "snippets.all.list").setCurrentRow(0)
    find(dialog, QAbstractButton, "snippets.all.delete").click()
    await writing.until(lambda: writing.session.snippets.all() == ())
    find(dialog, QAbstractButton, "snippets.all.notice.action").click()
    await writing.until(lambda: writing.session.snippets.all() == (before,))
    await writing.until(lambda: rows(dialog) == ["a\none"])
    dialog.close()


async def test_it_says_what_is_asked_for_and_what_is_unknown(writing: ComposerDriver) -> None:
    dialog = opened(writing)
    text(dialog).setPlainText("{Who?} {date+2} {odd}")
    said = find(dialog, QLabel, "snippets.all.said")
    assert said.text() == "Asks for: Who\nUnknown, inserted as written: {odd}"
    dialog.close()


async def test_all_is_named_and_nothing_is_taken_as_markup(writing: ComposerDriver) -> None:
    await kept(writing, Snippet(0, HOSTILE, HOSTILE))
    dialog = opened(writing)
    find(dialog, QListWidget, "snippets.all.list").setCurrentRow(0)
    assert unidentified(dialog) == []
    assert rich_labels(dialog) == []
    dialog.close()


async def test_what_can_be_filled_in_is_chosen_from_a_menu(writing: ComposerDriver) -> None:
    dialog = opened(writing)
    QTest.keyClicks(text(dialog), "From ")
    menu = dialog.form.fills.menu()
    next(each for each in menu.actions() if each.text().endswith("{client}")).trigger()
    assert text(dialog).toPlainText() == "From {client}"
    named = [each.text().split("\t")[1] for each in menu.actions()]
    assert Snippet(1, "", " ".join(named)).unknown == ()
    dialog.close()


async def test_looking_at_one_changes_nothing(writing: ComposerDriver) -> None:
    client = await writing.client("Ann")
    await kept(writing, Snippet(0, "a", "one\u00a0two\n\n#three", client.id, at_end=True), Snippet(0, "b", "x"))
    before = writing.session.snippets.all()
    told: list[int] = []
    writing.session.snippets.saved.connect(told.append)
    dialog = opened(writing)
    for row in (0, 1, 0):
        find(dialog, QListWidget, "snippets.all.list").setCurrentRow(row)
    dialog.close()
    await asyncio.sleep(0.05)
    assert (writing.session.snippets.all(), told) == (before, [])
