"""The foot of the composer keeps its place whatever remark there is on the selected time."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.ui.composer.action_bar import ActionBar
from postdesk.ui.composer.chips import Chip
from postdesk.ui.composer.time_notes import SendingNote
from postdesk.ui.composer.time_picker import TimePicker
from postdesk.ui.kit.buttons import ElidedButton
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.theme import Theme


@pytest.mark.parametrize("size", [(372, 620), (372, 750)])
async def test_the_time_stays_where_it_is_as_another_is_chosen(writing: ComposerDriver, size: tuple[int, int]) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.THREADS)
    writing.pane.show()
    writing.pane.resize(*size)
    writing.put("Some text")
    (when,), (acts,) = writing.pane.findChildren(TimePicker), writing.pane.findChildren(ActionBar)
    places, said = set[int](), set[str]()
    for ahead in (timedelta(minutes=20), timedelta(hours=-3), timedelta(days=400), timedelta(hours=30), timedelta(minutes=20)):
        when.picks.picked.emit(writing.session.clock.now() + ahead)
        await writing.until(lambda: when.geometry().bottom() < acts.geometry().top())  # the layout is up to date
        said.add(writing.text_of("remark") or writing.text_of("sending"))
        places.add(when.mapTo(writing.pane, when.rect().topLeft()).y())
    assert len(said) >= 3
    assert len(places) == 1, (places, said)


@pytest.mark.parametrize("width", [300, 900])
def test_the_icon_of_how_a_draft_is_sent_is_level_with_the_first_line(theme: Theme, qtbot: QtBot, width: int) -> None:
    note = SendingNote(theme)
    qtbot.addWidget(note)
    note.show_way(
        "MyPostShare can’t schedule media. Postdesk sends this Thu 17:30: keep it running.", from_here=True, explained=True
    )
    note.setFixedWidth(width)
    note.show()
    note.adjustSize()
    icon, label, line = note.findChildren(IconLabel)[0].geometry(), note.label.geometry(), note.label.fontMetrics().lineSpacing()
    several = note.label.heightForWidth(label.width()) >= 2 * line
    assert several is (width == 300)
    assert abs(icon.center().y() - (label.top() + line / 2 if several else label.center().y())) <= 2


async def test_the_main_button_names_the_client_in_full_in_a_panel(writing: ComposerDriver) -> None:
    bakery = await writing.client("Bakery Sonne")
    await writing.accounts(await writing.client("Loop Labs"), Platform.LINKEDIN)
    await writing.accounts(bakery, Platform.LINKEDIN, Platform.TWITTER)
    writing.open(bakery)
    writing.scope.show_client(None)
    writing.pane.resize(400, 696)
    writing.pane.show()
    for platform in (Platform.LINKEDIN, Platform.TWITTER):
        chip = writing.find(Chip, f"chip.{platform}")
        if not chip.isChecked():
            chip.click()
    writing.put("x" * 300)
    button = writing.find(ElidedButton, "schedule")
    await writing.until(lambda: button._words() == "Schedule for Bakery Sonne")
    await writing.until(lambda: button.width() >= button.sizeHint().width())
