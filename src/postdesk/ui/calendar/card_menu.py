"""What can be done with a card, or with an empty slot, from its context menu."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.board import Card
from postdesk.domain.post_actions import Action, card_actions
from postdesk.domain.posts import Origin
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.approving import add_word_acts
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.moving import Mover, Told
from postdesk.ui.calendar.selection import Selection
from postdesk.ui.calendar.state import Cell, View
from postdesk.ui.calendar.wording import is_draft
from postdesk.ui.kit.copies import add_copies, others
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone


class CardMenu(QObject):
    """Opens menus. `told` carries a Told, `open_asked` a Card, `slot_asked` a Cell, `note_asked` a date, others a post's number.

    `copy_for_asked` also carries the id of another client, whom the copy is for.
    """

    told = Signal(object)
    open_asked = Signal(object)
    slot_asked = Signal(object)
    note_asked = Signal(object)
    edit_asked = Signal(int)
    repeat_asked = Signal(int)
    copy_asked = Signal(int)
    copy_for_asked = Signal(int, int)

    def __init__(
        self, desk: Desk, theme: Theme, mover: Mover, chosen: Selection, approving: CalendarModel, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._theme, self._mover, self._chosen, self._window = desk, theme, mover, chosen, window
        self._approving = approving

    def show_for(self, card: Card | None, cell: Cell | None, view: View, at: QPoint) -> None:
        """A menu at a point of the screen, for a card or else for the cell."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identify(menu, "calendar.menu")
        if card:
            self._add(menu, self.tr("Open"), "open", "eye", lambda: self.open_asked.emit(card))
            words = self.tr("Don’t choose") if card in self._chosen else self.tr("Choose, to act on several")
            self._add(menu, words, "choose", "check", lambda: self._chosen.toggle(card))
            if is_draft(card):
                self._fill_for_draft(menu, card, view)
            else:
                self._fill_for_post(menu, card, view)
        if cell:
            menu.addSeparator()
            self._add(menu, self.tr("New post here"), "new", "plus", lambda: self.slot_asked.emit(cell))
            day = cell.wall.date()
            self._add(menu, self.tr("Note on this day…"), "note", "bookmark", lambda: self.note_asked.emit(day))
        menu.popup(at)

    def _fill_for_draft(self, menu: QMenu, card: Card, view: View) -> None:
        self._add_moves(menu, card, view)
        menu.addSeparator()
        self._add(menu, self.tr("Delete draft"), "delete", "trash-2", lambda: self._desk.several.delete((card,)))

    def _fill_for_post(self, menu: QMenu, card: Card, view: View) -> None:
        number, outbox = int(card.id), self._desk.outbox
        post = outbox.post(number)
        actions = card_actions(post) if post else ()
        if Action.EDIT in actions:
            self._add(menu, self.tr("Edit"), "edit", "pencil", lambda: self.edit_asked.emit(number))
        if card.repeats:
            words = self.tr("Change how it repeats…")
            self._add(menu, words, "repeat", "repeat-2", lambda: self.repeat_asked.emit(number))
        if card.origin is Origin.HERE:
            self._add(menu, self.tr("Copy to a new draft"), "copy", "copy", lambda: self.copy_asked.emit(number))
            add_copies(menu, others(self._desk, card.client_id), self._theme, partial(self.copy_for_asked.emit, number))
        if post is None or not actions:
            return
        self._add_moves(menu, card, view)
        menu.addSeparator()
        add_word_acts(menu, self._theme, "calendar.menu", partial(self._approving.mark, [card]), post.word.approval)
        if Action.LOCK_IN in actions:
            self._add(menu, self.tr("Lock in now"), "lock_in", "lock", lambda: self._lock_in(number))
        self._add(menu, self.tr("Back to draft"), "undo", "undo-2", lambda: outbox.undo(number))
        self._add(menu, self.tr("Cancel post"), "cancel", "circle-slash", lambda: outbox.cancel(number))

    def _lock_in(self, number: int) -> None:
        """The only act here that can't be mended later, so it says how to take it back."""
        outbox, delay = self._desk.outbox, round(self._desk.settings.current.undo_delay / timedelta(milliseconds=1))
        outbox.lock_in(number)
        words = self.tr("Being locked in: from then on it goes out by itself, and can’t be changed or cancelled.")
        if delay:
            words = self.tr("{0} “Undo” leaves it scheduled.").format(words)
        self.told.emit(Told(words, Tone.LOCKED, "lock", partial(outbox.undo_click, number) if delay else None, delay))

    def _add_moves(self, menu: QMenu, card: Card, view: View) -> None:
        """The way to move a card by single clicks, for those who can't drag."""
        menu.addSeparator()
        day, hour, quarter = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)
        moves = [
            (self.tr("Move a day earlier"), "day_earlier", -day),
            (self.tr("Move a day later"), "day_later", day),
        ]
        if view is View.MONTH:
            moves += [
                (self.tr("Move a week earlier"), "week_earlier", -7 * day),
                (self.tr("Move a week later"), "week_later", 7 * day),
            ]
        else:
            moves += [
                (self.tr("Move an hour earlier"), "hour_earlier", -hour),
                (self.tr("Move an hour later"), "hour_later", hour),
            ]
        if view is View.DAY:
            moves += [
                (self.tr("Move a quarter of an hour earlier"), "quarter_earlier", -quarter),
                (self.tr("Move a quarter of an hour later"), "quarter_later", quarter),
            ]
        if opening := self._mover.next_slot(card):
            words = self.tr("Move to the next free slot: {0}").format(self._mover.slot_words(card, opening))
            self._add(menu, words, "next_slot", "calendar-clock", partial(self._mover.move_to, card, opening.moment))
        for words, name, step in moves:
            self._add(menu, words, name, "", partial(self._mover.move, card, step))

    def _add(self, menu: QMenu, words: str, name: str, icon: str, act: Callable[[], object]) -> None:
        action = menu.addAction(words)
        action.setObjectName(f"calendar.menu.{name}")
        if icon:
            action.setIcon(self._theme.icon(icon, "secondary"))
        action.triggered.connect(lambda checked: act())
