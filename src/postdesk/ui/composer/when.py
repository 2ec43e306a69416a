"""When it goes out: a day and a time in the client's zone, with a question where the clock is changed at that hour."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QTime, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDateEdit, QFrame, QHBoxLayout, QMenu, QTimeEdit, QToolButton, QVBoxLayout, QWidget

from postdesk.domain.clock import Clock
from postdesk.domain.times import Resolved, WallTime, resolve
from postdesk.ui.composer.month_popup import MonthPopup
from postdesk.ui.composer.suggesting import Pick, pick_time
from postdesk.ui.parts.announce import announce
from postdesk.ui.parts.buttons import Button, IconButton
from postdesk.ui.parts.fields import give_room
from postdesk.ui.parts.identity import identify
from postdesk.ui.plain import PlainLabel, plain_tooltip
from postdesk.ui.theme import Theme
from postdesk.ui.words import clock_text, when_text, zone_word


class When(QWidget):
    """`chosen` carries the aware UTC moment, or None while it is open which of two times is meant."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock, self._here, self._zone = clock, here, here
        self.moment: datetime | None = None
        self.day = QDateEdit()
        self.time = QTimeEdit()
        self._zone_label = PlainLabel(role="secondary", elide=True)
        self.picks = IconButton(theme, "calendar-clock", self.tr("Quick picks"), "composer.picks", colour="secondary")
        self.question = Question(theme, here)
        self._prepare(theme)
        self._lay_out()
        self.day.dateChanged.connect(self._edited)
        self.time.timeChanged.connect(self._edited)
        self.question.answered.connect(self._answered)

    def show_moment(self, moment: datetime | None, zone: ZoneInfo) -> None:
        """Show a moment in the client's zone."""
        if moment is None or (moment == self.moment and zone == self._zone):
            return
        self._zone, self.moment = zone, moment
        local = moment.astimezone(zone)
        for edit in (self.day, self.time):
            edit.blockSignals(True)
        self.day.setDate(QDate(local.year, local.month, local.day))
        self.time.setTime(QTime(local.hour, local.minute))
        for edit in (self.day, self.time):
            edit.blockSignals(False)
        self._zone_label.setText(zone_word(zone.key))
        plain_tooltip(self._zone_label, zone.key)
        self.question.hide()

    def _edited(self) -> None:
        day, time = self.day.date(), self.time.time()
        wall = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001
        resolved = resolve(wall, self._zone)
        if resolved.kind is WallTime.PLAIN:
            self._settle(resolved.first)
            return
        self.moment = None
        self.question.ask(resolved, wall, self._zone)
        self.chosen.emit(None)

    def _answered(self, moment: datetime) -> None:
        self.time.setFocus()
        self._settle(moment)

    def _settle(self, moment: datetime) -> None:
        self.show_moment(moment, self._zone)
        self.question.hide()
        self.chosen.emit(moment)

    def _offer_picks(self) -> None:
        """The menu, with the times as they would be now."""
        menu, now = self.picks.menu(), self._clock.now()
        menu.clear()
        words = {
            Pick.IN_AN_HOUR: self.tr("In an hour: {0}"),
            Pick.THIS_EVENING: self.tr("This evening: {0}"),
            Pick.TOMORROW: self.tr("Tomorrow: {0}"),
            Pick.NEXT_MONDAY: self.tr("On Monday: {0}"),
            Pick.WEEK_LATER: self.tr("A week later: {0}"),
        }
        for pick, sentence in words.items():
            moment = pick_time(pick, self.moment or now, self._zone, now)
            if moment > now:
                action = QAction(sentence.format(when_text(moment, self._zone, now)), menu)
                action.setObjectName(f"composer.pick.{pick}")
                action.triggered.connect(lambda _=False, moment=moment: self._settle(moment))
                menu.addAction(action)

    def _prepare(self, theme: Theme) -> None:
        identify(self.day, "composer.date", self.tr("Day"))
        identify(self.time, "composer.time", self.tr("Time"))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.time.setDisplayFormat("HH:mm")
        metrics = self.day.fontMetrics()
        self.day.setMinimumWidth(metrics.horizontalAdvance("Wed 30 Nov 2026") + metrics.height() * 7 // 2)
        self.time.setFixedWidth(metrics.horizontalAdvance("00:00") + metrics.height() * 7 // 2)
        for edit in (self.day, self.time):
            give_room(edit)
        self.day.setCalendarWidget(MonthPopup(theme))
        self.picks.setMenu(QMenu(self.picks))
        self.picks.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.picks.menu().aboutToShow.connect(self._offer_picks)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.day)
        row.addWidget(self.time)
        row.addWidget(self._zone_label, 1)
        row.addWidget(self.picks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.question)


class Question(QFrame):
    """Asks which time is meant where the hour is skipped or comes twice. `answered` carries the moment."""

    answered = Signal(object)

    def __init__(self, theme: Theme, here: ZoneInfo) -> None:
        super().__init__()
        self._here = here
        self._moments: tuple[datetime, ...] = ()
        self.setProperty("role", "notice")
        self.setProperty("tone", "attention")
        identify(self, "composer.which_hour")
        self.label = PlainLabel()
        self.label.setProperty("tone", "attention")
        self.label.setWordWrap(True)
        self.buttons = [Button(theme, "", f"composer.which_hour.{place}") for place in ("first", "second")]
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.label)
        row = QHBoxLayout()
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, number=number: self.answered.emit(self._moments[number]))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def ask(self, resolved: Resolved, wall: datetime, zone: ZoneInfo) -> None:
        """Ask which of the two it is."""
        self._moments = resolved.first, resolved.second
        if resolved.kind is WallTime.SKIPPED:
            words = self.tr("{0} doesn’t exist on that day in {1}: the clock is put forward. Which time is it?")
        else:
            words = self.tr("{0} comes twice on that day in {1}: the clock is put back. Which one is it?")
        self.label.setText(words.format(f"{wall:%H:%M}", zone_word(zone.key)))
        for button, moment, order in zip(self.buttons, self._moments, (self.tr("the first"), self.tr("the second")), strict=True):
            theirs, mine = clock_text(moment, zone), clock_text(moment, self._here)
            name = theirs if resolved.kind is WallTime.SKIPPED else f"{theirs}, {order}"
            button.set_text(name if mine == theirs else self.tr("{0} ({1} your time)").format(name, mine))
        self.show()
        announce(self, self.label.text(), urgent=True)
