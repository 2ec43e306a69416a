"""The dialogs that schedule several drafts at once, at their own times or into the next free slots."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidgetItem, QVBoxLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.review import BlockedReason, DraftReview
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.list_boxes import icon_list
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_ALL_LETTERS: Final = 90
_SLOTS_LETTERS: Final = 96
_ROWS: Final = 6
_ROW_LINES: Final = 3


def schedule_button_words(count: int) -> str:
    """Return the text of the button."""
    return translate("Scheduling", "Schedule %Ln posts", "", count)


def changed_words() -> str:
    """Return the notice that something changed since the user agreed."""
    return translate("Scheduling", "Something changed since you were asked. Nothing was scheduled yet. Check again.")


def own_times_words() -> str:
    """Return the note on times and undo."""
    return translate("Scheduling", "Times are in each client’s time zone. You can undo all of it with one click.")


@dataclass(frozen=True, slots=True)
class BulkRow:
    """A draft to schedule: its review, its client, and its time on the client's clock, in words.

    `late`: the time is past or too close; `waits`: a file is still uploading. `stored_draft`: the stored draft, where it is
    sent at another time. `first`: the worst problem in words.
    """

    review: DraftReview
    client: Client
    when: str
    late: bool = False
    waits: bool = False
    stored_draft: Draft | None = None
    first: str = ""

    @property
    def ready(self) -> bool:
        """True where at least one of its platforms can be scheduled."""
        return self.review.blocked is None and not self.late and not self.waits


class ScheduleAllDialog(Dialog):
    """Asks before several drafts are scheduled. `anew`: something changed since the user agreed (`confirmed`)."""

    confirmed = Signal()

    def __init__(self, theme: Theme, rows: Sequence[BulkRow], parent: QWidget | None = None, *, anew: bool = False) -> None:
        super().__init__(self.tr("Schedule all"), "schedule_all", parent, _ALL_LETTERS)
        ready = sum(each.ready for each in rows)
        self.body.addWidget(PlainLabel(self.tr("Schedule %n posts?", "", ready), role="heading"))
        if anew:
            self.body.addWidget(remark(changed_words(), "schedule_all.changed"))
        column = column_of(*(self._line(theme, place, each) for place, each in enumerate(rows)))
        fill(self.body, column, remark(own_times_words()), ROOM)
        yes = Button(theme, schedule_button_words(ready), "schedule_all.yes", role="primary", icon="send")
        yes.setEnabled(ready > 0)
        yes.clicked.connect(self._agree)
        self.offer(theme, yes).setFocus()

    def _line(self, theme: Theme, place: int, row: BulkRow) -> QVBoxLayout:
        where = names(row.review.ready or row.review.draft.platforms)
        words = " · ".join(part for part in (row.client.name, row.when, where) if part)
        about = PlainLabel(words, elide=True, identifier=f"schedule_all.line.{place}")
        column = column_of(row_of(Avatar(row.client.name, row.client.colour), about), spacing=4)
        if words := row_problem_words(row):
            stops = not row.ready or bool(row.review.not_ready)
            tone = Tone.BAD if stops else Tone.ATTENTION
            said = PlainLabel(words, wrap=True, identifier=f"schedule_all.amiss.{place}")
            set_tone(said, tone)
            column.addLayout(row_of(IconLabel(theme, "circle-x" if stops else "triangle-alert", tone), said))
        return column

    def _agree(self) -> None:
        self.accept()
        self.confirmed.emit()


def row_problem_words(row: BulkRow) -> str:
    """Return the reason why the draft, or a part of it, stays a draft; otherwise the first warning."""
    review = row.review
    if row.waits:
        return translate("ScheduleAllDialog", "Stays a draft. A file is still uploading. Wait, or cancel the upload.")
    if row.late:
        return translate("ScheduleAllDialog", "Stays a draft. The time is past or too close. Select a later one.")
    if review.blocked:
        why = row.first if review.blocked is BlockedReason.NOTHING_READY else ""
        return translate("ScheduleAllDialog", "Stays a draft. {0}").format(why or blocked_words(review.blocked))
    if review.not_ready:
        one, several = translate("ScheduleAllDialog", "{0} stays a draft. {1}"), len(review.not_ready) > 1
        words = translate("ScheduleAllDialog", "{0} stay a draft. {1}") if several else one
        return words.format(names(review.not_ready), row.first)
    return row.first if review.warned else ""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A draft and its slot, in words: time in both zones, client and platforms, beginning of the text, problem.

    `placed`: there is a slot for it; `ready`: it can be scheduled, None while that isn't checked yet.
    """

    draft_id: str
    when: str
    about: str
    words: str
    input_problem: str = ""
    ready: bool | None = None
    placed: bool = True

    @property
    def text(self) -> str:
        """The text of the row in the list."""
        below = " · ".join(part for part in (self.about, self.words) if part)
        return "\n".join(part for part in (self.when, below, self.input_problem) if part)


