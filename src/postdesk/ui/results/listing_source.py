"""The source of the posts in the list of the results: some are at hand at once, the rest a moment later."""

from collections.abc import Sequence
from copy import copy
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.board import BoardFilter
from postdesk.engine.board import Board
from postdesk.engine.listing import Listing
from postdesk.ui.kit.idle_count import AT_ONCE, IdleCount, count_first


class ListingSource(QObject):
    """Asks for listings, and counts them on.

    `came` carries a listing of which nothing was at hand when it was asked for, once it has its first posts; `counted` one that
    has been counted to its end. `failed`: nothing, or not all, comes of what was asked for.
    """

    came = Signal(object)
    counted = Signal(object)
    failed = Signal()

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._coming: Listing | None = None
        self._count = IdleCount(self)
        self._count.begun.connect(self._give_first)
        self._count.counted.connect(self._give_counted)
        self._count.failed.connect(self._give_up)

    def hold(self, held: bool) -> None:
        """Give nothing for now, or again."""
        self._count.pause(held)

    @property
    def is_coming(self) -> bool:
        """True until the first posts have come of what was asked for."""
        return self._coming is not None

    def ask(self, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool) -> Listing | None:
        """Return the posts that match; None where the first of them come later, too."""
        listing = self._board.listing(wanted, zone, descending=descending)
        self._coming = listing if listing.comes_later else None
        if self._coming:
            self._count.finish(listing)
            return None
        count_first(listing)
        self._count.finish(copy(listing))
        return listing

    def ask_again(self, before: Listing, wanted: BoardFilter | None, in_view: Sequence[int]) -> Listing | None:
        """Return the posts anew, of many only those in view; None where the first ones are still coming.

        `wanted`: another filter than before.
        """
        before = self._coming or before
        listing = self._board.listing(wanted or before.wanted, before.zone, descending=before.descending)
        if self._coming:
            self._count.begin(listing)
            return None
        if before.total <= AT_ONCE and not listing.comes_later:
            count_first(listing)
        if listing.is_complete or listing.total > before.total:
            self._count.finish(copy(listing))
            return listing
        self._count.begin(listing)
        return before.recounted(listing.wanted, min(in_view, default=0), max(in_view, default=0))

    def wait(self) -> None:
        """Wait for the first of the posts that are coming."""
        if listing := self._coming:
            while not (listing.total or listing.is_complete):
                listing.wait_on()
            self._give_first(copy(listing))

    def _give_first(self, listing: Listing) -> None:
        if self._coming:
            self._coming = None
            self.came.emit(listing)

    def _give_counted(self, listing: Listing) -> None:
        if self._coming:
            self._give_first(listing)
        else:
            self.counted.emit(listing)

    def _give_up(self) -> None:
        self._coming = None
        self.failed.emit()
