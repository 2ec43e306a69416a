"""The layout of cards in a cell."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from postdesk.ui.calendar.cell_layout import CellMeasures, arrange, count_fitting, share_height

LINE = 15
DAY = CellMeasures(LINE, LINE + 7, labelled=True)
HOUR = CellMeasures(LINE, 4, labelled=False)
SIX_WEEKS = QSize(134, 90)
"""The size of a day in a month of six weeks, in a window of 1600 by 1000."""


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (2, 2), (3, 2), (9, 2)])
def test_two_cards_of_a_day_keep_their_words_in_a_month_of_six_weeks(count: int, shown: int) -> None:
    lies = arrange(SIX_WEEKS, count, min(count, 4), DAY)

    assert len(lies.cards) == shown
    assert all(card.height() >= 2 * LINE for card in lies.cards)
    assert (lies.more is not None) == (count > shown)


def test_a_single_card_has_air_around_its_words() -> None:
    (card,) = arrange(SIX_WEEKS, 1, 1, DAY).cards

    assert card.height() == DAY.tall_height


@pytest.mark.parametrize("width", [134, 80])
def test_in_a_low_cell_the_words_of_one_are_worth_more_than_the_times_of_two(width: int) -> None:
    lies = arrange(QSize(width, 70), 3, 3, DAY)

    assert len(lies.cards) == 1
    assert lies.cards[0].height() >= 2 * LINE
    assert lies.more


def test_without_room_for_words_cards_are_flat() -> None:
    lies = arrange(QSize(134, 50), 3, 3, DAY)

    assert [card.height() for card in lies.cards] == [DAY.flat_height]
    assert lies.more


@pytest.mark.parametrize("width", [134, 113])
def test_below_the_words_of_one_is_room_for_the_time_of_another(width: int) -> None:
    lies = arrange(QSize(width, 82), 3, 3, DAY)

    first, second = (card.height() for card in lies.cards)
    assert first >= DAY.close
    assert second == DAY.flat_height
    assert lies.more
    assert DAY.max_cards(QSize(width, 82)) == 2


@pytest.mark.parametrize("count", range(6))
@pytest.mark.parametrize("width", [134, 100])
@pytest.mark.parametrize("measures", [DAY, HOUR], ids=["day", "hour"])
def test_nothing_overlaps_or_leaves_its_cell(count: int, width: int, measures: CellMeasures) -> None:
    for height in range(30, 220):
        cell = QSize(width, height)
        lies = arrange(cell, count, count, measures)
        rects = [*lies.cards] if measures.labelled or lies.more is None else [*lies.cards, lies.more]

        overlap = any(first.intersects(second) for n, first in enumerate(rects) for second in rects[n + 1 :])
        assert not overlap, f"{height} high"
        assert all(QRect(QPoint(), cell).contains(card) for card in lies.cards), f"{height} high"
        assert len(lies.cards) == count or lies.more, f"{height} high"


@pytest.mark.parametrize("cards", [1, 2, 3])
def test_an_hour_is_as_high_as_its_cards_need(cards: int) -> None:
    cell = QSize(134, HOUR.height_for(cards, more=False))

    assert [card.height() for card in arrange(cell, cards, cards, HOUR).cards] == [HOUR.tall_height] * cards


@pytest.mark.parametrize(("count", "room", "shown"), [(3, 60, 3), (3, 59, 2), (4, 60, 2), (2, 20, 0), (1, 10, 0), (0, 0, 0)])
def test_what_has_no_room_in_a_row_leaves_some_to_say_how_many(count: int, room: int, shown: int) -> None:
    assert count_fitting(count, room, 20, 15) == shown


@pytest.mark.parametrize(
    ("height", "wanted", "shares"),
    [
        (500, [0, 0, 0, 0, 0], [100, 100, 100, 100, 100]),
        (502, [90, 90, 90, 90, 90], [101, 101, 100, 100, 100]),
        (500, [150, 80, 80, 80, 80], [156, 86, 86, 86, 86]),
        (500, [400, 400, 80, 80, 80], [130, 130, 80, 80, 80]),
        (322, [400, 80, 80, 80, 80], [65, 65, 64, 64, 64]),
    ],
    ids=["empty", "an odd rest", "one full", "two too full", "too low"],
)
def test_full_weeks_have_more_of_the_height_and_none_has_too_little(height: int, wanted: list[int], shares: list[int]) -> None:
    assert share_height(height, wanted, 80) == shares


@pytest.mark.parametrize(
    ("height", "lines"),
    [(171, [2, 2, 1]), (150, [2, 2, 0]), (125, [2, 2]), (123, [1, 1, 0]), (110, [1, 1, 0]), (90, [1, 1])],
)
def test_text_has_the_room_before_further_cards(height: int, lines: list[int]) -> None:
    """Each card but a flat one, with 0, has a line for its time, and `lines` for its text."""
    lies = arrange(QSize(185, height), 6, 6, DAY, (2,) * 6)

    assert [card.height() // LINE - 1 for card in lies.cards] == lines
    assert lies.more


def test_a_card_with_a_short_text_takes_no_second_line() -> None:
    lies = arrange(QSize(185, 171), 2, 2, DAY, (1, 2))

    assert [card.height() for card in lies.cards] == [DAY.tall_height, DAY.tall_height + LINE]
