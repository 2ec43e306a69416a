"""Icons and fonts, as Qt reads them."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
APP_ICON = RESOURCES / "icons" / "org.postdesk.Postdesk.svg"
PLATFORMS = ("linkedin", "twitter", "facebook", "instagram", "youtube", "threads", "pinterest", "reddit")


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.stem)
def test_icon_is_drawn(icon: Path) -> None:
    renderer = QSvgRenderer(str(icon))
    assert renderer.isValid()
    image = QImage(QSize(16, 16), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


@pytest.mark.parametrize("icon", [icon for icon in ICONS if icon != APP_ICON], ids=lambda icon: icon.stem)
def test_icon_takes_the_colour_it_is_given(icon: Path) -> None:
    source = icon.read_text(encoding="utf-8")
    assert "currentColor" in source
    assert not re.search("#[0-9a-fA-F]{3}|<script|href|url\\(", source)


def test_every_platform_has_its_mark() -> None:
    assert {icon.stem for icon in ICONS} >= {f"brand-{platform}" for platform in PLATFORMS}


def test_the_font_has_four_weights_and_the_scripts_of_europe(qtbot: QtBot) -> None:
    for file in sorted((RESOURCES / "fonts").glob("*.otf")):
        assert QFontDatabase.addApplicationFont(str(file)) >= 0
    widths = []
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold):
        font = QFont("Inter")
        font.setPixelSize(100)
        font.setWeight(weight)
        metrics = QFontMetricsF(font)
        assert all(metrics.inFontUcs4(ord(letter)) for letter in "Aßőșł–…€→ΩάЖїẤ")
        widths.append(metrics.horizontalAdvance("Scheduled"))
    assert widths == sorted(set(widths))
