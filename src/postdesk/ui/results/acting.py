"""Handles what is asked for in the results: by the buttons of a line, its menu, and the buttons below the table."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from postdesk.domain.clients import Client
from postdesk.domain.post_actions import PostAction
from postdesk.engine.desk import Desk
from postdesk.ui.kit.copies import others
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.chosen import Chosen
from postdesk.ui.results.deeds import Deeds
from postdesk.ui.results.details import Details
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.offer_menu import OfferMenu
from postdesk.ui.results.story import Scene
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.text.words import Tone


class Acting(QObject):
    """Does what `deeds` do, and shows what they ask for: menus over `pane`, details, a question in `chosen`, words in `told`.

    `zone` tells on whose clock the times are.
    """

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        deeds: Deeds,
        table: ResultsTable,
        model: ResultsModel,
        chosen: Chosen,
        told: NoticeBar,
        zone: Callable[[], ZoneInfo],
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._desk, self._theme, self._deeds, self._zone, self._pane = desk, theme, deeds, zone, pane
        self._table, self._model, self._chosen, self._told = table, model, chosen, told
        self._cancelled, self._asks = 0, False
        for signal, slot in (
            (table.wanted, self._do_in_line),
            (table.details, self._show_details),
            (table.menu_asked, self._show_menu),
            (chosen.wanted, deeds.do),
            (chosen.left, table.setFocus),
            (chosen.question.answered, deeds.keep_profile),
            (told.action.clicked, self._bring_back),
            (deeds.details_asked, self._show_details_of),
            (deeds.platforms_asked, self._open_line),
            (deeds.put_off, self._put_off),
            (deeds.profile_unknown, self._ask_profile),
            (deeds.told, self._tell),
            (deeds.asked, self._tell_asking),
            (desk.changes.health, self._stop_asking),
        ):
            signal.connect(slot)

    def _do_in_line(self, offer: PostAction, at: QPoint) -> None:
        """A button in a line; where a post is up on several platforms, it asks on which to open it."""
        line = self._table.line()
        alike = [each for each in line.offers if each.kind == offer.kind] if line else []
        if len(alike) > 1:
            self._pop_up(alike, at)
        else:
            self._deeds.do(offer)

    def _show_menu(self, at: QPoint) -> None:
        if line := self._table.line():
            self._pop_up(line.offers, at, others(self._desk, line.client_id))

    def _pop_up(self, offers: Sequence[PostAction], at: QPoint, clients: Sequence[Client] = ()) -> None:
        menu = OfferMenu(self._theme, offers, self._pane, clients)
        menu.wanted.connect(self._deeds.do)
        menu.copy_wanted.connect(self._deeds.copy_for_asked)
        menu.popup(at)

    def _open_line(self, post_id: int) -> None:
        self._table.setExpanded(self._model.index_of(post_id), True)
        self._table.setFocus()

    def _show_details(self) -> None:
        if line := self._table.line():
            self._show_details_of(line.post_id)

    def _show_details_of(self, post_id: int) -> None:
        if post := self._desk.outbox.post(post_id):
            Details(self._desk, self._theme, post, Scene(self._zone(), self._desk.clock.now()), self._pane).open()

    def _put_off(self, entry_id: int, off: bool) -> None:
        self._model.put_off(entry_id, off)
        self._table.read_again()
        self._table.line_changed.emit()

    def _ask_profile(self, offer: PostAction) -> None:
        account = self._desk.connections.get(offer.client_id, offer.platform)
        self._chosen.ask_profile(offer, account.remote_username if account else "")

    def _tell(self, words: str, tone: Tone, cancelled: int) -> None:
        self._cancelled, self._asks = cancelled, False
        self._told.tell(words, tone, action=self.tr("Open as a draft") if cancelled else "")

    def _tell_asking(self) -> None:
        self._tell(self.tr("Asking MyPostShare…"), Tone.LOCKED, 0)
        self._asks = True

    def _stop_asking(self) -> None:
        """It was asked, or can't be, which the window tells elsewhere."""
        if self._asks:
            self._asks = False
            self._told.hide()

    def _bring_back(self) -> None:
        self._told.hide()
        self._deeds.copy(self._cancelled)
