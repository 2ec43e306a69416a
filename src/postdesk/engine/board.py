"""Database queries for the panes, in the GUI thread: each is bounded and takes a few milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from postdesk.domain.board import BoardFilter, Card, CardKind, CardSpan, OutcomeCounts, ResultRow, ResultSort, StatusCounts
from postdesk.domain.posts import Post, PostState
from postdesk.domain.times import from_ms, to_ms
from postdesk.domain.upcoming import Upcoming
from postdesk.engine.agenda import Agenda, CountedAgenda, PartAgenda
from postdesk.engine.found_listing import FoundListing
from postdesk.engine.listing import CountedListing, Listing
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import board, clients, entries, listings, news, posts, series, upcoming
from postdesk.store.database import Database
from postdesk.store.post_filters import FAR

_MOST_SEARCHED: Final = 5000
_LATEST: Final = to_ms(datetime(9000, 1, 1, tzinfo=UTC))


class Board(QObject):
    """The queries of the calendar, the results, the status bar and the question at closing, for one workspace."""

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock

    def spans(self, edges: Sequence[datetime], wanted: BoardFilter, per_span: int) -> tuple[CardSpan, ...]:
        """Return a span for each two neighbouring edges: the number of its cards, and the first `per_span` of them."""
        found = board.spans(self._database.reader, self._workspace.id, edges, wanted, per_span)
        repeating = self._repeating(card for span in found for card in span.cards)
        return tuple(replace(span, cards=_mark_repeating(span.cards, repeating)) for span in found) if repeating else found

    def agenda(self, start: datetime, end: datetime, wanted: BoardFilter, limit: int, offset: int = 0) -> tuple[Card, ...]:
        """Return a page of the cards from `start` to before `end`, by time.

        With a filter by platform states only the first 5,000 cards are searched: use it for a few days.
        """
        read = partial(board.agenda, self._database.reader, self._workspace.id, start, end, wanted)
        if not wanted.platform_states:
            found = read(limit, offset)
            return _mark_repeating(found, self._repeating(found))
        fitting = (card for card in read(_MOST_SEARCHED, 0) if not wanted.platform_states.isdisjoint(card.platform_states))
        return tuple(islice(fitting, offset, offset + limit))

    def agenda_days(self, start: datetime, end: datetime, wanted: BoardFilter, zone: ZoneInfo) -> Agenda:
        """Return the cards from `start` to before `end` by day, of which nothing has been counted so far."""
        if wanted.platform_states:
            return PartAgenda(self.agenda(start, end, wanted, _MOST_SEARCHED), zone)

        def read(first: datetime, last: datetime, limit: int, offset: int) -> tuple[Card, ...]:
            return self.agenda(first, last, wanted, limit, offset)

        return CountedAgenda(self._database, self._workspace.id, (start, end), wanted, zone, read)

    def upcoming(self, start: datetime, end: datetime, client_id: int | None) -> Upcoming:
        """Return a summary of the posts from `start` to before `end`, of one client or of all (None)."""
        return upcoming.count_upcoming(self._database.reader, self._workspace.id, start, end, client_id)

    def rows(self, wanted: BoardFilter, sort: ResultSort, descending: bool, limit: int) -> tuple[ResultRow, ...]:
        """Return the first results."""
        if sort is ResultSort.WHEN:
            wanted = self._from_first(wanted, descending=descending)
        return board.rows(self._database.reader, self._workspace.id, wanted, sort, descending, limit, 0)

    def listing(self, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool) -> Listing:
        """Return the posts that match the filter as a long list, of which nothing has been counted so far."""
        return listing(self._database, self._workspace.id, wanted, zone, descending=descending)

    def count(self, wanted: BoardFilter, most: int = -1) -> int:
        """Return the number of posts that match the filter; count no further than to `most`, unless it is negative."""
        return board.count(self._database.reader, self._workspace.id, self._from_first(wanted, descending=False), most)

    def outcomes(self, edges: Sequence[datetime], wanted: BoardFilter) -> tuple[OutcomeCounts, ...]:
        """Return the number of matching posts by outcome, between each two neighbouring edges."""
        return board.outcomes(self._database.reader, self._workspace.id, edges, wanted)

    def platforms_of(self, wanted: BoardFilter) -> frozenset[str]:
        """Return the platforms of the matching posts."""
        return board.platforms_of(self._database.reader, self._workspace.id, wanted)

    def counts(self) -> StatusCounts:
        """Return the counts of the status bar."""
        return board.counts(self._database.reader, self._workspace.id, self._clock.now())

    def posts(self, post_ids: Iterable[int]) -> dict[int, Post]:
        """Return those of the posts that exist, with their entries, by id."""
        return posts.all_of(self._database.reader, post_ids)

    def due_here(self, before: datetime) -> tuple[Post, ...]:
        """Return the posts that need this computer: an entry is unsent and due before that time, or is being sent."""
        ids = entries.posts_due_before(self._database.reader, self._workspace.id, before)
        return tuple(post for post_id in ids if (post := posts.get(self._database.reader, post_id)))

    def unsent_count(self) -> int:
        """Return the number of posts with an entry that is still to be sent from here."""
        return entries.count_unsent_posts(self._database.reader, self._workspace.id)

    def results_since(self, since: datetime, limit: int = 200) -> tuple[Card, ...]:
        """Return the cards of posts that were published, failed, were missed or came to need attention since that time."""
        return board.results_since(self._database.reader, self._workspace.id, since, limit)

    def latest(
        self, states: Iterable[PostState], limit: int, *, since: datetime | None = None, until: datetime | None = None
    ) -> dict[int, PostState]:
        """Return the states of the latest posts in each of these, by id, those due between the two times; None: of all time."""
        return news.latest(self._database.reader, self._workspace.id, states, limit, since=since, until=until)

    def coming(self, states: Iterable[PostState], limit: int) -> dict[int, PostState]:
        """Return the states of the first posts by their time in each of these, by id."""
        return news.coming(self._database.reader, self._workspace.id, states, limit)

    def rows_of(self, ids: Sequence[int]) -> tuple[ResultRow, ...]:
        """Return the results of these posts of current clients, in this order; without those that are gone."""
        found = board.rows_of(self._database.reader, ids)
        archived = clients.archived(self._database.reader, self._workspace.id) if found else ()
        return tuple(row for row in found if row.client_id not in archived)

    def _from_first(self, wanted: BoardFilter, *, descending: bool) -> BoardFilter:
        """Return the filter with the first time, or `descending` the last one, at which a post can match.

        Without it, what is scheduled would be looked for among all that went out before it, and the other way around.
        """
        if not wanted.states or wanted.start or wanted.end or wanted.attention or wanted.text.strip():
            return wanted
        edge = FAR if descending else -FAR
        first = listings.nearest(self._database.reader, self._workspace.id, wanted, edge, descending=descending)
        if first is None or abs(first) > _LATEST:
            return wanted
        return replace(wanted, end=from_ms(first + 1)) if descending else replace(wanted, start=from_ms(first))

    def _repeating(self, cards: Iterable[Card]) -> frozenset[str]:
        """Return the ids of the drafts that a series made; spare the query without any draft, the usual case."""
        drafts = [card.id for card in cards if card.kind is CardKind.DRAFT]
        return series.made_by_series(self._database.reader, drafts) if drafts else frozenset()


def listing(database: Database, workspace_id: int, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool) -> Listing:
    """Return the listing of a filter, of which nothing has been counted so far."""
    kind = FoundListing if wanted.text.strip() or wanted.attention else CountedListing
    return kind(database, workspace_id, wanted, zone, descending=descending)


def _mark_repeating(cards: tuple[Card, ...], repeating: frozenset[str]) -> tuple[Card, ...]:
    return tuple(replace(card, repeats=True) if card.id in repeating else card for card in cards) if repeating else cards
