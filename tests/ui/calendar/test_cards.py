"""What a card shows, painted."""

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QImage, QPainter
from tests.support.quiet_desk import NOON

from postdesk.domain.board import Card, CardKind
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.calendar.cards import CardPainter
from postdesk.ui.calendar.kit import Kit
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.theme import Theme

SIGHT = Sight(ZoneInfo("UTC"), NOON, (), several=False, first_weekday=0)


def painted(theme: Theme, size: QRect, *platforms: Platform) -> QImage:
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, platforms, "")
    image = QImage(size.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    CardPainter(Kit(theme, QFont(), 1.0)).paint(painter, size, card, SIGHT, marked=False)
    painter.end()
    return image


@pytest.mark.parametrize("height", [37, 21], ids=["two lines", "one line"])
def test_a_card_never_looks_as_if_it_went_to_fewer_platforms(theme: Theme, height: int) -> None:
    for width in range(90, 170):
        size = QRect(0, 0, width, height)
        alone = painted(theme, size, Platform.LINKEDIN)
        assert painted(theme, size, Platform.LINKEDIN, Platform.TWITTER) != alone, f"{width} wide"
