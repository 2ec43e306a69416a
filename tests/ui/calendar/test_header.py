"""The calendar's bar, where there is more or less room."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from postdesk.ui.calendar.header import Header
from postdesk.ui.calendar.state import View
from postdesk.ui.kit.theme import Theme


@pytest.mark.parametrize("width", [340, 480, 560, 614, 700, 900])
def test_nothing_is_cut_also_where_the_words_come_later(theme: Theme, qtbot: QtBot, width: int) -> None:
    header = Header(theme)
    qtbot.addWidget(header)
    header.resize(width, 100)
    header.show()
    qtbot.waitExposed(header)
    header.show_period(View.MONTH, "September 2026", "New York time")

    def cut() -> list[QWidget]:
        buttons = [each for each in header.findChildren(QPushButton) if each.isVisible()]
        return [each for each in buttons if each.width() < each.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [])
