"""The posts that the results show: their filter, lines, counts and the selected one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QObject, Signal

from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import OUTCOMES, WAITING, StateGroup
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.tree import PostTree
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import to_decide_words

translate = QCoreApplication.translate

_POSTS: Final = frozenset(PostState) - StateGroup.CANCELLED.value
_MOST_NAMED: Final = 3
"""The most results that are named; beyond that they are only counted."""


class ResultsModel(QObject):
    """The posts of `scope` that pass the filter, and the selected line, which `line_changed` follows."""

    line_changed = Signal()

    def __init__(self, session: WorkspaceSession, scope: Scope, local_zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._scope, self._local_zone = session, scope, local_zone
        self._client_id: int | None = None
        self._platform = ""
        self._states = frozenset[PostState]()
        self.tree = PostTree(session, self)
        self.selection = QItemSelectionModel(self.tree, self)

    @property
    def line(self) -> ResultsLine | None:
        """The selected line; None without one."""
        index = self.selection.currentIndex()
        selected = index.isValid() and self.selection.isRowSelected(index.row(), index.parent())
        return self.tree.line(index) if selected else None

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times: the client's, or this computer's for all clients."""
        client = self._session.clients.get(self._scope.client_id)
        return zone_of(client, self._local_zone)

    @property
    def clients(self) -> tuple[Client, ...]:
        """The clients among whom lines are; none where only one client's posts are shown."""
        clients = self._session.clients.all() if self._scope.client_id is None else ()
        return clients if len(clients) > 1 else ()

    @property
    def filter(self) -> BoardFilter:
        """The filter of the shown posts, with the scope."""
        one = self._client_id if self._scope.client_id is None else self._scope.client_id
        return BoardFilter(one, self._platform, self._states, self._scope.text)

    @property
    def is_filtered(self) -> bool:
        """True while a filter leaves out posts of the scope's client."""
        return bool(self._platform or self._states or self._client_id is not None or self._scope.text)

    def filter_by(self, client_id: int | None, platform: str, states: frozenset[PostState]) -> None:
        """Filter by client, platform and states; None and empty leave nothing out."""
        self._client_id, self._platform, self._states = client_id, platform, states

    def read(self) -> None:
        """Read from the top."""
        self.tree.show(self.filter, self.zone)

    def count_words(self) -> str:
        """Return "Needs attention: 1 · 3 scheduled · 34 this month", or the number of matches; no zeros."""
        board, wanted, groups = self._session.board, self.filter, (StateGroup.TO_DECIDE.value, WAITING)
        attention = to_decide = this_month = found = 0
        if wanted.platform or wanted.states or wanted.text:
            to_decide, waiting, found = board.counts_among(wanted, *groups)
        else:
            attention = self._session.attention.count_for(wanted.client_id)
            waiting = board.count(replace(wanted, states=WAITING))
            month = _month_of(self._session.clock.now().astimezone(self.zone))
            this_month = sum(span.count for span in board.spans(month, replace(wanted, states=_POSTS), 0))
        numbers = (
            (attention, translate("Results", "Needs attention: {0}")),
            (to_decide, to_decide_words(to_decide)),
            (waiting, translate("Results", "{0} scheduled")),
            (this_month, translate("Results", "{0} this month")),
            (found, translate("Results", "{0} found")),
        )
        return " · ".join(words.format(number) for number, words in numbers if number)

    def news_words(self, before: Mapping[int, PostState]) -> tuple[str, bool]:
        """Return "We are live: Published" for new results of posts known `before`, and whether one needs an answer."""
        after = self.tree.states()
        news = {
            post_id: state
            for post_id, state in after.items()
            if state in OUTCOMES and post_id in before and before[post_id] != state
        }
        if len(news) > _MOST_NAMED:
            words = translate("Results", "{0} posts updated").format(len(news))
        else:
            lines = (self.tree.line(self.tree.index_of(post_id)) for post_id in news)
            named = {self._named(line): line.look.word for line in lines if line}
            words = ". ".join(f"{title}: {word}" for title, word in named.items())
        return words, PostState.TO_DECIDE in news.values()

    def _named(self, line: ResultsLine) -> str:
        return f"{line.title}, {line.client_name}" if self.clients else line.title


def _month_of(moment: datetime) -> tuple[datetime, datetime]:
    """Return the first moments of the month of `moment`, in its zone, and of the next."""
    first = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, (first + timedelta(days=32)).replace(day=1)
