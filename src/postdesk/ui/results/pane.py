"""The results: what became of each post, live, and what to do about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QTimer, QUrl, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.board import Filter
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import TO_DO
from postdesk.domain.taking_back import undoable
from postdesk.engine.composer import Submitted
from postdesk.engine.desk import Desk
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.acting import Acting
from postdesk.ui.results.away import AwayBar
from postdesk.ui.results.chosen import Chosen
from postdesk.ui.results.counted import counted
from postdesk.ui.results.deeds import Deeds
from postdesk.ui.results.filters import Filters
from postdesk.ui.results.lines import Line
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.spoken import MOST_NAMED, news, news_words
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.scope import Scope

translate = QCoreApplication.translate

_GATHER_MS: Final = 80


class ResultsPane(Pane):
    """`open_draft` carries a Draft for the composer; `new_post` asks for an empty one.

    `copy_post_for` carries a post's number and the id of another client.
    `show_connections` carries a client's id, `settings_asked` the name of a page. Drafts that the engine makes of posts
    ("Back to draft", "Fix Instagram") are broadcast by `desk.outbox.undone`.
    """

    open_draft = Signal(object)
    copy_post_for = Signal(int, int)
    new_post = Signal()
    show_connections = Signal(int)
    settings_asked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        scope: Scope,
        theme: Theme,
        here: ZoneInfo,
        open_url: Callable[[QUrl], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._scope, self._theme, self._here = desk, scope, theme, here
        self._title = PaneTitle(self.tr("Results"), "results.title")
        self._filters = Filters(theme)
        self._title.add(self._filters)
        self._away = AwayBar(desk, theme, here)
        self._told = NoticeBar(theme, "results.notice", dismissible=True)
        self._model = ResultsModel(desk, self)
        self.table = ResultsTable(theme, self._model, desk.clock)
        self._empty = EmptyState(theme, "results.empty", "list", "")
        self._chosen = Chosen(theme, self.table, desk.clock)
        self._deeds = Deeds(desk, open_url, self)
        Acting(desk, theme, self._deeds, self.table, self._model, self._chosen, self._told, self._zone, self)
        self._queued = 0
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out()
        self._wire()
        self.show_again()

    @property
    def leads_to(self) -> QWidget:
        return self._empty.action if self.table.isHidden() else self.table

    def show_away(self, since: datetime) -> None:
        """Say what happened since then, also as it is learned of in the next moments."""
        self._away.begin(since)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Only the posts in these states."""
        self._filters.show_states(states)

    def open_post(self, post_id: int) -> None:
        """Choose a post's line, whatever was filtered."""
        if not self.table.go_to(post_id):
            self._filters.clear()
            self.table.go_to(post_id)
        self.table.setFocus()

    def open_first(self) -> bool:
        """Choose the first line, where there is one."""
        return self.table.go_to_first()

    def show_again(self) -> None:
        """Show the posts of the scope from the top."""
        self._show_whose()
        self._model.show(self._filter(), self._zone())
        self._after_reading()

    def refresh(self) -> None:
        """Read again, in place; what came of posts meanwhile is announced."""
        if self.table.held:
            self._soon()
            return
        before = self._model.states()
        self._show_whose()
        self.table.read_again()
        self._speak(before)
        self._after_reading()
        self._keep_queued()
        self._away.refresh()

    def minute_passed(self) -> None:
        """What is said about times has changed with the minute."""
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._title, self._away, self._told, self.table, self._empty, self._chosen):
            column.addWidget(part, 1 if part in (self.table, self._empty) else 0)

    def _wire(self) -> None:
        changes, deeds = self._desk.changes, self._deeds
        for signal in (changes.posts, changes.connections, changes.practice, changes.clients):
            signal.connect(self._soon)
        self._desk.composer.submitted.connect(self._show_submitted)
        self._desk.outbox.moved.connect(self._show_moved)
        self._gather.timeout.connect(self.refresh)
        for signal, slot in (
            (self._scope.changed, self.show_again),
            (self._filters.changed, self.show_again),
            (self.table.line_changed, self._show_chosen),
            (self._away.action.clicked, partial(self.show_states, TO_DO)),
            (self._empty.action.clicked, self._act_on_empty),
            (deeds.open_draft, self.open_draft),
            (deeds.copy_for_asked, self.copy_post_for),
            (deeds.post_asked, self.open_post),
            (deeds.queued, self._stay_with),
            (deeds.show_connections, self.show_connections),
            (deeds.settings_asked, self.settings_asked),
        ):
            signal.connect(slot)

    def _show_submitted(self, submitted: Submitted) -> None:
        # A method, not a lambda: its connection ends with the pane, and a desk may submit a moment longer.
        self._show_made(submitted.post_id)

    def _show_made(self, post_id: int) -> None:
        """Choose what the user just made, where it is among what is shown; the focus stays where it is."""
        self.refresh()
        self.table.go_to(post_id)

    def _stay_with(self, post_id: int) -> None:
        """What is about to go out stays in view, with its Undo."""
        self._queued = post_id

    def _keep_queued(self) -> None:
        post = self._desk.outbox.post(self._queued) if self._queued else None
        if post and any(map(undoable, post.entries)):
            self._queued = 0
            # Its place is another one now, which may be far below, or none among what is filtered.
            if not self.table.go_to(post.id):
                self.open_post(post.id)

    def _show_moved(self, post_id: int, moved_id: int) -> None:
        """What got another time may be a post of its own then."""
        if moved_id != post_id:
            self._show_made(moved_id)

    def _soon(self) -> None:
        """Many changes come together: read once for all of them."""
        if not self._gather.isActive():
            self._gather.start()

    def _clients(self) -> tuple[Client, ...]:
        """Those among whom a line's client is one: none where only one client's posts are shown."""
        clients = self._desk.clients.all() if self._scope.client_id is None else ()
        return clients if len(clients) > 1 else ()

    def _show_whose(self) -> None:
        self._filters.show_clients(self._clients())
        self.table.show_whose(bool(self._clients()))

    def _filter(self) -> Filter:
        one = self._filters.client_id if self._scope.client_id is None else self._scope.client_id
        return Filter(one, self._filters.platform, self._filters.states, self._scope.text)

    def _zone(self) -> ZoneInfo:
        client = None if self._scope.client_id is None else self._desk.clients.get(self._scope.client_id)
        return zone_of(client, self._here)

    def _after_reading(self) -> None:
        empty = self._model.rowCount() == 0
        # Both in view at once, if only for a moment, would ask for more height, which the dock then keeps.
        gone, there = (self.table, self._empty) if empty else (self._empty, self.table)
        gone.hide()
        there.show()
        self._chosen.setVisible(not empty)
        if empty:
            filtered = self._filters.active or bool(self._scope.text)
            self._empty.tell(*_empty_words(filtered=filtered, nobody=not self._desk.clients.all()))
        self._title.remark.setText(counted(self._desk.board, self._filter(), self._zone(), self._desk.clock.now()))
        self._show_chosen()

    def _act_on_empty(self) -> None:
        if self._filters.active or self._scope.text:
            self._scope.search("")
            self._filters.clear()
        else:
            self.new_post.emit()

    def _show_chosen(self) -> None:
        if not self.table.held:
            self._chosen.show_line(self.table.line(), whose=bool(self._clients()))

    def _speak(self, before: Mapping[int, PostState]) -> None:
        new = news(before, self._model.states())
        lines = {post_id: self._model.line(self._model.index_of(post_id)) for post_id in list(new)[:MOST_NAMED]}
        whose = bool(self._clients())
        named = {_named(line, whose=whose): line.standing.word for line in lines.values() if line}
        words = news_words(named, len(new))
        if words:
            announce(self.table, words, urgent=PostState.TO_DECIDE in new.values())


def _named(line: Line, *, whose: bool) -> str:
    return f"{line.title}, {line.client_name}" if whose else line.title


def _empty_words(*, filtered: bool, nobody: bool) -> tuple[str, str, str, str]:
    """Icon, headline, text and the next action. `nobody`: there is no client yet."""
    if filtered:
        return "filter", translate("Results", "No post looks like that"), "", translate("Results", "Show all")
    headline = translate("Results", "Nothing was posted yet")
    if nobody:
        words = translate("Results", "Add a client or brand and connect an account; then write the first post.")
        return "list", headline, words, ""
    return "list", headline, translate("Results", "What becomes of each post is shown here."), translate("Results", "New post")
