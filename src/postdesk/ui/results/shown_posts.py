"""The posts of a listing by their rows, as the list of the results shows them."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import cached_property
from typing import Final

from postdesk.domain.board import ResultRow
from postdesk.domain.times import to_ms
from postdesk.engine.listing import Listing
from postdesk.ui.results.columns import day_heading

PAGE: Final = 50
_MOST_PAGES: Final = 40


class ShownPosts:
    """The posts of `listing`, read page by page, and the `kept` one, which has a row though the listing leaves it out.

    `today`: the date from which headings name days. `held` returns the rows whose pages are not to be forgotten.
    """

    def __init__(self, listing: Listing, kept: ResultRow | None, today: date, held: Callable[[], Collection[int]]) -> None:
        self.listing, self.today, self._held = listing, today, held
        self.kept = None if kept is None or listing.key_of(kept.id) else kept
        self.kept_place = listing.place_of((to_ms(kept.due_at), kept.id)) if self.kept and kept else -1
        self._pages: dict[int, tuple[ResultRow, ...]] = {}

    @property
    def total(self) -> int:
        """The number of rows."""
        return self.listing.total + bool(self.kept)

    @cached_property
    def day_rows(self) -> dict[int, date]:
        """The first row of each day, and the day."""
        return dict(self._days())

    def heading(self, row: int) -> str:
        """Return the day of a row, if it is the first of that day; empty for the others."""
        day = self.day_rows.get(row)
        return day_heading(day, self.today) if day else ""

    def has_days_of(self, other: "ShownPosts") -> bool:
        """Return True where the same rows have the same headings."""
        return (self.total, self.day_rows, self.today) == (other.total, other.day_rows, other.today)

    def row(self, number: int) -> ResultRow | None:
        """Return the post of a row; None for one that has just been deleted."""
        if not 0 <= number < self.total:
            return None
        if self.kept and number == self.kept_place:
            return self.kept
        page, n = divmod(number - (self.kept is not None and number > self.kept_place), PAGE)
        if page not in self._pages:
            self._pages[page] = self.listing.read(page * PAGE, PAGE)
            self._release_pages()
        return self._pages[page][n] if n < len(self._pages[page]) else None

    @property
    def read_rows(self) -> list[int]:
        """The rows whose posts have been read, in their order."""
        return sorted(page * PAGE + n for page, rows in self._pages.items() for n in range(len(rows)))

    def row_of(self, post: ResultRow) -> int | None:
        """Return the row of a post; None where it has none."""
        if self.kept and post.id == self.kept.id:
            return self.kept_place
        if (key := self.listing.key_of(post.id)) is None:
            return None
        place = self.listing.place_of(key)
        return place + (self.kept is not None and place >= self.kept_place)

    def row_near(self, place: int, post_id: int) -> int | None:
        """Return the row of a post that is looked for around a place: what has just changed is not counted yet."""
        near = (place, *range(max(0, place - PAGE), place + PAGE))
        return next((each for each in near if (found := self.row(each)) and found.id == post_id), None)

    def row_after(self, before: "ShownPosts", row: int) -> int:
        """Return the row of the post that had a row before; the same row where it is gone."""
        post = before.row(row)
        place = self.row_of(post) if post else None
        return row if place is None else place

    def _release_pages(self) -> None:
        """Forget the page that was read first, but for those that are held."""
        if len(self._pages) > _MOST_PAGES:
            held = {row // PAGE for row in self._held()}
            self._pages.pop(next(page for page in self._pages if page not in held))

    def _days(self) -> Iterator[tuple[int, date]]:
        listing, kept = self.listing, self.kept
        if kept is None:
            yield from zip(listing.firsts, map(listing.day, (day.start for day in listing.days)), strict=False)
            return
        place, due_ms = self.kept_place, to_ms(kept.due_at)
        for first, day in zip(listing.firsts, listing.days, strict=False):
            has_it = day.start <= due_ms < day.end
            yield first + (place < first or (place == first and not has_it)), listing.day(day.start)
        if not any(day.start <= due_ms < day.end for day in listing.days):
            yield place, listing.day(due_ms)
