"""The thin lines of lists, and sharp rectangles."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from postdesk.ui.kit.line_painter import LinePainter, underline, whole_pixels
from postdesk.ui.kit.theme import Theme

_ROWS, _HEIGHT, _WIDTH = 5, 25, 10


@pytest.mark.parametrize(("scale", "thick"), [(1.0, 1), (1.25, 1), (1.5, 1), (2.0, 2)])
@pytest.mark.parametrize("above", [0, 3])
def test_lines_are_equally_thick_at_any_scale(qtbot: QtBot, scale: float, thick: int, above: int) -> None:
    picture = QImage(round(_WIDTH * scale), round((above + _ROWS * _HEIGHT) * scale), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.translate(0, above)
    for row in range(_ROWS):
        underline(painter, QRect(0, row * _HEIGHT, _WIDTH, _HEIGHT), QColor("black"))
    painter.end()
    shades = [picture.pixelColor(2, y).lightness() for y in range(picture.height())]
    assert {*shades} == {0, 255}
    assert shades.count(0) == _ROWS * thick


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_rectangles_are_sharp_and_apart_at_any_scale(qtbot: QtBot, scale: float) -> None:
    picture = QImage(round(_WIDTH * scale), round(_ROWS * _HEIGHT * scale), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in range(_ROWS):
        painter.fillRect(whole_pixels(painter, QRect(1, row * _HEIGHT, 5, _HEIGHT - 1)), QColor("black"))
    painter.end()
    shades = [picture.pixelColor(round(3 * scale), y).lightness() for y in range(picture.height())]
    assert {*shades} <= {0, 1, 255}
    assert sum(before < 255 and after == 255 for before, after in pairwise(shades)) == _ROWS, "a gap after each"


@pytest.mark.parametrize("hidden", ["\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH SPACE}"])
def test_a_text_that_is_cut_says_so_also_after_letters_that_take_no_room(theme: Theme, qtbot: QtBot, hidden: str) -> None:
    picture = QImage(60, _HEIGHT, QImage.Format.Format_RGB32)
    painter, option = QPainter(picture), QStyleOptionViewItem()
    option.rect = picture.rect()
    line = LinePainter(painter, option, theme, pad=0, gap=0, size=16)
    assert line.write(f"e{hidden * 80} in a cup", "text").startswith(f"e{hidden * 80} in")
    assert line.write(f"e{hidden * 80} in a cup of good tea", "text").endswith("…")
    assert line.write(f"e{hidden * 80}", "text") == f"e{hidden * 80}"
    painter.end()
