"""The row of tools under the text."""

from pytestqt.qtbot import QtBot

from postdesk.ui.composer.tools import TextTools
from postdesk.ui.kit.theme import Theme


def test_the_row_is_there_once_it_has_a_tool_and_keeps_their_order(theme: Theme, qtbot: QtBot) -> None:
    row = TextTools(theme)
    qtbot.addWidget(row)
    assert row.isHidden()
    first, second = row.add("image", "One", "composer.one"), row.add("link", "Two", "composer.two")
    layout = row.layout()
    assert layout
    assert layout.indexOf(first) < layout.indexOf(second)
    assert not row.isHidden()
    assert (first.accessibleName(), second.accessibleIdentifier()) == ("One", "composer.two")
