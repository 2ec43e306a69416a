"""The header of the results, and the filters that it shows and hides."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from postdesk.domain.clients import Client
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.filters import ClientFilter, PlatformFilter, StateFilter
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.pane import TransientFrame
from postdesk.ui.kit.pane_title import BAR_HEIGHT, BAR_MARGINS
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.zone_label import ZoneLabel
from postdesk.ui.results.tabs import Period, PeriodButton, ResultsTab, TabBar


class ResultsHeader(QFrame):
    """One row: the name, the tabs, a button for the filters, and the period of what went out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        title = PlainLabel(self.tr("Results"), role="place", elide=True)
        title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.tabs = TabBar(theme)
        self.filter = IconButton(theme, "filter", self.tr("Filter"), "results.filter")
        self.filter.setProperty("role", "icon")
        self.filter.setCheckable(True)
        self.period = PeriodButton(theme)
        self._zone = ZoneLabel("results.zone")
        self.setLayout(row_of(title, self.tabs, self._zone, ROOM, self.filter, self.period, margins=BAR_MARGINS))
        self.setMinimumHeight(BAR_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._zone.fit(event.size().width())

    def show_tab(self, tab: ResultsTab, period: Period, zone: str) -> None:
        """Show the tab, its period, and the zone of the times by its IANA key."""
        self.tabs.show_value(tab)
        self._zone.show_zone(zone)
        self.period.show_period(period)
        self.period.setVisible(tab is ResultsTab.WENT_OUT)


class ResultsFilters(TransientFrame):
    """The filters: client, platform and states. They are in view while `switch` is down, which also resets them."""

    def __init__(self, theme: Theme, switch: IconButton) -> None:
        super().__init__("bar", "results.filters")
        self._switch = switch
        self.clients = ClientFilter(theme, "results")
        self.platforms = PlatformFilter(theme, "results")
        self.states = StateFilter(theme, "results")
        self.setLayout(row_of(self.clients, self.platforms, self.states, ROOM, spacing=4, margins=(8, 3, 8, 3)))
        self.hide()
        switch.toggled.connect(self._turn)

    def offer(self, clients: Sequence[Client]) -> None:
        """Offer these clients; show the filters while one of them leaves posts out."""
        self.clients.show_clients(clients)
        if self._are_set:
            self._switch.setChecked(True)

    def clear(self) -> None:
        """Reset the filters; `states` tells it for all of them."""
        with QSignalBlocker(self.clients), QSignalBlocker(self.platforms):
            self.clients.choose(None)
            self.platforms.choose("")
        self.states.choose(frozenset())

    @property
    def _are_set(self) -> bool:
        return bool(self.clients.client_id is not None or self.platforms.platform or self.states.states)

    def _turn(self, on: bool) -> None:
        self.setVisible(on)
        if not on and self._are_set:
            self.clear()
