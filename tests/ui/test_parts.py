"""Small parts that several panes share."""

import pytest
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from postdesk.ui.parts.fields import Form
from postdesk.ui.theme import Theme


@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QSpinBox])
def test_the_name_of_a_field_stands_at_its_middle(theme: Theme, qtbot: QtBot, kind: type[QWidget]) -> None:
    window, form, field = QWidget(), Form(), kind()
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
    window, form, field = QWidget(), Form(), QPlainTextEdit()
    form.add("Text", field)
    window.setLayout(form)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    (name,) = window.findChildren(QLabel)
    assert name.geometry().bottom() < field.geometry().center().y()
