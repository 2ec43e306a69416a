"""Texts from outside are shown as plain text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from tests.support.widgets import rich_labels

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel, message_box, plain_tooltip
from postdesk.ui.kit.theme import Theme

HOSTILE = '<img src="file:///etc/passwd"><b>bold</b> &amp; <a href="https://evil.example">x</a>'


def test_a_label_shows_markup_as_it_is(qtbot: QtBot) -> None:
    label = PlainLabel(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_an_eliding_label_takes_no_more_room_than_there_is(qtbot: QtBot) -> None:
    label = PlainLabel(HOSTILE * 20, elide=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.minimumSizeHint().width() < 80
    assert "<img" not in label.toolTip()


@pytest.mark.parametrize("text", [HOSTILE, "plain & simple", "1 < 2"])
def test_a_tool_tip_is_never_markup(text: str, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    plain_tooltip(widget, text)
    assert "<img" not in widget.toolTip()
    assert "<b>" not in widget.toolTip()


def test_a_message_box_is_plain_in_all_its_parts(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = message_box(parent, "Title", HOSTILE, [("Keep", QMessageBox.ButtonRole.AcceptRole)], more=HOSTILE)
    box.open()
    shown = [label for label in box.findChildren(QLabel) if label.text()]
    assert [label.text() for label in shown] == [HOSTILE, HOSTILE]
    assert not rich_labels(box)
    box.close()


def test_a_button_shows_an_ampersand(theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Bright & Sons", "button")
    qtbot.addWidget(button)
    assert button.text() == "Bright && Sons"
    assert button.accessibleName() == "Bright & Sons"


def test_a_notice_shows_markup_as_it_is(theme: Theme, qtbot: QtBot) -> None:
    notice = NoticeBar(theme, "notice", dismissible=True)
    qtbot.addWidget(notice)
    notice.tell(HOSTILE)
    assert notice.label.text() == HOSTILE
    assert not rich_labels(notice)


def test_an_elided_label_is_written_from_the_right_where_the_window_is(theme: Theme, qtbot: QtBot) -> None:
    label = PlainLabel("Ends", elide=True)
    qtbot.addWidget(label)
    label.resize(200, 30)

    def inked() -> list[bool]:
        """Return for each half of the label whether something is written in it."""
        picture = label.grab().toImage()
        rows = range(picture.height())
        paper = picture.pixel(0, 0)
        return [any(picture.pixel(x, y) != paper for x in half for y in rows) for half in (range(100), range(100, 200))]

    assert inked() == [True, False]
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert inked() == [False, True]
