"""The calendar's bar: the period, the zone, the counts of the week ahead, the filters and the view, in one row."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.calendar.filter_button import FilterButton
from postdesk.ui.calendar.state import VIEWS, View
from postdesk.ui.calendar.upcoming_counts import CountForm, UpcomingCounts
from postdesk.ui.kit.buttons import Button, IconButton, MenuButton
from postdesk.ui.kit.filters import ChoiceMenu
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.pane_title import BAR_HEIGHT, BAR_MARGINS
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.segments import SegmentedControl
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

_SPACE: Final = 8


@dataclass(frozen=True, slots=True)
class _Extent:
    """The parts that are shown at a width."""

    counts: CountForm
    zone: bool = True
    views: bool = True
    today: bool = True


_EXTENTS: Final = (
    _Extent(CountForm.TITLED),
    _Extent(CountForm.WORDS),
    _Extent(CountForm.NUMBERS),
    _Extent(CountForm.NONE),
    _Extent(CountForm.NONE, zone=False),
    _Extent(CountForm.NONE, zone=False, views=False),
    _Extent(CountForm.NONE, zone=False, views=False, today=False),
)
"""From the most to the least; the zone is in the title's tool tip, too, and the other views are a menu."""


class CalendarHeader(Frame):
    """One row; parts without room give way.

    `turned` carries -1 or 1; `views` and `filter` each have a `chosen` of their own, `period` and `today`
    are `clicked`.
    """

    turned = Signal(int)

    def __init__(self, theme: Theme, counts: UpcomingCounts) -> None:
        super().__init__("bar", "calendar.header")
        self._theme, self._counts = theme, counts
        self._view: View | None = None
        self._earlier = IconButton(theme, "chevron-left", "", "calendar.earlier", on_click=lambda: self.turned.emit(-1))
        self._later = IconButton(theme, "chevron-right", "", "calendar.later", on_click=lambda: self.turned.emit(1))
        for turn in (self._earlier, self._later):
            turn.setProperty("role", "icon")
        self.period = Button(theme, "", "calendar.title", role="heading")
        self._zone = PlainLabel(role="secondary", identifier="calendar.zone")
        self.today = Button(theme, self.tr("Today"), "calendar.today")
        self.filter = FilterButton(theme)
        self.views = ViewChoice(theme)
        counts.counted.connect(self._show_counts)
        self._lay_out()
        self.setMinimumHeight(BAR_HEIGHT)
        self._show_counts()

    @property
    def title(self) -> str:
        """The text of the shown period."""
        return self.period.text()

    def show_period(self, view: View, title: str, zone: str) -> None:
        """Show the view, the period and the zone."""
        self.period.set_text(title)
        self._zone.setText(zone)
        plain_tooltip(self.period, self.tr("{0} ({1}): go to a date (G)").format(title, zone))
        if view is not self._view:
            self._view = view
            self.views.show_view(view)
            for button, words in zip((self._earlier, self._later), VIEWS[view].turn_words, strict=True):
                button.set_words(translate("Calendar", words))

    def open_month(self, day: date, go: Callable[[date], object]) -> None:
        """Open a month on that day, to select another from, which `go` is called with."""
        from postdesk.ui.kit.fields.step_fields import MonthPopup

        month = self.findChild(MonthPopup, "calendar.month_popup")
        if month is None:
            month = MonthPopup(self._theme, self)
            identify(month, "calendar.month_popup", self.tr("Go to a date"))
            month.picked.connect(go)
        month.open_below(self.period, QDate(day.year, day.month, day.day))

    def cover(self, *, covered: bool) -> None:
        """Hide what is under a bar: it keeps its place, but neither the Tab key nor a screen reader reaches it."""
        self._parts.setVisible(not covered)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(_EXTENTS[-1], _hinted_width), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # new texts or a new style sheet change the widths
            self._fit()
        return super().event(event)

    def _show_counts(self) -> None:
        self.filter.lock_in.setVisible(self._counts.total.changeable > 0)
        self._fit()

    def _fit(self) -> None:
        """Show the most that has room."""
        measure = cache(_hinted_width)
        fitting = (each for each in _EXTENTS if self._width_of(each, measure) <= self.width())
        extent = next(fitting, _EXTENTS[-1])
        self._counts.show_form(extent.counts)
        self._counts.setVisible(extent.counts is not CountForm.NONE)
        self._zone.setVisible(extent.zone)
        self.today.setVisible(extent.today)
        self.views.fold(folded=not extent.views)

    def _width_of(self, extent: _Extent, measure: Callable[[QWidget], int]) -> int:
        parts = self._earlier, self._later, self.period, self.filter, *([self.today] if extent.today else [])
        widths = [measure(part) for part in parts]
        widths.append(self.views.width_of(folded=not extent.views))
        if extent.zone:
            widths.append(measure(self._zone))
        if extent.counts is not CountForm.NONE:
            widths.append(self._counts.width_of(extent.counts))
        return sum(widths) + len(widths) * _SPACE + 2 * BAR_MARGINS[0]

    def _lay_out(self) -> None:
        self._parts = QWidget()
        when = self._earlier, self._later, self.period, self._zone, self.today
        self._parts.setLayout(row_of(*when, ROOM, self._counts, self.filter, self.views, spacing=_SPACE))
        policy = self._parts.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._parts.setSizePolicy(policy)
        self.setLayout(row_of(self._parts, margins=BAR_MARGINS))


def _hinted_width(widget: QWidget) -> int:
    return widget.sizeHint().width()


class ViewChoice(SegmentedControl):
    """The views; a menu of them where they are folded (`fold`)."""

    def __init__(self, theme: Theme) -> None:
        words: dict[StrEnum, str] = {view: translate("Calendar", kind.name) for view, kind in VIEWS.items()}
        super().__init__(theme, "calendar.views", self.tr("View"), "calendar.view", words)
        self._folded = MenuButton(theme, "", "calendar.views.folded")
        choices = [(view, view.value, title) for view, title in words.items()]
        self._menu = ChoiceMenu(self._folded, "calendar.views.folded", choices)
        self._menu.picked.connect(self._pick)
        self._folded.setMenu(self._menu)
        self._folded.hide()
        self.row.addWidget(self._folded)

    def show_view(self, view: View) -> None:
        """Press the button of that view."""
        self.show_value(view)
        name = translate("Calendar", VIEWS[view].name)
        self._folded.set_text(name)
        self._folded.setAccessibleName(self.tr("View: {0}").format(name))
        self._menu.check(view)

    def _pick(self, view: View) -> None:
        self.segments[view].click()
        self._menu.check(view)  # also where it was shown already

    def fold(self, *, folded: bool) -> None:
        """Show the menu in place of the buttons, or these."""
        for button in self.segments.values():
            button.setHidden(folded)
        self._folded.setVisible(folded)

    def width_of(self, *, folded: bool) -> int:
        """Return the width of the menu's button, or of all buttons."""
        shown = (self._folded,) if folded else tuple(self.segments.values())
        frame, space = self.contentsMargins(), self.row.spacing()
        return frame.left() + frame.right() + sum(each.sizeHint().width() + space for each in shown) + space
