"""Small widgets that several panes share."""

from functools import partial

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from postdesk.ui.composer.problems import paused_layouts
from postdesk.ui.kit.buttons import Button, ElidedButton, IconButton, MenuButton
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.fields.step_fields import MonthPopup
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import FieldForm, remark
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.steady_label import CounterLabel
from postdesk.ui.kit.theme import Theme


@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QSpinBox])
def test_the_name_of_a_field_stands_at_its_middle(theme: Theme, qtbot: QtBot, kind: type[QWidget]) -> None:
    window, form, field = QWidget(), FieldForm(), kind()
    form.add("Name", field)
    beside = QHBoxLayout()
    inner = kind()
    beside.addWidget(inner)
    form.add("Beside", beside)
    window.setLayout(form)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    for words, part in (("Name", field), ("Beside", inner)):
        (name,) = [label for label in window.findChildren(QLabel) if label.text() == words]
        assert abs(name.geometry().center().y() - part.geometry().center().y()) <= 1


def test_the_name_of_a_large_field_stands_at_its_top(theme: Theme, qtbot: QtBot) -> None:
    window, form, field = QWidget(), FieldForm(), QPlainTextEdit()
    form.add("Text", field)
    window.setLayout(form)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    (name,) = window.findChildren(QLabel)
    assert name.geometry().bottom() < field.geometry().center().y()


def test_another_number_in_words_needs_no_other_room(theme: Theme, qtbot: QtBot) -> None:
    heights: dict[str, list[int]] = {}
    for digit in "0178":
        words = CounterLabel()
        qtbot.addWidget(words)
        words.say("LinkedIn allows 0,000; this has 0,000. X allows 000.".replace("0", digit))
        heights[digit] = [words.heightForWidth(width) for width in range(60, 400)]
    assert all(each == heights["0"] for each in heights.values())


def test_other_words_get_the_room_that_they_need_at_any_width(theme: Theme, qtbot: QtBot) -> None:
    window, words, wide = QWidget(), CounterLabel(), 210
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(words)
    qtbot.addWidget(window)
    words.resize(150, 40)
    words.say("X allows 280; this has 300.")
    before = words.heightForWidth(150), column.heightForWidth(wide)
    words.say("Instagram: a picture or a video is needed.")
    assert words.heightForWidth(150) == before[0], "nothing changes where it stands now"
    assert column.heightForWidth(wide) > before[1]


def test_rows_are_as_high_as_what_is_shown_in_them(theme: Theme, qtbot: QtBot) -> None:
    window, buttons = QWidget(), [QPushButton(words) for words in ("Leave it out", "Post anyway")]
    rows = FlowLayout(window)
    for button in buttons:
        rows.addWidget(button)
    qtbot.addWidget(window)
    width = buttons[0].sizeHint().width()
    both = rows.heightForWidth(width)
    buttons[1].hide()
    one = rows.heightForWidth(width)
    buttons[1].show()
    assert (one, rows.heightForWidth(width)) == (buttons[0].sizeHint().height(), both)
    assert both > 2 * one


def test_rows_begin_at_the_right_where_the_window_is_mirrored(theme: Theme, qtbot: QtBot) -> None:
    window, buttons = QWidget(), [QPushButton(words) for words in "ab"]
    rows = FlowLayout(window)
    for button in buttons:
        rows.addWidget(button)
    qtbot.addWidget(window)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.resize(600, 60)
    window.show()
    qtbot.waitExposed(window)
    assert buttons[0].geometry().right() == window.rect().right()
    assert buttons[1].geometry().right() == buttons[0].x() - rows.spacing() - 1


class MoveCounter(QLabel):
    """A label that counts how often it is moved."""

    moves = 0

    def moveEvent(self, event: QMoveEvent) -> None:
        self.moves += 1


def test_what_is_below_moves_once_for_all_that_comes(theme: Theme, qtbot: QtBot) -> None:
    window, rows, below, labels = QWidget(), QWidget(), MoveCounter("below"), [QLabel(words) for words in "abc"]
    column, outer = QVBoxLayout(rows), QVBoxLayout(window)
    for label in labels:
        column.addWidget(label)
        label.hide()
    for part in (rows, below):
        outer.addWidget(part)
    outer.addStretch()
    qtbot.addWidget(window)
    window.resize(200, 600)
    window.show()
    qtbot.waitExposed(window)
    below.moves = 0
    with paused_layouts(rows):
        for label in labels:
            label.show()
    assert below.moves == 1
    assert [part.y() for part in labels] == sorted({part.y() for part in labels})
    assert below.y() > rows.geometry().bottom()


