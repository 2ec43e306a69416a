"""What can be done with a card, or with an empty slot, from its context menu."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.board import Card
from postdesk.domain.clients import zone_of
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post, PostState
from postdesk.domain.taking_back import movable
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.selection import Selection
from postdesk.ui.calendar.state import Cell, View
from postdesk.ui.kit.copies import others
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.menu import add_offers
from postdesk.ui.post_actions.offers import offers_of, scene_of
from postdesk.ui.post_actions.registry import ACTIONS, PostActions
from postdesk.ui.text.post_stories import post_story

_FOR_A_DRAFT: Final = (Action.EDIT, Action.NEW_TIME, Action.COPY)
_LONGEST: Final = 80
"""Letters of a story that have room in a menu."""


class CardMenu(QObject):
    """Opens menus. `told` carries a Told, `open_asked` a Card, `slot_asked` a Cell, `note_asked` a date, others a post's number.

    `copy_for_asked` also carries the id of another client, whom the copy is for; `show_asked` a PostAction that shows
    something of a post.
    """

    told = Signal(object)
    open_asked = Signal(object)
    slot_asked = Signal(object)
    note_asked = Signal(object)
    edit_asked = Signal(int)
    repeat_asked = Signal(int)
    copy_asked = Signal(int)
    copy_for_asked = Signal(int, int)
    show_asked = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, mover: Mover, selection: Selection, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._theme, self._mover, self._selection, self._window = desk, theme, mover, selection, window
        self._actions = PostActions(desk, self)
        for signal, relayed in (
            (self._actions.told, self.told),
            (self._actions.edit_asked, self.edit_asked),
            (self._actions.copy_asked, self.copy_asked),
            (self._actions.show_asked, self.show_asked),
        ):
            signal.connect(relayed)

    def show_for(self, card: Card | None, cell: Cell | None, view: View, at: QPoint) -> None:
        """A menu at a point of the screen, for a card or else for the cell."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identify(menu, "calendar.menu")
        if card:
            self._add(menu, self.tr("Open"), "open", "eye", lambda: self.open_asked.emit(card))
            words = self.tr("Deselect") if card in self._selection else self.tr("Select")
            self._add(menu, words, "select", "check", lambda: self._selection.toggle(card))
            if card.is_draft:
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
        number = int(card.id)
        post = self._desk.outbox.post(number)
        if post is None:
            return
        offers = [each for each in offers_of(self._desk, post) if not ACTIONS[each.kind].with_story]
        if post.state is PostState.HELD:
            menu.addAction(_story(self._desk, post)).setEnabled(False)
        self._add_offers(menu, post, [each for each in offers if each.kind in _FOR_A_DRAFT])
        if card.repeats:
            self._add(menu, self.tr("Change how it repeats…"), "repeat", "repeat-2", lambda: self.repeat_asked.emit(number))
        if movable(post):
            self._add_moves(menu, card, view)
        menu.addSeparator()
        self._add_offers(menu, post, [each for each in offers if each.kind not in _FOR_A_DRAFT])

    def _add_offers(self, menu: QMenu, post: Post, offers: Sequence[PostAction]) -> None:
        clients, run = others(self._desk, post.client_id), partial(self._actions.run_for, post)
        add_offers(menu, self._theme, offers, run, clients, self.copy_for_asked.emit)

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
                (self.tr("Move 15 minutes earlier"), "quarter_earlier", -quarter),
                (self.tr("Move 15 minutes later"), "quarter_later", quarter),
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


def _story(desk: Desk, post: Post) -> str:
    """Why the post is on hold, cut to a menu's width."""
    client = desk.clients.get(post.client_id)
    story = post_story(post, scene_of(desk, post.client_id, zone_of(client, ZoneInfo("UTC"))))
    return (story if len(story) <= _LONGEST else f"{story[: _LONGEST - 1]}…").replace("&", "&&")
