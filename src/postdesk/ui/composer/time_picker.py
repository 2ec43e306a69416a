"""The field of a draft's time: day, time of day, zone and actions, in one row."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.domain.calendar_days import EARLIEST, clamp_day, midnight, wall_time
from postdesk.domain.clock import Clock
from postdesk.domain.times import WallTimeKind, resolve
from postdesk.domain.typed_times import FieldKind, TypedTime, parse_typed_time
from postdesk.ui.composer.clock_change_question import ClockChangeQuestion
from postdesk.ui.composer.suggested_times import QuickPicks
from postdesk.ui.composer.words import Remark
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.fields.step_fields import CalendarField, StepField
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import (
    clock_text,
    day_names,
    doubled_time_words,
    short_day,
    time_words,
    understood_words,
    unreadable_words,
    when_text,
    widest_time,
)

translate = QCoreApplication.translate

_SPACING: Final = 6


class TimeRow(QWidget):
    """The row of the field: day, time, the zone as far as there is room, and buttons."""

    def __init__(self, day: QWidget, time: QWidget, *acts: QWidget) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ("",)
        self._zone = PlainLabel(role="secondary", elide=True, identifier="composer.zone")
        self._zone.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = row_of(day, time, self._zone, row_of(*acts, spacing=0), spacing=_SPACING, grow=self._zone)
        row.addStretch(0)  # the room that the zone doesn't need
        self.setLayout(row)

    def show_zone(self, *words: str) -> None:
        """Show the first of these notes that has room, or else the last one, elided; the first one is the tool tip."""
        self._words = words
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # once the label has its width

    def _fit(self) -> None:
        metrics, room = self._zone.fontMetrics(), self._zone.width()
        needed = max(map(metrics.horizontalAdvance, self._words)) + 1  # the advance is rounded
        if self._zone.maximumWidth() != needed:
            self._zone.setMaximumWidth(needed)
            QTimer.singleShot(0, self, self._fit)  # once the label has its width
        self._zone.setText(next((each for each in self._words if metrics.horizontalAdvance(each) <= room), self._words[-1]))
        plain_tooltip(self._zone, self._words[0])


def _zone_notes(moment: datetime, zone: ZoneInfo, local_zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    """Return notes on the client's zone, with the time by this computer's clock if that differs; the longest one first."""
    name, theirs, mine = zone_word(zone.key), wall_time(moment, zone), wall_time(moment, local_zone)
    if theirs == mine:
        return (name,)
    same_day = theirs.date() == mine.date()
    words = clock_text(moment, local_zone) if same_day else when_text(moment, local_zone, now)
    return translate("TimePicker", "{0} · {1} yours").format(name, words), translate("TimePicker", "{0} yours").format(words)


_WEEK_DAYS = 7
_QUARTER = timedelta(minutes=15)
_QUARTERS_AN_HOUR = 4
_NEVER = datetime.min.replace(tzinfo=UTC)


class TimePicker(QWidget):
    """The day and the time of day. Each key changes `moment`, which is None while the input is invalid or ambiguous.

    `chosen` carries the draft's new moment: the first of two possible ones, and None for unreadable input, so that the draft
    keeps its time.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, local_zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock, self._local_zone, self._zone = clock, local_zone, local_zone
        self._names = day_names()
        self.moment: datetime | None = None
        self._draft_has = self._settled = _NEVER
        self._wall = self._left_at = midnight(EARLIEST)
        self._trouble = Remark("")
        self.day = CalendarField(theme, "composer.date", self.tr("Day"), _WEEK_DAYS, self._settle_day)
        self.time = StepField("composer.time", self.tr("Time"), _QUARTERS_AN_HOUR)
        self.picks = QuickPicks(theme, clock)
        self.repeat = IconButton(theme, "repeat-2", self.tr("Repeat…"), "composer.repeat", colour="secondary")
        self.question = ClockChangeQuestion(theme, local_zone)
        self._row = TimeRow(self.day, self.time, self.picks, self.repeat)
        self._lay_out()
        self._wire()
        theme.changed.connect(self._show_anew)

    @property
    def typing(self) -> bool:
        """True while a field holds typed text that wasn't replaced by its interpretation yet."""
        return self.day.pending or self.time.pending

    def show_moment(self, moment: datetime | None, zone: ZoneInfo) -> None:
        """Show a moment in the client's zone; typed text stays while the draft has the same moment."""
        if moment is None or (moment == self._draft_has and zone == self._zone):
            return
        self._zone, self.moment, self._draft_has, self._settled = zone, moment, moment, moment
        self._wall = self._left_at = wall_time(moment, zone)
        self._trouble = Remark("")
        self.question.hide()
        self._show_wall()
        self._show_zone(moment)
        self.picks.set_base_time(moment, zone)

    def _show_zone(self, moment: datetime) -> None:
        self._row.show_zone(*_zone_notes(moment, self._zone, self._local_zone, self._clock.now()))

    def forget(self) -> None:
        """Discard the typed text at the next `show_moment`: another draft is opened."""
        self._draft_has = _NEVER

    def ready(self) -> bool:
        """Return True if there is one valid moment; otherwise focus the invalid field, or the open question."""
        self._finish()
        if self.moment is not None:
            return True
        if self.question.isVisible():
            self.question.answer_first()
        else:
            (self.time if self._entered(self.day) else self.day).setFocus()
        return False

    def remark_to_show(self, remark: Remark) -> Remark:
        """Return the remark to show: `remark` (about the moment), or one about the typed text if there is something to say."""
        if self.moment is None:
            return Remark("") if self.question.isVisible() else self._trouble
        if not self.typing:
            return Remark(f"{doubled_time_words(self.moment, self._zone)} {remark.text}".strip(), remark.tone)
        rolled = any(found.rolled for found in (self._entered(self.day), self._entered(self.time)) if found)
        understood = understood_words(self.moment, self._zone, self._local_zone, rolled=rolled)
        return Remark(understood if remark.tone is Tone.NEUTRAL else f"{understood} {remark.text}", remark.tone)

    def _entered(self, entry: StepField) -> TypedTime | None:
        """Return the interpretation of an entry's text: empty if nothing was typed, None if it can't be read."""
        if not entry.pending:
            return TypedTime()
        kind = FieldKind.DAY if entry is self.day else FieldKind.CLOCK
        return parse_typed_time(entry.text(), kind, wall_time(self._clock.now(), self._zone).date(), self._names)

    def _typed(self) -> None:
        """Read the typed text after each key."""
        self.question.hide()
        entered = [(entry, self._entered(entry)) for entry in (self.day, self.time)]
        for entry, found in entered:
            entry.mark(unread=found is None)
        if unread := next((entry for entry, found in entered if found is None), None):
            self.moment = None
            kind = FieldKind.DAY if unread is self.day else FieldKind.CLOCK
            self._trouble = Remark(unreadable_words(kind, unread.text()), Tone.BAD)
            self.chosen.emit(None)
            return
        wall = self._left_at
        for _, found in entered:
            assert found
            wall = datetime.combine(found.day or wall.date(), wall.time() if found.clock is None else found.clock)
        self._take(wall)

    def _take(self, wall: datetime) -> None:
        """Take this wall time in the client's zone; the moment stays None if it is skipped or comes twice."""
        resolved = resolve(wall, self._zone)
        plain = resolved.kind is WallTimeKind.PLAIN
        self._wall, self._draft_has = wall, resolved.first
        self.moment = resolved.first if plain else None
        self._show_zone(resolved.first)
        words = "" if plain else self.question.words(resolved, wall, self._zone)
        self._trouble = Remark(words, Tone.ATTENTION)
        for entry, words in self._shown():
            if not entry.pending:
                entry.show_words(words)
        self.chosen.emit(resolved.first)

    def _finish(self) -> None:
        """Replace the typed text with its interpretation, or ask if it is ambiguous."""
        if not self.typing:
            return
        if None in (self._entered(self.day), self._entered(self.time)):
            announce(self, self._trouble.text, urgent=True)
            self.chosen.emit(None)
        elif self.moment is not None:
            self._settle(self.moment)
        else:
            self._ask()

    def _ask(self) -> None:
        self._left_at = self._wall
        self._show_wall()
        self.question.ask(resolve(self._wall, self._zone), self._wall, self._zone)
        self.chosen.emit(self._draft_has)

    def _settle(self, moment: datetime) -> None:
        """Set the moment, in place of any typed text."""
        self.forget()
        self.show_moment(moment, self._zone)
        self.chosen.emit(moment)

    def _settle_wall(self, wall: datetime) -> None:
        """Set the wall time in the client's zone, in place of any typed text; ask if it is skipped or comes twice."""
        resolved = resolve(wall, self._zone)
        if resolved.kind is WallTimeKind.PLAIN:
            self._settle(resolved.first)
        else:
            self._show_wall()
            self._take(wall)
            self._ask()

    def _confirmed(self) -> None:
        if self.question.isVisible():
            self.question.answer_first()

    def _answered(self, moment: datetime) -> None:
        self.time.setFocus()
        self._settle(moment)

    def _settle_day(self, day: date) -> None:
        self._settle_wall(datetime.combine(clamp_day(day), self._wall.time()))

    def _step_quarters(self, quarters: int) -> None:
        """Step to a quarter of an hour along real time: past a skipped hour, and twice through a doubled one."""
        over = self._draft_has - self._draft_has.replace(minute=0, second=0, microsecond=0)
        steps = over // _QUARTER if quarters > 0 else -(-over // _QUARTER)
        self._settle(self._draft_has - over + (steps + quarters) * _QUARTER)

    def _show_wall(self) -> None:
        for entry, words in self._shown():
            entry.show_words(words)
            entry.mark(unread=False)
        self.day.setFixedWidth(max(map(self.day.width_for, ("Wed 30 Nov", self.day.text()))))
        self.day.show_day(QDate(self._wall.year, self._wall.month, self._wall.day))

    def _show_anew(self) -> None:
        """Show the time anew: the 12-hour or 24-hour setting may have changed."""
        self.time.setFixedWidth(self.time.width_for(widest_time()))
        if not self.typing:
            self._show_wall()
        if self._draft_has != _NEVER:
            self._show_zone(self._draft_has)

    def _shown(self) -> tuple[tuple[StepField, str], ...]:
        words = short_day(self._wall.date(), wall_time(self._clock.now(), self._zone).year)
        return (self.day, words), (self.time, time_words(self._wall.hour, self._wall.minute))

    def _wire(self) -> None:
        for entry in (self.day, self.time):
            entry.typed.connect(self._typed)
            entry.editingFinished.connect(self._finish)
            entry.confirmed.connect(self._confirmed)
            entry.given_up.connect(lambda: self._settle(self._settled))
        self.day.stepped.connect(lambda days: self._settle_day(self._wall.date() + timedelta(days=days)))
        self.time.stepped.connect(self._step_quarters)
        self.picks.picked.connect(self._settle)
        self.question.answered.connect(self._answered)

    def _lay_out(self) -> None:
        self.time.setFixedWidth(self.time.width_for(widest_time()))
        self.setLayout(column_of(self.question, self._row, spacing=8))