class FillSlotsDialog(Dialog):
    """Assigns drafts to free slots. `reordered` carries the ids in their new order, `confirmed` follows a yes.

    `times_requested`: the drafts are to stay drafts, at the times of these slots.
    """

    reordered = Signal(object)
    confirmed = Signal()
    times_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Fill slots"), "filling", parent, _SLOTS_LETTERS)
        self._theme = theme
        self._lines: list[SlotRow] = []
        self._heading = PlainLabel("", role="heading")
        self._changed = remark(changed_words(), "filling.changed")
        self._changed.hide()
        self.list = icon_list("filling.list", self.tr("Drafts and their slots"))
        self.up = Button(theme, self.tr("Move earlier"), "filling.up", role="quiet", icon="chevron-up")
        self.down = Button(theme, self.tr("Move later"), "filling.down", role="quiet", icon="chevron-down")
        self.times = Button(theme, self.tr("Set times only"), "filling.times")
        self.yes = Button(theme, "", "filling.yes", role="primary", icon="send")
        self._lay_out()
        self.list.currentRowChanged.connect(self._enable)
        self.up.clicked.connect(lambda: self.move_current(-1))
        self.down.clicked.connect(lambda: self.move_current(1))
        self.times.clicked.connect(self.times_requested)
        self.yes.clicked.connect(self.confirmed)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self.move_current(by))
        self.list.model().rowsMoved.connect(self._dragged, Qt.ConnectionType.QueuedConnection)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the drafts, in the shown order."""
        return tuple(line.draft_id for line in self._lines)

    def show_lines(self, lines: Sequence[SlotRow]) -> None:
        """Show these rows; the current draft stays current."""
        chosen = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        self._lines = list(lines)
        self.list.clear()
        for line in lines:
            self.list.addItem(QListWidgetItem())
            self._apply_style(self.list.count() - 1, line)
        self.list.setCurrentRow(self.ids.index(chosen) if chosen in self.ids else 0)
        self._count()

    def show_line(self, line: SlotRow) -> None:
        """Update the row of one draft."""
        row = self.ids.index(line.draft_id)
        self._lines[row] = line
        self._apply_style(row, line)
        self._count()

    def tell_changed(self) -> None:
        """Show that something changed since the user agreed."""
        self._changed.show()
        announce(self, self._changed.text())

    def move_current(self, by: int) -> None:
        """Swap the current draft's slot with the one before or after."""
        row = self.list.currentRow()
        if 0 <= row + by < len(self._lines):
            ids = list(self.ids)
            ids.insert(row + by, ids.pop(row))
            self.reordered.emit(tuple(ids))
            announce(self.list, self._lines[self.list.currentRow()].text)

    def _dragged(self) -> None:
        ids = tuple(str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count()))
        self.reordered.emit(ids)

    def _apply_style(self, row: int, line: SlotRow) -> None:
        item = self.list.item(row)
        item.setText(line.text)
        item.setData(Qt.ItemDataRole.UserRole, line.draft_id)
        icon, tone = ("calendar-clock", Tone.NEUTRAL) if not line.input_problem else ("triangle-alert", Tone.ATTENTION)
        if line.ready is False:
            icon, tone = "circle-x", Tone.BAD
        item.setIcon(self._theme.icon(icon, tone))

    def _count(self) -> None:
        """Update the count and the button; the button stays disabled until every draft is checked."""
        ready, count = sum(line.ready is True for line in self._lines), len(self._lines)
        self._heading.setText(self.tr("%n drafts for the next free slots", "", count))
        self.yes.set_text(schedule_button_words(ready))
        self.yes.setEnabled(ready > 0 and all(line.ready is not None for line in self._lines))
        self.times.setEnabled(any(line.placed for line in self._lines))
        self._enable()

    def _enable(self) -> None:
        row = self.list.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < len(self._lines) - 1)

    def _lay_out(self) -> None:
        self.list.setWordWrap(True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * _ROW_LINES * _ROWS)
        order = remark(self.tr("Drag to change the order, or press Alt+Up or Alt+Down. Nothing goes out until you schedule."))
        moves = row_of(self.up, self.down, ROOM)
        parts = self._heading, self._changed, order, self.list, moves, remark(own_times_words())
        fill(self.body, *parts, grow=self.list)
        self.offer(self._theme, self.times, self.yes)
