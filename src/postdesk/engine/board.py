"""Reads for the panes, in the GUI thread: each is bounded and takes a few milliseconds."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from postdesk.domain.board import Card, Counts, Filter, Row, Sort, Span
from postdesk.engine.bench import Bench
from postdesk.store import board


class Board(QObject):
    """What the calendar, the results and the status line show of one workspace."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock

    def spans(self, edges: Sequence[datetime], wanted: Filter, per_span: int) -> tuple[Span, ...]:
        """The cards between each two neighbouring edges: how many, and the first `per_span` of them."""
        return board.spans(self._database.reader, self._workspace.id, edges, wanted, per_span)

    def agenda(self, start: datetime, end: datetime, wanted: Filter, limit: int, offset: int = 0) -> tuple[Card, ...]:
        """A page of the cards from `start` to before `end`, by time."""
        return board.agenda(self._database.reader, self._workspace.id, start, end, wanted, limit, offset)

    def rows(self, wanted: Filter, sort: Sort, descending: bool, limit: int, offset: int = 0) -> tuple[Row, ...]:
        """A page of the results."""
        return board.rows(self._database.reader, self._workspace.id, wanted, sort, descending, limit, offset)

    def count(self, wanted: Filter) -> int:
        """How many posts the filter lets through."""
        return board.count(self._database.reader, self._workspace.id, wanted)

    def counts(self) -> Counts:
        """What the status line counts."""
        return board.counts(self._database.reader, self._workspace.id, self._clock.now())

    def settled_since(self, since: datetime, limit: int = 200) -> tuple[Card, ...]:
        """What was published, failed, missed or came to ask something since then."""
        return board.settled_since(self._database.reader, self._workspace.id, since, limit)
