"""Times that are chosen with one click."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from postdesk.domain.clock import Clock
from postdesk.domain.suggested_times import Pick, pick_time
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import when_text


class QuickPicks(IconButton):
    """A button with a menu of times, as they would be at the moment it opens. `picked` carries the one that was chosen.

    `opened` carries the menu while it is empty: what is offered first goes there.
    """

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__(theme, "calendar-clock", "", "composer.picks", colour="secondary")
        self.set_words(self.tr("Quick picks"))
        self._clock = clock
        self._chosen, self._zone = clock.now(), ZoneInfo("UTC")
        self.setMenu(QMenu(self))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu().aboutToShow.connect(self._offer)

    def start_from(self, chosen: datetime, zone: ZoneInfo) -> None:
        """The time that is set now, whose time of day is kept, and the zone it is set in."""
        self._chosen, self._zone = chosen, zone

    def _offer(self) -> None:
        menu, now = self.menu(), self._clock.now()
        menu.clear()
        self.opened.emit(menu)
        words = {
            Pick.IN_AN_HOUR: self.tr("In an hour: {0}"),
            Pick.THIS_EVENING: self.tr("This evening: {0}"),
            Pick.TOMORROW: "{0}",
            Pick.NEXT_MONDAY: self.tr("On Monday: {0}"),
            Pick.WEEK_LATER: self.tr("A week later: {0}"),
        }
        for pick, sentence in words.items():
            moment = pick_time(pick, self._chosen, self._zone, now)
            if moment > now:
                offer = sentence.format(when_text(moment, self._zone, now))
                action = QAction(offer[:1].upper() + offer[1:], menu)
                action.setObjectName(f"composer.pick.{pick}")
                action.triggered.connect(lambda _=False, moment=moment: self.picked.emit(moment))
                menu.addAction(action)
