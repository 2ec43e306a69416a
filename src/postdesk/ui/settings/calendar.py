"""The calendar: with which day a week begins, and how times of day are written."""

from dataclasses import replace

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from postdesk.domain.settings import ClockFace
from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.form_page import Page
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.clock import twelve_hours


class CalendarPage(Page):
    """What is chosen counts at once, in the whole window."""

    def __init__(self, book: SettingsBook, theme: Theme) -> None:
        super().__init__(self.tr("Calendar"), "calendar")
        self._book, self._theme = book, theme
        self._days, self._clocks = QButtonGroup(self), QButtonGroup(self)
        self.add_heading(self.tr("First day of the week"))
        usual = QLocale().dayName(QLocale().firstDayOfWeek().value)
        self._offer_day(0, self.tr("Match this computer’s region: {0}").format(usual))
        for day in (1, 6, 7):
            self._offer_day(day, QLocale().dayName(day))
        self.add_heading(self.tr("Time format"))
        example = "2:40 PM" if twelve_hours(ClockFace.SYSTEM) else "14:40"
        self._offer_clock(ClockFace.SYSTEM, self.tr("Match this computer’s region: {0}").format(example))
        self._offer_clock(ClockFace.TWENTY_FOUR, "14:40")
        self._offer_clock(ClockFace.TWELVE, "2:40 PM")
        self.body.addWidget(remark(self.tr("You can type times in both formats: “14:40”, “2.40 pm”.")))

    def _offer_day(self, day: int, words: str) -> None:
        choice = _choice(self._days, f"settings.calendar.week.{day}", words, chosen=self._book.current.first_weekday == day)
        choice.toggled.connect(lambda on: self._book.change(replace(self._book.current, first_weekday=day)) if on else None)
        self.body.addWidget(choice)

    def _offer_clock(self, face: ClockFace, words: str) -> None:
        choice = _choice(self._clocks, f"settings.calendar.clock.{face}", words, chosen=self._book.current.clock_face is face)
        choice.toggled.connect(lambda on: self._write_times(face) if on else None)
        self.body.addWidget(choice)

    def _write_times(self, face: ClockFace) -> None:
        self._book.change(replace(self._book.current, clock_face=face))
        self._theme.set_clock_face(face)


def _choice(group: QButtonGroup, identifier: str, words: str, *, chosen: bool) -> QRadioButton:
    choice = QRadioButton(words)
    identify(choice, identifier)
    choice.setChecked(chosen)
    group.addButton(choice)
    return choice
