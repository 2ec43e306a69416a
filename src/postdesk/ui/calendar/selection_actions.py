"""The selected posts of the calendar, and actions on all of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.domain.post_actions import Action
from postdesk.domain.several import Done, SeveralAct
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.selection import Pick
from postdesk.ui.calendar.selection_words import done_tone, done_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import Form, give_room, remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_LETTERS: Final = 56
_MOST_DAYS: Final = 3650


class SelectionActions(QObject):
    """Acts on the selection, and tells what was done."""

    def __init__(self, desk: Desk, navigator: Navigator, theme: Theme, model: CalendarModel, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._navigator, self._theme, self._model, self._window = desk, navigator, theme, model, window
        self._selection = model.selection
        model.picked.connect(self._pick)
        desk.several.done.connect(self._tell)
        for changed in (desk.changes.posts, desk.changes.drafts):
            changed.connect(self._drop_gone)

    def _pick(self, card: Card, how: Pick) -> None:
        """A card was clicked or picked by key."""
        match how:
            case Pick.ALONE:
                self._selection.clear()
                self._selection.anchor = card
            case Pick.TOGGLE:
                self._selection.toggle(card)
                self._say()
            case Pick.RANGE:
                self._selection.add(self._model.reader().between(self._selection.anchor or card, card))
                self._say()

    def select_all(self, day: date) -> None:
        """Select all of a day; where they are selected already, or there are none, all of the view."""
        reader = self._model.reader()
        of_day = reader.cards_on([day])
        wider = all(card in self._selection for card in of_day)
        self._selection.add(reader.cards_on(reader.days) if wider else of_day)
        self._say()

    def move(self, by: timedelta) -> None:
        """Move all selected cards."""
        self._desk.several.move(self._selection.cards, by)

    def move_by(self) -> None:
        """Ask how far to move all selected cards, and move them."""
        question = MoveBy(self._theme, self._window)
        question.chosen.connect(self.move)
        question.open()

    def copy_for(self, client_id: int) -> None:
        """Copy all selected cards to new drafts for a client."""
        self._desk.several.copy_for(self._selection.cards, client_id)

    def label(self, name: str, *, on: bool) -> None:
        """Give all selected cards a label, or take it from them."""
        self._desk.several.label(self._selection.cards, name, on=on)

    def add_label(self) -> None:
        """Ask for a new label, and give it to all selected cards."""
        question = NewLabel(self._theme, self._window)
        question.chosen.connect(lambda name: self.label(name, on=True))
        question.open()

    def delete(self, card: Card | None = None) -> None:
        """Delete all selected cards, or else that one."""
        if cards := self._selection.cards or ((card,) if card else ()):
            self._desk.several.delete(cards)

    def run(self, kind: Action) -> None:
        """Run an action on all selected posts."""
        if run := ACTIONS[kind].several:
            run(self._desk, self._selection.cards)

    def _drop_gone(self) -> None:
        """Drop what is gone: it can’t be acted on."""
        if self._selection:
            self._selection.drop(self._desk.several.gone(self._selection.cards))

    def _say(self) -> None:
        count = len(self._selection)
        announce(self._window, self.tr("%n posts selected", "", count) if count else self.tr("Nothing selected"))

    def clients(self) -> Sequence[Client]:
        """Return the clients that cards can be copied for."""
        return self._desk.clients.all()

    def labels(self) -> Sequence[tuple[str, bool]]:
        """Return all labels by name, each with whether all selected cards have it."""
        had = self._desk.several.labels_of(self._selection.cards)
        names = {*self._desk.several.labels(), *(name for labels in had for name in labels)}
        return [(name, all(name in labels for labels in had)) for name in sorted(names, key=str.casefold)]

    def _tell(self, done: Done) -> None:
        if done.act is SeveralAct.DELETE and not done.back:
            self._selection.clear()
        for draft_id in done.drafts:
            self._navigator.take_moved_draft(draft_id)
        icon = "lock" if done.act is SeveralAct.LOCK_IN else "calendar-clock"
        self._model.told.emit(self._told(done, icon))

    def _told(self, done: Done, icon: str) -> Told:
        words, tone = done_words(done), done_tone(done)
        if done.back or not done.count:
            return Told(words, tone, icon)
        if done.act is not SeveralAct.LOCK_IN:
            return Told(words, tone, icon, self._desk.several.undo)
        delay = round(self._desk.settings.current.undo_delay / timedelta(milliseconds=1))
        if delay:
            words = self.tr("{0} “Undo” leaves them scheduled.").format(words)
        return Told(words, Tone.LOCKED, icon, self._desk.several.undo if delay else None, delay)


class MoveBy(Dialog):
    """Days and hours, later or, below 0, earlier. `chosen` carries the timedelta."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Move selected posts"), "calendar.move_by", parent, _LETTERS)
        self._days = _spin("calendar.move_by.days", self.tr("Days"), _MOST_DAYS)
        self._hours = _spin("calendar.move_by.hours", self.tr("Hours"), 23)
        form = Form()
        form.add(self.tr("Days"), self._days)
        form.add(self.tr("Hours"), self._hours)
        self.body.addWidget(PlainLabel(self.windowTitle(), role="heading"))
        self.body.addLayout(form)
        words = self.tr("Negative numbers move posts earlier. The client’s time of day stays the same when clocks change.")
        self.body.addWidget(remark(words))
        _add_foot(self, theme, self.tr("Move"), "calendar.move_by")
        self._days.selectAll()

    def accept(self) -> None:
        if by := timedelta(days=self._days.value(), hours=self._hours.value()):
            self.chosen.emit(by)
        super().accept()


class NewLabel(Dialog):
    """A label's name. `chosen` carries it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("New label"), "calendar.new_label", parent, _LETTERS)
        self._name = QLineEdit(placeholderText=self.tr("Launch"), maxLength=60)
        identify(self._name, "calendar.new_label.name", self.tr("Label"))
        self.body.addWidget(PlainLabel(self.windowTitle(), role="heading"))
        self.body.addWidget(self._name)
        _add_foot(self, theme, self.tr("Label"), "calendar.new_label")
        self._name.setFocus()

    def accept(self) -> None:
        if name := " ".join(self._name.text().split()):
            self.chosen.emit(name)
        super().accept()


def _spin(identifier: str, name: str, most: int) -> QSpinBox:
    spin = QSpinBox(minimum=-most, maximum=most)
    identify(spin, identifier, name)
    give_room(spin)
    return spin


def _add_foot(dialog: Dialog, theme: Theme, words: str, identifier: str) -> None:
    leave = Button(theme, translate("SelectionActions", "Cancel"), f"{identifier}.leave")
    leave.clicked.connect(dialog.reject)
    act = Button(theme, words, f"{identifier}.act", role="primary")
    act.clicked.connect(dialog.accept)
    act.setDefault(True)
    dialog.foot.addWidget(leave)
    dialog.foot.addWidget(act)
