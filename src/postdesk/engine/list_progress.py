"""The progress of a list that is being read, shown now and then."""

from typing import Final

from postdesk.engine.full_list import FullList
from postdesk.engine.health import ListRange
from postdesk.engine.workspace_context import WorkspaceContext

_EVERY_S: Final = 0.5
"""The panes read everything again at each change: pages come faster than that is of use."""


class ListProgress:
    """Tells the panes of new posts, and the status line of the number of posts, while a list is being read."""

    def __init__(self, context: WorkspaceContext, kind: ListRange) -> None:
        self._clock, self._changes, self._health = context.clock, context.changes, context.health
        self._kind = kind
        self._told_at = self._clock.monotonic()
        self._has_news = False

    def note(self, full_list: FullList, *, added: bool, shown: bool) -> None:
        """Note a page of a list; `added`: it had news. `shown`: the list is the first one."""
        self._has_news |= added
        if self._clock.monotonic() - self._told_at >= _EVERY_S:
            self._tell(full_list, shown)

    def note_end(self, full_list: FullList, *, shown: bool) -> None:
        """Note the end of a part of the list."""
        self._tell(full_list, shown and full_list.is_open and full_list.plan.cut_answers > 0)

    def _tell(self, full_list: FullList, shown: bool) -> None:
        self._told_at = self._clock.monotonic()
        self._health.note_list(self._kind, full_list.received_count if shown else None, full_list.gap)
        if self._has_news:
            self._has_news = False
            self._changes.posts.emit()
