"""The calendar's bar: the period, the zone, the filters and the view."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from postdesk.domain.posts import PostState
from postdesk.ui.calendar.state import VIEWS, View
from postdesk.ui.kit.buttons import Button, IconButton, MenuButton
from postdesk.ui.kit.filters import PlatformFilter, StateFilter
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

_SIDES = 18
_SPACE = 6
_AROUND = 2


class CalendarHeader(Frame):
    """One row, or two where it is narrow.

    `turned` carries -1 or 1; `views`, `platforms` and `states` each have a `chosen` of their own, the buttons are `clicked`.
    """

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__("bar", "calendar.header")
        self._view: View | None = None
        self._earlier = IconButton(theme, "chevron-left", "", "calendar.earlier", on_click=lambda: self.turned.emit(-1))
        self._later = IconButton(theme, "chevron-right", "", "calendar.later", on_click=lambda: self.turned.emit(1))
        self._title = PlainLabel(role="title", identifier="calendar.title")
        self._zone = PlainLabel(role="secondary", elide=True, identifier="calendar.zone")
        self._zone.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.today = Button(theme, self.tr("Today"), "calendar.today")
        self.platforms = PlatformFilter(theme, "calendar")
        self.states = StateFilter(theme, "calendar")
        self.export = IconButton(theme, "download", self.tr("Export posts…"), "calendar.export")
        self.reports = IconButton(theme, "file-text", self.tr("Reports and proof sheets…"), "calendar.reports")
        self.views = ViewChoice(theme)
        self._lay_out()

    @property
    def title(self) -> str:
        """The text of the shown period."""
        return self._title.text()

    def show_period(self, view: View, title: str, zone: str) -> None:
        """Show the view, the period and the zone."""
        self._title.setText(title)
        self._zone.setText(zone)
        if view is self._view:
            return
        self._view = view
        self.views.show_view(view)
        for button, words in zip((self._earlier, self._later), VIEWS[view].turn_words, strict=True):
            button.set_words(translate("Calendar", words))

    def show_only(self, platform: str, states: frozenset[PostState]) -> None:
        """Show the filters."""
        with QSignalBlocker(self.platforms), QSignalBlocker(self.states):  # not a choice of the user's
            if platform != self.platforms.platform:
                self.platforms.choose(platform)
            if states != self.states.states:
                self.states.choose(states)

    def room(self, least: int) -> QRect:
        """Return a place at least `least` high for a temporary bar: the second of two rows, or all where that is too low."""
        lower = self._what.geometry().top() if self._rows.direction() is QBoxLayout.Direction.TopToBottom else 0
        whole = self.rect().adjusted(0, 0, 0, -1)
        second = whole.adjusted(0, max(0, lower - _SPACE // 2), 0, 0)
        return second if second.height() >= least else whole

    def cover(self, place: QRect) -> None:
        """Hide the widgets under a bar: they keep their places, but neither the Tab key nor a screen reader reaches them."""
        self._when.setVisible(place.isEmpty() or place.top() > 0)
        for group in (self._filters, self.views):
            group.setVisible(place.isEmpty())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest group, since the groups can all stand below each other."""
        widest = max(group.minimumSizeHint().width() for group in (self._when, self._filters, self.views))
        return QSize(widest + _SIDES, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # new texts or a new style sheet change the widths
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        room = self.width() - _SIDES
        self.views.fold(room)
        what = self._filters.sizeHint().width() + self.views.sizeHint().width() + _SPACE
        _turn(self._what, down=what > room)
        _turn(self._rows, down=self._when.sizeHint().width() + what + _SPACE > room)

    def _lay_out(self) -> None:
        self._when = _row(self._earlier, self._later, self._title, self._zone, self.today)
        self._filters = _row(self.platforms, self.states, self.export, self.reports)
        self._what = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._what.addWidget(self._filters)
        self._what.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)
        for group in (self._when, self._filters, self.views):
            policy = group.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            group.setSizePolicy(policy)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(8, 6, 10, 6)
        self._rows.addWidget(self._when, 1)
        self._rows.addLayout(self._what)
        for layout in (self._what, self._rows):
            layout.setSpacing(_SPACE)


class ViewChoice(Frame):
    """A button for each view, one of which is down; a menu of them where they have no room (`fold`)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("sunk", "calendar.views", self.tr("View"))
        self._group = QButtonGroup(self)
        self._buttons = {}
        self._folded = MenuButton(theme, "", "calendar.views.folded")
        menu = QMenu(self._folded)
        row = QHBoxLayout(self)
        row.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        row.setSpacing(_AROUND)
        for view, kind in VIEWS.items():
            name, choose = translate("Calendar", kind.name), partial(self._choose, view)
            button = Button(theme, name, f"calendar.view.{view}", role="quiet")
            button.setCheckable(True)
            button.clicked.connect(choose)
            self._group.addButton(button)
            self._buttons[view] = button
            row.addWidget(button)
            menu.addAction(name, choose).setObjectName(f"calendar.views.folded.{view}")
        self._folded.setMenu(menu)
        self._folded.hide()
        row.addWidget(self._folded)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._folded.sizeHint().width() + 2 * _AROUND, super().minimumSizeHint().height())

    def show_view(self, view: View) -> None:
        """Press the button of that view."""
        self._buttons[view].setChecked(True)
        self._folded.set_text(translate("Calendar", VIEWS[view].name))

    def fold(self, room: int) -> None:
        """Show the buttons where they have room, or else the menu."""
        widths = [button.sizeHint().width() + _AROUND for button in self._buttons.values()]
        frame = self.contentsMargins().left() + self.contentsMargins().right()
        folded = frame + sum(widths) + _AROUND > room
        for button in self._buttons.values():
            button.setHidden(folded)
        self._folded.setVisible(folded)

    def _choose(self, view: View, checked: bool = False) -> None:
        self.chosen.emit(view)


def _row(*widgets: QWidget) -> QWidget:
    """Return a row of widgets; an eliding label takes the rest of the width."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(0)
    return row


def _turn(layout: QBoxLayout, *, down: bool) -> None:
    """Turn a layout's direction: its parts below each other, or beside each other."""
    direction = QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
    if layout.direction() is not direction:
        layout.setDirection(direction)
