"""What is exported, and as what kind of file."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout

from postdesk.domain.clients import Client
from postdesk.domain.exporting import Format, Shape, Wanted
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.ui.kit.forms import Form, choice_box, remark, tick_box
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.saving.form import SavingForm
from postdesk.ui.saving.words import file_name

_COLUMNS: Final = 2


class ExportForm(SavingForm):
    """`wanted` is None while no period or nothing is chosen."""

    def __init__(self, theme: Theme, clients: Sequence[Client], today: Callable[[], date]) -> None:
        super().__init__("export", clients, theme, today, all_at_once=True)
        self._states = self._state_ticks()
        self._drafts = tick_box("export.drafts", self.tr("Drafts with a time"), on=True)
        self._undated = tick_box("export.undated", self.tr("Drafts without a time"))
        self._format = choice_box("export.format", self.tr("Kind of file"), self._formats())
        self._about = remark("")
        identify(self._about, "export.about")
        self._delimiter = choice_box("export.delimiter", self.tr("Between columns"), self._delimiters())
        self._remind = choice_box("export.remind", self.tr("Reminder"), self._reminders())
        self._fields = Form()
        self._lay_out()
        self._show_format()
        self._format.currentIndexChanged.connect(self._show_format)
        self._follow(self._format, self._delimiter, self._remind, *self._ticks())

    @property
    def wanted(self) -> Wanted | None:
        """Which posts."""
        period = self._period.period
        states = frozenset[PostState]().union(*(states for tick, states in self._states if tick.isChecked()))
        dated, undated = self._drafts.isChecked(), self._undated.isEnabled() and self._undated.isChecked()
        if period is None or not (states or dated or undated):
            return None
        return Wanted(self._whose.currentData(), *period, states, drafts=dated, undated=undated)

    @property
    def file_name(self) -> str:
        """What the file may be called."""
        assert self._period.period
        whose = self.whose or self.tr("Posts")
        return f"{file_name(whose, self._period.period)}.{self.shape.format}"

    @property
    def shape(self) -> Shape:
        """As what kind of file."""
        return Shape(Format(self._format.currentData()), str(self._delimiter.currentData()), self._remind.currentData())

    def _show_format(self) -> None:
        kind = self.shape.format
        about = {
            Format.CSV: self.tr("A row a post, for any spreadsheet. Postdesk can import it again."),
            Format.CALENDAR: self.tr(
                "An event a post, for any calendar. Import a newer file into the same calendar, and its events change. Choose "
                "“Cancelled” to have those taken off."
            ),
            Format.JSON: self.tr("All that can be said of each post, with keys that are documented."),
        }
        self._about.setText(about[kind])
        self._fields.setRowVisible(self._delimiter, kind is Format.CSV)
        self._fields.setRowVisible(self._remind, kind is Format.CALENDAR)
        self._undated.setEnabled(kind is not Format.CALENDAR)

    def _ticks(self) -> tuple[QCheckBox, ...]:
        states = tuple(tick for tick, _ in self._states)
        return *states[:-1], self._drafts, self._undated, states[-1]

    def _lay_out(self) -> None:
        ticks = QGridLayout()
        ticks.setHorizontalSpacing(24)
        ticks.setVerticalSpacing(4)
        for number, tick in enumerate(self._ticks()):
            ticks.addWidget(tick, number // _COLUMNS, number % _COLUMNS)
        fields = self._fields
        fields.add(self.tr("Client"), self._whose)
        fields.add(self.tr("Days"), self._period)
        fields.add(self.tr("Which"), ticks)
        fields.add(self.tr("As"), self._format)
        fields.add(self.tr("Between columns"), self._delimiter)
        fields.add(self.tr("Reminder"), self._remind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(fields)
        column.addWidget(self._about)

    def _state_ticks(self) -> tuple[tuple[QCheckBox, frozenset[PostState]], ...]:
        """Each state is behind one of them."""
        groups = StateGroup
        return (
            (tick_box("export.scheduled", self.tr("Scheduled"), on=True), groups.SCHEDULED.value | groups.HELD.value),
            (tick_box("export.locked", self.tr("Locked or on its way"), on=True), groups.LOCKED.value | groups.UNDER_WAY.value),
            (tick_box("export.published", self.tr("Published"), on=True), groups.PUBLISHED.value),
            (
                tick_box("export.to_do", self.tr("To decide or failed"), on=True),
                groups.TO_DECIDE.value | groups.FAILED.value,
            ),
            (tick_box("export.cancelled", self.tr("Cancelled")), groups.CANCELLED.value),
        )

    def _formats(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.tr("CSV, for spreadsheets"), Format.CSV),
            (self.tr("iCalendar, for calendars"), Format.CALENDAR),
            (self.tr("JSON, for programs"), Format.JSON),
        )

    def _delimiters(self) -> tuple[tuple[str, object], ...]:
        """What this computer's spreadsheets expect first: semicolons where a comma is in the numbers."""
        both = (self.tr("Commas"), ","), (self.tr("Semicolons"), ";")
        return both[::-1] if QLocale().decimalPoint() == "," else both

    def _reminders(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.tr("None"), None),
            (self.tr("At its time"), timedelta()),
            (self.tr("15 minutes before"), timedelta(minutes=15)),
            (self.tr("1 hour before"), timedelta(hours=1)),
            (self.tr("1 day before"), timedelta(days=1)),
        )
