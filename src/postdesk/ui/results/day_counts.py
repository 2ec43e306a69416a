"""The posts that went out on each day of a period, counted some days at a time."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from postdesk.domain.board import BoardFilter, OutcomeCounts
from postdesk.engine.board import Board

_PART_S: Final = 0.004


class DayCounts:
    """The outcomes of the days between `edges`, and the platforms of the posts that are listed; nothing is counted at first.

    `counted` is the filter of the outcomes, `listed` that of the list, which may show one of the days only.
    """

    def __init__(self, board: Board, edges: Sequence[datetime], counted: BoardFilter, listed: BoardFilter) -> None:
        self._board, self._counted, self._listed = board, counted, listed
        self._left = [*pairwise(edges)]
        self.question = counted, edges[:-1], replace(listed, start=None, end=None), [self._lists(*each) for each in self._left]
        """All that is asked but the present moment, at which the last of the days ends."""
        self.outcomes: tuple[OutcomeCounts, ...] = ()
        self.platforms = frozenset[str]()

    @property
    def is_complete(self) -> bool:
        """True once all days have been counted."""
        return not self._left

    def count_on(self) -> None:
        """Count some more days: those of a large workspace take longer than a frame together."""
        begun = time.thread_time()
        while self._left:
            start, end = self._left.pop(0)
            self.outcomes += self._board.outcomes((start, end), self._counted)
            if self._lists(start, end):
                self.platforms |= self._board.platforms_of(replace(self._listed, start=start, end=end))
            if time.thread_time() - begun >= _PART_S:
                return

    def _lists(self, start: datetime, end: datetime) -> bool:
        first, last = self._listed.start, self._listed.end
        return (first is None or first <= start) and (last is None or end <= last)
