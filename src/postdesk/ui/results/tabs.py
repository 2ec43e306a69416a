"""The tabs of the results, and the period of what went out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QMenu

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION, UNSENT_STATES, WAITING, WENT_OUT, StateGroup
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.segments import SegmentedControl
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate


class ResultsTab(StrEnum):
    """The tabs, in their order. The value names the tab's button."""

    ATTENTION = "attention"
    WENT_OUT = "went_out"
    SCHEDULED = "scheduled"
    ALL = "all"

    def holds(self, states: frozenset[PostState]) -> bool:
        """Return True where the tab shows posts in all of these states."""
        return self is ResultsTab.ALL or states <= TAB_STATES[self]


TAB_STATES: Final = {
    ResultsTab.ATTENTION: NEEDS_ATTENTION,
    ResultsTab.WENT_OUT: WENT_OUT,
    ResultsTab.SCHEDULED: WAITING | UNSENT_STATES | StateGroup.UNDER_WAY.value,
    ResultsTab.ALL: frozenset[PostState](),
}
"""The states of the posts of each tab; empty for all. A post stays scheduled while it is locked in, and until it has a result.

What went out is also bounded by time: a post that is locked in before its time didn't go out.
"""

_SEARCHED: Final = ResultsTab.ATTENTION, ResultsTab.SCHEDULED, ResultsTab.WENT_OUT

_WORDS: Final = {
    ResultsTab.ATTENTION: QT_TRANSLATE_NOOP("Results", "Needs attention"),
    ResultsTab.WENT_OUT: QT_TRANSLATE_NOOP("Results", "Went out"),
    ResultsTab.SCHEDULED: QT_TRANSLATE_NOOP("Results", "Scheduled"),
    ResultsTab.ALL: QT_TRANSLATE_NOOP("Results", "All"),
}


class Period(StrEnum):
    """The days of what went out. The value names the choice in the menu."""

    WEEK = "week"
    THIRTY_DAYS = "thirty_days"
    MONTH = "month"
    EVER = "ever"


_PERIODS: Final = {
    Period.WEEK: QT_TRANSLATE_NOOP("Results", "Last 7 days"),
    Period.THIRTY_DAYS: QT_TRANSLATE_NOOP("Results", "Last 30 days"),
    Period.MONTH: QT_TRANSLATE_NOOP("Results", "This month"),
    Period.EVER: QT_TRANSLATE_NOOP("Results", "All time"),
}
MOST_SHOWN: Final = 999
"""The greatest number that a tab shows."""


def tab_of(states: frozenset[PostState]) -> ResultsTab:
    """Return the first tab that shows posts in all of these states."""
    return next((tab for tab in _SEARCHED if states and tab.holds(states)), ResultsTab.ALL)


def period_words(period: Period) -> str:
    """Return a period in words."""
    return translate("Results", _PERIODS[period])


def day_edges(period: Period, now: datetime) -> tuple[datetime, ...]:
    """Return the first moments of the days of a period, in the zone of `now`, and last that of the day after; none for EVER."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case Period.WEEK:
            days = 7
        case Period.THIRTY_DAYS:
            days = 30
        case Period.MONTH:
            days = today.day
        case Period.EVER:
            return ()
    return tuple(today + timedelta(days=number) for number in range(1 - days, 2))


class TabBar(SegmentedControl):
    """The tabs, with the number of posts where it helps."""

    def __init__(self, theme: Theme) -> None:
        words: dict[StrEnum, str] = {tab: translate("Results", title) for tab, title in _WORDS.items()}
        super().__init__(theme, "results.tabs", translate("Results", "Posts to show"), "results.tab", words)

    def show_numbers(self, numbers: Mapping[ResultsTab, int]) -> None:
        """Show the number of posts of these tabs; none for 0."""
        for tab, number in numbers.items():
            words = translate("Results", _WORDS[tab])
            more = translate("Results", "{0} {1}+") if number > MOST_SHOWN else translate("Results", "{0} {1}")
            self.segments[tab].set_text(more.format(words, min(number, MOST_SHOWN)) if number else words)


class PeriodButton(MenuButton):
    """Shows the period; its menu offers each. `chosen` carries a Period."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "results.period", role="")
        menu = QMenu(self)
        for period in Period:
            menu.addAction(period_words(period), partial(self.chosen.emit, period)).setObjectName(f"results.period.{period}")
        self.setMenu(menu)

    def show_period(self, period: Period) -> None:
        """Show this period."""
        self.set_text(period_words(period))
        self.setAccessibleName(translate("Results", "Period: {0}").format(period_words(period)))
