"""Templates: kept under a name, edited as such, and used to begin drafts."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.ui.composer.chips import Chip
from postdesk.ui.drafts.dialogs import TemplateNameDialog

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


def choose(writing: ComposerDriver, name: str) -> None:
    """Trigger an action of the composer's menu."""
    next(each for each in writing.menu("menu").actions() if each.objectName() == f"composer.menu.{name}").trigger()


def offered(writing: ComposerDriver) -> QMenu | None:
    return writing.menu("menu").findChild(QMenu, "composer.menu.from_template")


def answer(writing: ComposerDriver, name: str) -> TemplateNameDialog:
    dialog = next(each for each in writing.pane.findChildren(TemplateNameDialog) if each.isVisible())
    field = dialog.findChild(QLineEdit)
    assert field
    field.clear()
    QTest.keyClicks(field, name)
    return dialog


async def kept_as_template(writing: ComposerDriver) -> None:
    choose(writing, "keep_as_template")
    answer(writing, "Weekly").save.click()
    await writing.until(lambda: bool(writing.session.drafts.templates()))


async def test_a_draft_is_kept_as_a_template_and_makes_others_for_any_client(writing: ComposerDriver) -> None:
    ann = await ready(writing, LINKEDIN, X)
    bob = await writing.client("Bob Baker")
    await writing.accounts(bob, X)
    writing.write("Weekly offer")
    assert offered(writing) is None
    await kept_as_template(writing)
    assert writing.text_of("notice.text") == "Saved as template “Weekly”."
    writing.write("!")
    assert writing.text_of("notice.text") == "", "good news goes with the next key"
    writing.pane.new_draft(bob.id)
    menu = offered(writing)
    assert menu
    menu.actions()[0].trigger()
    assert (writing.text_of("for"), writing.editor.text()) == ("For Bob Baker", "Weekly offer")
    assert writing.find(Chip, "chip.twitter").isChecked()
    writing.pane.save()
    await writing.until(lambda: [draft.client_id for draft in writing.kept()] == [bob.id, ann.id])
    assert all(draft.template == "" and draft.due_at for draft in writing.kept())


async def test_a_template_says_that_it_is_one_and_is_saved_not_scheduled(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Weekly offer")
    await kept_as_template(writing)
    writing.click("notice.action")
    assert writing.text_of("origin.text").startswith("Template “Weekly”")
    assert (writing.text_of("schedule"), writing.text_of("publish"), writing.text_of("schedule_more")) == (
        "Save template",
        "",
        "",
    )
    assert not writing.find(QWidget, "date").isVisible()
    writing.write(" of bread")
    await writing.press(Qt.Key.Key_Return)
    assert (writing.submitted, writing.refused) == ([], [])
    assert (writing.editor.text(), writing.text_of("notice.text")) == ("", "Template “Weekly” saved.")
    await writing.until(lambda: " of bread" in writing.session.drafts.templates()[0].text)
    writing.click("notice.action")
    assert writing.text_of("origin.text") == ""
    assert writing.text_of("schedule").startswith("Schedule for Alex Morgan")


async def test_a_template_is_renamed_but_not_as_another(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Weekly offer")
    await kept_as_template(writing)
    choose(writing, "keep_as_template")
    dialog = answer(writing, "WEEKLY ")
    assert not dialog.save.isEnabled()
    dialog.reject()
    writing.click("notice.action")
    choose(writing, "rename")
    answer(writing, "Monthly").save.click()
    assert writing.text_of("origin.text").startswith("Template “Monthly”")
    writing.pane.save()
    await writing.until(lambda: writing.session.drafts.templates()[0].template == "Monthly")


async def test_a_deleted_template_comes_back(writing: ComposerDriver) -> None:
    await ready(writing, LINKEDIN)
    writing.write("Weekly offer")
    await kept_as_template(writing)
    writing.click("notice.action")
    choose(writing, "delete")
    await writing.until(lambda: writing.session.drafts.templates() == ())
    assert writing.text_of("notice.text") == "Template deleted."
    writing.click("notice.action")
    assert writing.text_of("origin.text").startswith("Template “Weekly”")
    writing.pane.save()
    await writing.until(lambda: bool(writing.session.drafts.templates()))
