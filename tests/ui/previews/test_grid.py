"""All cards beside each other, and the command that saves pictures of them."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication
from tests.support.widgets import find
from tests.ui.previews.conftest import Cards

from postdesk.domain.drafts import Content
from postdesk.domain.platforms import Platform
from postdesk.ui.previews.card import FramedCard, PreviewCard
from postdesk.ui.previews.grid import PreviewGrid

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("width", "columns"), [(400, 1), (560, 2), (1400, 2)])
def test_there_are_two_columns_where_there_is_room_for_them(cards: Cards, width: int, columns: int) -> None:
    grid = shown(cards, width)
    places = [framed.geometry() for framed in grid.findChildren(FramedCard)]
    assert len({place.x() for place in places}) == columns
    assert not any(one.intersects(other) for one in places for other in places if one is not other)
    assert all(_holds(framed) for framed in grid.findChildren(FramedCard))
    grid.close()


def test_a_larger_text_size_leaves_room_for_fewer_columns(cards: Cards) -> None:
    grid = shown(cards, 700)
    assert len({framed.x() for framed in grid.findChildren(FramedCard)}) == 2
    within = grid.findChildren(FramedCard)[0].parentWidget()
    assert within
    font = within.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    within.setFont(font)
    for _ in range(3):
        QApplication.processEvents()
    assert len({framed.x() for framed in grid.findChildren(FramedCard)}) == 1
    grid.close()


def test_a_growing_text_moves_no_card_to_another_column(cards: Cards) -> None:
    grid = shown(cards, 1400)
    before = [framed.x() for framed in grid.findChildren(FramedCard)]
    grid.show_posts(tuple(cards.post(each, Content("bread\n" * 20)) for each in Platform))
    for _ in range(3):
        QApplication.processEvents()
    assert [framed.x() for framed in grid.findChildren(FramedCard)] == before
    assert all(_holds(framed) for framed in grid.findChildren(FramedCard))
    grid.close()


def test_what_is_too_long_is_said_apart_from_what_is_not_known(cards: Cards) -> None:
    framed = FramedCard(
        cards.theme, cards.looks.of(Platform.TWITTER), cards.pictures, cards.post(Platform.TWITTER, Content("short"))
    )
    framed.show()
    note = framed.note.text()
    assert not framed.over.isVisible()
    framed.show_post(cards.post(Platform.TWITTER, Content("x" * 281)))
    assert framed.over.isVisible()
    assert framed.over.label.text() == "Too long. X would refuse this post."
    assert framed.note.text() == note
    framed.close()


def test_all_can_be_seen_in_dark(cards: Cards) -> None:
    grid = shown(cards, 900)
    mode = find(grid, QAbstractButton, "previews.mode")
    assert mode.text() == "Show in dark mode"
    mode.click()
    assert all(card.dark for card in grid.findChildren(PreviewCard))
    assert mode.text() == "Show in light mode"
    grid.close()


def test_the_command_takes_a_picture_of_each_card(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "packaging" / "previews.py", tmp_path], check=True, capture_output=True, timeout=60)
    pictures = sorted(tmp_path.glob("*.png"))
    assert [picture.stem for picture in pictures] == sorted(f"{each}-{mode}" for each in Platform for mode in ("dark", "light"))
    assert all(QImage(str(picture)).width() > 1000 for picture in pictures)
    assert (tmp_path / "compare.md").read_text("utf-8").count("preview**") == len(Platform)


def shown(cards: Cards, width: int) -> PreviewGrid:
    grid = PreviewGrid(cards.theme, cards.looks, cards.pictures)
    grid.show_posts(tuple(cards.post(each, Content("Fresh bread at seven")) for each in Platform))
    grid.show()
    grid.resize(width, 900)
    for _ in range(3):
        QApplication.processEvents()
    return grid


def _holds(framed: FramedCard) -> bool:
    """Return whether the card and its note fit in their place, one above the other."""
    inside = QRect(0, 0, framed.width(), framed.height())
    card, note = framed.card.geometry(), framed.note.geometry()
    return (
        inside.contains(card)
        and inside.contains(note)
        and note.top() > card.bottom()
        and card.height() == framed.card.stack.height
    )
