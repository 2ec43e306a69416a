"""The week ahead in a few words: the posts that can still be changed, those locked, and those that need this computer."""

from datetime import timedelta
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from postdesk.domain.calendar_days import first_moments, midnight
from postdesk.domain.upcoming import UPCOMING_DAYS, Upcoming, UpcomingPart
from postdesk.engine.read_turns import ReadTurn
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.state import NEXT_DAYS
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_ICONS: Final = (("pencil", Tone.ACCENT), ("lock", Tone.LOCKED), ("monitor", Tone.ATTENTION))
"""The icon and the tone of each count: editable, locked, and needs this computer."""
_NOTHING: Final = Upcoming()
_SPACE: Final = 6


class CountForm(Enum):
    """The forms of the counts, from the longest to none: with a title, in words, as numbers beside their icons."""

    TITLED = auto()
    WORDS = auto()
    NUMBERS = auto()
    NONE = auto()


class CountButton(Button):
    """A count of the week, as icon and words; Return presses it, too. While it is down, the calendar shows only its posts."""

    def __init__(self, theme: Theme, part: UpcomingPart, icon: str, tone: Tone) -> None:
        super().__init__(theme, "", f"ahead.{part.name.lower()}", role="sum", icon=icon, colour=tone)
        self.part, self._full, self._short = part, "", ""
        self.setCheckable(True)
        set_tone(self, tone)

    def tell(self, full: str, short: str) -> None:
        """Take the words and the number, both empty where there is nothing to count."""
        self._full, self._short = full, short

    def show_form(self, form: CountForm) -> None:
        """Show the words or the number; the words are spoken in any case."""
        self.set_text(self._short if form is CountForm.NUMBERS else self._full)
        self.setAccessibleName(translate("Ahead", "Next 7 days: {0}").format(self._full))
        plain_tooltip(self, self.accessibleName())
        self.setVisible(bool(self._full) and form is not CountForm.NONE)

    def width_of(self, form: CountForm) -> int:
        """Return the width in that form."""
        words = self._short if form is CountForm.NUMBERS else self._full
        if not words or form is CountForm.NONE:
            return 0
        measure = self.fontMetrics().horizontalAdvance
        return self.sizeHint().width() - measure(self.text()) + measure(words) + _SPACE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class UpcomingCounts(QWidget):
    """The counts of today and the next seven days, each of which shows its posts.

    `part_requested` carries the UpcomingPart to show alone, or None for everything; `counted` follows other counts. Call
    `refresh` when the posts or the minute changed, and `show_client` after another client was chosen.
    """

    part_requested = Signal(object)
    counted = Signal()

    def __init__(self, session: WorkspaceSession, theme: Theme, model: CalendarModel) -> None:
        super().__init__()
        identify(self, "ahead", translate("Calendar", NEXT_DAYS))
        self._session, self._model, self._form = session, model, CountForm.TITLED
        self.total = _NOTHING
        self._title = PlainLabel(self.tr("Next 7 days:"), role="secondary")
        self._none = PlainLabel(self.tr("nothing scheduled"), role="secondary")
        self._sums = tuple(CountButton(theme, part, icon, tone) for part, (icon, tone) in zip(UpcomingPart, _ICONS, strict=True))
        self._soon = ReadTurn(session.changes.last_read, self._read, self)
        self._is_counted = False
        for each in self._sums:
            each.clicked.connect(lambda down, part=each.part: self.part_requested.emit(part if down else None))
        model.part_changed.connect(self._show_part)
        self.setLayout(row_of(self._title, self._none, *self._sums, spacing=_SPACE))
        self.show_form(self._form)

    def refresh(self) -> None:
        """Count again soon, once for all changes until then."""
        if self.isVisible():
            self._soon.request()

    def show_client(self) -> None:
        """Count another client's posts now, and those of all, which takes longer, once they are painted."""
        self._soon.request(awaited=True) if self._model.state.client_id is None else self._read()

    def show_form(self, form: CountForm) -> None:
        """Show the counts in that form."""
        self._form = form
        worded = form in (CountForm.TITLED, CountForm.WORDS)
        self._title.setVisible(form is CountForm.TITLED)
        self._none.setVisible(worded and self.total == _NOTHING)
        for each in self._sums:
            each.show_form(form)

    def width_of(self, form: CountForm) -> int:
        """Return the width in that form."""
        title = self._title.sizeHint().width() + _SPACE if form is CountForm.TITLED else 0
        worded = form in (CountForm.TITLED, CountForm.WORDS)
        none = self._none.sizeHint().width() if worded and self.total == _NOTHING else 0
        return title + none + sum(each.width_of(form) for each in self._sums)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.request() if self._is_counted else self._read()

    def _show_part(self) -> None:
        """Press the button of the part that is shown alone."""
        for each in self._sums:
            each.setChecked(each.part is self._model.state.part)

    def _read(self) -> None:
        self._is_counted = True
        context = self._model.context()
        days = context.today, context.today + timedelta(days=UPCOMING_DAYS)
        start, end = first_moments([midnight(day) for day in days], context.zone)
        total = self._session.board.upcoming(start, end, self._model.state.client_id)
        if total == self.total:
            return
        self.total = total
        for each, full, short in zip(self._sums, _words(total), _numbers(total), strict=True):
            each.tell(full, short)
        self.show_form(self._form)
        self.counted.emit()


def _words(found: Upcoming) -> tuple[str, ...]:
    """Return each count as a line, empty where it is 0."""
    needs_this_computer = translate("Ahead", "%n need this computer", "", found.needs_this_computer)
    return _counted(found, translate("Ahead", "{0} editable"), translate("Ahead", "{0} locked"), needs_this_computer)


def _numbers(found: Upcoming) -> tuple[str, ...]:
    """Return each count as a number for beside its icon, empty where it is 0."""
    return _counted(found, "{0}", "{0}", "{0}")


def _counted(found: Upcoming, *words: str) -> tuple[str, ...]:
    numbers = (found.changeable, found.locked, found.needs_this_computer)
    return tuple(line.format(number) if number else "" for line, number in zip(words, numbers, strict=True))