@pytest.mark.parametrize(("role", "icon"), [("link", "circle-x"), ("primary", "send"), ("choice", ""), ("quiet", "tag")])
def test_a_button_that_can_be_cut_has_room_for_its_words_at_its_own_size(
    theme: Theme, qtbot: QtBot, role: str, icon: str
) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    words = "4 problems, 4 warnings"
    whole, cut = (kind(theme, words, f"part.{kind.__name__}", role=role, icon=icon) for kind in (Button, ElidedButton))
    layout = QVBoxLayout(row)
    for button in (whole, cut):
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(button)
    row.show()
    width = cut.sizeHint().width()
    for button in (whole, cut):
        button.setFixedWidth(width)
    QApplication.processEvents()
    assert whole.grab().toImage() == cut.grab().toImage()
    assert cut.minimumSizeHint().width() < width / 2
    for button in (whole, cut):
        button.setFixedWidth(width - 8)
    QApplication.processEvents()
    assert whole.grab().toImage() != cut.grab().toImage()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_presses_the_button_that_has_the_focus_and_not_the_usual_one(theme: Theme, qtbot: QtBot, key: Qt.Key) -> None:
    dialog, pressed = Dialog("", "dialog"), list[str]()
    qtbot.addWidget(dialog)
    usual, other = Button(theme, "Save", "save"), Button(theme, "Cancel", "cancel")
    icon = IconButton(theme, "x", "Close", "close")
    usual.setDefault(True)
    for button in (usual, other, icon):
        dialog.foot.addWidget(button)
        button.clicked.connect(partial(pressed.append, button.objectName()))
    dialog.show()
    for button in (other, icon):
        button.setFocus()
        QTest.keyClick(button, key)
    assert pressed == ["cancel", "close"]


def test_the_menu_of_a_button_with_its_icon_at_the_end_has_its_icons_at_the_begin(theme: Theme, qtbot: QtBot) -> None:
    button = MenuButton(theme, "Label", "label")
    qtbot.addWidget(button)
    menu = QMenu(button)
    menu.addAction("Spring")
    button.setMenu(menu)
    button.show()
    menu.popup(button.pos())
    assert menu.layoutDirection() is Qt.LayoutDirection.LeftToRight
    menu.close()


def test_a_long_name_takes_no_room_from_what_is_beside_it_and_is_whole_in_the_list(theme: Theme, qtbot: QtBot) -> None:
    name = "Gesellschaft für Veranstaltungsorganisation und Bühnenkunst mbH " * 3
    box, field = ClientBox("whose", "Client"), QLineEdit()
    box.addItem(name)
    window, row = QWidget(), QHBoxLayout()
    for widget in (box, field):
        row.addWidget(widget)
    window.setLayout(row)
    qtbot.addWidget(window)
    window.resize(400, 60)
    window.show()
    qtbot.waitExposed(window)
    assert window.width() == 400
    assert box.currentText() == name
    box.showPopup()
    assert box.view().width() >= box.view().sizeHintForColumn(0)
    box.hidePopup()


def test_a_dialog_of_one_field_does_not_scroll(theme: Theme, qtbot: QtBot) -> None:
    dialog = Dialog("New label", "label", letters=56)
    dialog.body.addWidget(QLineEdit())
    dialog.offer(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    (area,) = dialog.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() == 0


def test_a_list_says_what_is_missing_while_it_is_empty(theme: Theme, qtbot: QtBot) -> None:
    plain, telling = list_box("plain", "Words"), list_box("telling", "Words", when_empty="No words yet.")
    for box in (plain, telling):
        qtbot.addWidget(box)
        box.resize(200, 100)
    assert plain.grab().toImage() != telling.grab().toImage()
    for box in (plain, telling):
        box.addItem("Sourdough")
    assert plain.grab().toImage() == telling.grab().toImage()


def test_a_sentence_in_a_form_is_as_wide_as_its_fields(theme: Theme, qtbot: QtBot) -> None:
    window, form, field = QWidget(), FieldForm(), QLineEdit()
    sentence = remark("If none is ticked, the last post’s platforms are used.")
    form.add("Name", field)
    form.add("", sentence)
    window.setLayout(form)
    qtbot.addWidget(window)
    window.resize(600, 100)
    window.show()
    qtbot.waitExposed(window)
    assert sentence.width() == field.width()


def test_the_names_of_days_have_room_in_the_calendar_to_select_from(theme: Theme, qtbot: QtBot) -> None:
    popup = MonthPopup(theme)
    qtbot.addWidget(popup)
    popup.open_below(popup, QDate(2026, 12, 1))
    (days,) = popup.findChildren(QTableView)
    assert all(days.columnWidth(column) >= days.sizeHintForColumn(column) for column in range(7))
