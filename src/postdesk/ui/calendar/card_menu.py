"""The context menu of a card, or of a cell where no card is."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.board import Card
from postdesk.domain.clients import zone_of
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Post, PostState
from postdesk.domain.recall import movable_entries
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.state import Cell
from postdesk.ui.kit.copy_menu import clients_except
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.actions import PostActions
from postdesk.ui.post_actions.offers import add_offers, offered_actions, story_context
from postdesk.ui.post_actions.registry import ACTIONS
from postdesk.ui.scope import Scope
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.post_stories import post_story

translate = QCoreApplication.translate

_STEPS: Final = {
    timedelta(days=1): (
        "day",
        QT_TRANSLATE_NOOP("CardMenu", "Move a day earlier"),
        QT_TRANSLATE_NOOP("CardMenu", "Move a day later"),
    ),
    timedelta(weeks=1): (
        "week",
        QT_TRANSLATE_NOOP("CardMenu", "Move a week earlier"),
        QT_TRANSLATE_NOOP("CardMenu", "Move a week later"),
    ),
    timedelta(hours=1): (
        "hour",
        QT_TRANSLATE_NOOP("CardMenu", "Move an hour earlier"),
        QT_TRANSLATE_NOOP("CardMenu", "Move an hour later"),
    ),
    timedelta(minutes=15): (
        "quarter",
        QT_TRANSLATE_NOOP("CardMenu", "Move 15 minutes earlier"),
        QT_TRANSLATE_NOOP("CardMenu", "Move 15 minutes later"),
    ),
}
_FOR_A_DRAFT: Final = (Action.EDIT, Action.NEW_TIME, Action.COPY)
_LONGEST: Final = 80
"""The letters of a story that have room in a menu."""


class CardMenu(QObject):
    """Opens the menus; actions beyond the calendar go to the navigator."""

    def __init__(
        self,
        session: WorkspaceSession,
        scope: Scope,
        navigator: Navigator,
        theme: Theme,
        model: CalendarModel,
        mover: Mover,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._navigator, self._theme, self._window = session, navigator, theme, window
        self._model, self._mover = model, mover
        self._actions = PostActions(session, scope, navigator, self)
        self._actions.reported.connect(model.requests.reported)
        self._actions.view_requested.connect(navigator.run_action)

    def show_for(self, card: Card | None, cell: Cell | None, at: QPoint) -> None:
        """Open a menu at a point of the screen, for a card or else for the cell."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identify(menu, "calendar.menu")
        place = QRect(self._window.window().mapFromGlobal(at), QSize(1, 1))
        if card:
            self._add(menu, self.tr("Open"), "open", "eye", lambda: self._model.requests.card_requested.emit(card, place))
            selection = self._model.selection
            words = self.tr("Deselect") if card in selection else self.tr("Select")
            self._add(menu, words, "select", "check", lambda: selection.toggle(card))
            if card.is_draft:
                self._fill_for_draft(menu, card)
            elif post := self._session.post_commands.post(int(card.id)):
                self._fill_alone(menu, card, post)
        if cell:
            menu.addSeparator()
            day, requests = cell.wall.date(), self._model.requests
            self._add(menu, self.tr("New post here"), "new", "plus", lambda: requests.start_post(cell, place))
            self._add(menu, self.tr("Note on this day…"), "note", "bookmark", lambda: requests.note_requested.emit(day))
        menu.popup(at)

    def fill_more(self, menu: QMenu, card: Card, shown: Collection[PostAction]) -> None:
        """Fill a menu with the actions of a card that aren't `shown` beside its story."""
        if card.is_draft:
            self._add_moves(menu, card)
        elif post := self._session.post_commands.post(int(card.id)):
            offers = [each for each in offered_actions(self._session, post) if each not in shown]
            self._fill_for_post(menu, card, post, offers)
            results = partial(self._navigator.open_post, post.id)
            self._add(menu, self.tr("Show in Results"), "results", "list", results)

    def edit(self, card: Card) -> None:
        """Edit a draft or a post, or show a post in the results that can't be edited."""
        self._model.requests.open(card)

    def run(self, post: Post, offer: PostAction) -> None:
        """Run an action on a post, unless the post has changed since it was shown."""
        self._actions.run_for(post, offer)

    def delete(self, card: Card) -> None:
        """Delete a draft."""
        self._session.bulk.delete((card,))

    def _fill_for_draft(self, menu: QMenu, card: Card) -> None:
        self._add_moves(menu, card)
        menu.addSeparator()
        self._add(menu, self.tr("Delete draft"), "delete", "trash-2", lambda: self.delete(card))

    def _fill_alone(self, menu: QMenu, card: Card, post: Post) -> None:
        """Add the actions of a post that can be told without its story."""
        if post.state is PostState.HELD:
            menu.addAction(_story(self._session, post)).setEnabled(False)
        offers = [each for each in offered_actions(self._session, post) if not ACTIONS[each.kind].with_story]
        self._fill_for_post(menu, card, post, offers)

    def _fill_for_post(self, menu: QMenu, card: Card, post: Post, offers: Sequence[PostAction]) -> None:
        number = post.id
        self._add_offers(menu, post, [each for each in offers if each.kind in _FOR_A_DRAFT])
        if card.repeats:
            words = self.tr("Change how it repeats…")
            self._add(menu, words, "repeat", "repeat-2", lambda: self._navigator.repeat_post(number))
        if movable_entries(post):
            self._add_moves(menu, card)
        menu.addSeparator()
        self._add_offers(menu, post, [each for each in offers if each.kind not in _FOR_A_DRAFT])

    def _add_offers(self, menu: QMenu, post: Post, offers: Sequence[PostAction]) -> None:
        clients, run = clients_except(self._session, post.client_id), partial(self._actions.run_for, post)
        add_offers(menu, self._theme, offers, run, clients, self._navigator.copy_post)

    def _add_moves(self, menu: QMenu, card: Card) -> None:
        """Add actions that move a card by single clicks, for those who can't drag."""
        menu.addSeparator()
        if free_slot := self._mover.next_slot(card):
            words = self.tr("Move to the next free slot: {0}").format(self._mover.slot_words(card, free_slot))
            self._add(menu, words, "next_slot", "calendar-clock", partial(self._mover.move_to, card, free_slot.moment))
        for step in self._model.state.kind.steps:
            name, earlier, later = _STEPS[step]
            self._add(menu, translate("CardMenu", earlier), f"{name}_earlier", "", partial(self._mover.move, card, -step))
            self._add(menu, translate("CardMenu", later), f"{name}_later", "", partial(self._mover.move, card, step))

    def _add(self, menu: QMenu, words: str, name: str, icon: str, act: Callable[[], object]) -> None:
        action = menu.addAction(words)
        action.setObjectName(f"calendar.menu.{name}")
        if icon:
            action.setIcon(self._theme.icon(icon, "secondary"))
        action.triggered.connect(lambda checked: act())


def _story(session: WorkspaceSession, post: Post) -> str:
    """Return the reason why the post is on hold, cut to a menu's width."""
    client = session.clients.get(post.client_id)
    story = post_story(post, story_context(session, post.client_id, zone_of(client, ZoneInfo("UTC"))))
    return (story if len(story) <= _LONGEST else f"{story[: _LONGEST - 1]}…").replace("&", "&&")
