"""The posts that the results show: their tab and filter, lines, counts and the selected one."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QItemSelectionModel, QObject, Signal

from postdesk.domain.attention import AttentionItem
from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.posts import Post, PostState
from postdesk.domain.repairs import is_tried_again
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.results.day_counts import DayCounts
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.rows import PostRows
from postdesk.ui.results.tabs import MOST_SHOWN, TAB_STATES, Period, ResultsTab, day_edges, tab_of
from postdesk.ui.scope import Scope

_MOST_ITEMS: Final = 100
_AHEAD: Final = timedelta(minutes=5)
"""The time that MyPostShare's clock may be ahead: it may have published what is due a moment from now."""


class ResultsModel(QObject):
    """The posts of `scope` in the tab that pass the filter, and the selected line, which `line_changed` follows.

    `day`: the first moment of the only day that is shown of what went out; None for all days of the period.
    """

    line_changed = Signal()

    def __init__(self, session: WorkspaceSession, scope: Scope, local_zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._scope, self._local_zone = session, scope, local_zone
        self._client_id: int | None = None
        self._platform = ""
        self._states = frozenset[PostState]()
        self.tab, self.period = ResultsTab.WENT_OUT, Period.WEEK
        self._tab_before: ResultsTab | None = None
        self.day: datetime | None = None
        self.rows = PostRows(session, self)
        self.selection = QItemSelectionModel(self.rows, self)

    @property
    def line(self) -> ResultsLine | None:
        """The selected line; None without one."""
        index = self.selection.currentIndex()
        selected = index.isValid() and self.selection.isRowSelected(index.row(), index.parent())
        return self.rows.line(index) if selected else None

    def post_at(self, row: int) -> int | None:
        """Return the post of a row, or None."""
        line = self.rows.line(self.rows.index(row, 0))
        return line.post_id if line else None

    @property
    def platform_lines(self) -> tuple[ResultsLine, ...]:
        """A line for each platform of the selected post."""
        return self.rows.platform_lines(self.selection.currentIndex()) if self.line else ()

    @property
    def text(self) -> str:
        """The whole text of the selected post, or its title; empty where neither is known."""
        post = self.rows.lines.shown(line.post_id) if (line := self.line) else None
        return (post.text.strip() or post.title.strip()) if post else ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times: the client's, or this computer's for all clients."""
        client = self._session.clients.get(self._scope.client_id)
        return zone_of(client, self._local_zone)

    @property
    def now(self) -> datetime:
        """The present moment in the zone of the times."""
        return self._session.clock.now().astimezone(self.zone)

    @property
    def clients(self) -> tuple[Client, ...]:
        """The clients among whom lines are; none where only one client's posts are shown."""
        clients = self._session.clients.all() if self._scope.client_id is None else ()
        return clients if len(clients) > 1 else ()

    @property
    def days(self) -> tuple[datetime, ...]:
        """The first moments of the days of the period, and of the day after; none where the period has no bounds."""
        return day_edges(self.period, self.now)

    @property
    def filter(self) -> BoardFilter:
        """The filter of the shown posts, with the scope and the tab. The states that are filtered by are of the tab."""
        if self.tab is ResultsTab.ATTENTION:
            return replace(self._base, states=self._states, attention=True)
        wanted = replace(self._base, states=self._states or TAB_STATES[self.tab])
        if self.tab is not ResultsTab.WENT_OUT:
            return wanted
        *days, end = self._past_edges
        if self.shows_one_day and self.day:
            start = days.index(self.day)
            return replace(wanted, start=days[start], end=[*days, end][start + 1])
        return replace(wanted, start=days[0] if days else None, end=end)

    @property
    def shows_one_day(self) -> bool:
        """True while one day alone is shown of what went out."""
        return self.tab is ResultsTab.WENT_OUT and self.day in self.days

    @property
    def shows_some_days(self) -> bool:
        """True while a period is shown of what went out."""
        return self.tab is ResultsTab.WENT_OUT and self.period is not Period.EVER

    @property
    def nobody(self) -> bool:
        """True while there is no client yet."""
        return not self._session.clients.all()

    @property
    def is_filtered(self) -> bool:
        """True while a filter leaves out posts of the scope's client."""
        return bool(self._platform or self._states or self._client_id is not None or self._scope.text)

    @property
    def is_search(self) -> bool:
        """True while posts are searched for by words."""
        return bool(self._scope.text)

    def filter_by(self, client_id: int | None, platform: str, states: frozenset[PostState]) -> None:
        """Filter by client, platform and states; None and empty leave nothing out."""
        self._client_id, self._platform, self._states = client_id, platform, states

    def follow_search(self) -> None:
        """Select the tab of all posts while there is a search, which finds a post wherever it is, and then the one before."""
        if self._scope.text and self._tab_before is None:
            self._tab_before, self.tab = self.tab, ResultsTab.ALL
        elif not self._scope.text and self._tab_before is not None:
            self.tab, self._tab_before = self._tab_before, None

    def read(self) -> None:
        """Read from the top."""
        self.rows.show(self.filter, self.zone, descending=self.tab is not ResultsTab.SCHEDULED)

    def read_again(self, in_view: range) -> None:
        """Read the rows in view again, in place."""
        self.rows.refresh(in_view, self.filter)

    def tab_numbers(self) -> dict[ResultsTab, int]:
        """Return the number of posts of the tabs where it says what is to be done, or to come: 0 while they are searched for."""
        states = TAB_STATES[ResultsTab.SCHEDULED]
        known = self.rows.count_of(states) if self.tab is ResultsTab.ALL and not self._states else None
        if known is None and not self.rows.is_searching:
            known = self._session.board.count(replace(self._base, states=states), MOST_SHOWN + 1)
        attention = self._session.attention.count_for(self._scope.client_id)
        return {ResultsTab.ATTENTION: attention, ResultsTab.SCHEDULED: known or 0}

    @property
    def others_waiting(self) -> int:
        """The number of items that need attention of the clients out of scope."""
        attention = self._session.attention
        return attention.count - attention.count_for(self._scope.client_id)

    def waiting_accounts(self) -> tuple[AttentionItem, ...]:
        """Return the accounts that posts wait for, among what needs attention; none in another tab."""
        if self.tab is not ResultsTab.ATTENTION:
            return ()
        return self._session.attention.accounts(self._scope.client_id, _MOST_ITEMS)

    def day_counts(self) -> DayCounts:
        """Return the counts of what went out on each day of the period, of which nothing has been counted so far."""
        counted = replace(self._base, states=self._states or TAB_STATES[ResultsTab.WENT_OUT])
        return DayCounts(self._session.board, self._past_edges, counted, self.filter)

    def told_by(self, post_id: int) -> Post | None:
        """Return the post whose line tells of a post: another one, where that tries all again that failed of it."""
        post = self._session.post_commands.post(post_id)
        return self.told_by(post.retried_by) if post and post.retried_by and is_tried_again(post) else post

    def show_tab_of(self, post: Post) -> None:
        """Select the tab, and the period, that have the post; the present ones if they do."""
        state, (*days, end) = frozenset({post.state}), self._past_edges
        past = post.due_at < end
        in_days = past and (not days or days[0] <= post.due_at)
        shown = self.tab.holds(state) and (in_days or self.tab is not ResultsTab.WENT_OUT)
        if self.tab is ResultsTab.ALL or not shown:
            self.tab = tab_of(state) if past or tab_of(state) is not ResultsTab.WENT_OUT else ResultsTab.ALL
        if self.tab is ResultsTab.WENT_OUT and not in_days:
            self.period = Period.EVER
        self.day = None

    @property
    def _past_edges(self) -> tuple[datetime, ...]:
        """The first moments of the days of the period, and the end of what can have gone out by now."""
        end, days = self.now + _AHEAD, self.days
        return (*days[:-1], min(days[-1], end)) if days else (end,)

    @property
    def _base(self) -> BoardFilter:
        """The filter without tab and states. A failed post that another one tries again is told by the line of that one."""
        one = self._client_id if self._scope.client_id is None else self._scope.client_id
        return BoardFilter(one, self._platform, text=self._scope.text, repaired=False)
