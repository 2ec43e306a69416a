"""The neighbours of a row of a file: rows and planned posts with the same text, in the same minute or on the same day."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from postdesk.domain.drafts import Draft
from postdesk.domain.gaps import SAME_MINUTE, gap_problem
from postdesk.domain.import_facts import ImportFacts
from postdesk.domain.import_plan import comparison_key
from postdesk.domain.import_problems import CheckedRow, RowProblem, RowProblemKind
from postdesk.domain.limits import Measure, PostPart, Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.problems import Problem
from postdesk.domain.times import from_ms, to_ms

_MOST_NEAR: Final = 100
_MOST_WITHIN: Final = 500
_MINUTE_MS: Final = 60_000
_MS: Final = timedelta(milliseconds=1)
_NO_ROW: Final = 1 << 60


class _SortedGroups:
    """Sorted numbers by key. Most keys have only one number: a list for each would burden the garbage collector."""

    def __init__(self) -> None:
        self._alone: dict[int, int] = {}
        self._several: dict[int, list[int]] = {}

    def add(self, key: int, number: int) -> None:
        if key in self._several:
            insort(self._several[key], number)
        elif (before := self._alone.pop(key, None)) is None:
            self._alone[key] = number
        else:
            self._several[key] = sorted((before, number))

    def remove(self, key: int, number: int) -> None:
        if self._alone.get(key) == number:
            del self._alone[key]
        elif key in self._several:
            self._several[key].remove(number)

    def of(self, key: int) -> Sequence[int]:
        return self._several[key] if key in self._several else (self._alone[key],) if key in self._alone else ()


class RowNeighbours:
    """An index of rows by their position in the file. A look-up takes about as long with ten thousand rows as with ten."""

    def __init__(self, known: ImportFacts) -> None:
        self._plan = known.plan
        self._capped = {each for each in Platform if known.rules.for_platform(each).of(PostPart.POST, Measure.POSTS_PER_DAY)}
        self._gaps = {client.id: max(client.gap, SAME_MINUTE) for client in known.clients}
        self._alike = _SortedGroups()
        self._dues = defaultdict[tuple[int, str], list[tuple[int, int]]](list)
        self._of: dict[int, Draft] = {}

    def add(self, at: int, checked: CheckedRow) -> None:
        """Add a row. An excluded row counts for its text, but not for its time."""
        if draft := checked.draft:
            self._of[at] = draft
            for key in _by_words(draft):
                self._alike.add(key, at)
            if checked.included and draft.due_at:
                for platform in draft.platforms:
                    insort(self._dues[draft.client_id, platform], (to_ms(draft.due_at), at))

    def remove(self, at: int) -> None:
        """Remove a row, before it changes."""
        draft = self._of.pop(at, None)
        for key in _by_words(draft) if draft else ():
            self._alike.remove(key, at)
        for platform in draft.platforms if draft and draft.due_at else ():
            assert draft
            assert draft.due_at
            dues, due = self._dues[draft.client_id, platform], (to_ms(draft.due_at), at)
            place = bisect_left(dues, due)
            if dues[place : place + 1] == [due]:
                del dues[place]

    def near(self, at: int) -> set[int]:
        """Return the rows whose problems may change with this one; a hundred at most."""
        draft = self._of.get(at)
        if draft is None:
            return set()
        found = {each for key in _by_words(draft) for each in self._alike.of(key) if each > at}
        found |= {each for platform in draft.platforms for _, each in self._within(draft, platform, self._gaps[draft.client_id])}
        return set(sorted(found - {at})[:_MOST_NEAR])

    def problems(self, at: int, rows: Sequence[CheckedRow]) -> tuple[RowProblem, ...]:
        """Return the problem of a duplicate in the plan or in a row above, or of a row above in the same minute."""
        draft = self._of.get(at)
        if draft is None:
            return ()
        if self._plan.has(draft):
            return (RowProblem(Severity.WARN, RowProblemKind.THERE_ALREADY),)
        duplicate = self._first_above(at, rows, draft)
        if duplicate is not None:
            first = rows[duplicate].draft
            same = first is not None and first.due_at == draft.due_at and set(draft.platforms) <= set(first.platforms)
            return (
                RowProblem(
                    Severity.WARN, RowProblemKind.ROW_TWICE if same else RowProblemKind.SAME_WORDS, str(rows[duplicate].number)
                ),
            )
        other = self._at_once(at, draft)
        return () if other is None else (RowProblem(Severity.WARN, RowProblemKind.SAME_MINUTE, str(rows[other].number)),)

    def duplicate(self, draft: Draft, platform: Platform) -> Entry | None:
        """Return the planned or published request with the same text."""
        content = draft.content_for(platform)
        return self._plan.duplicate(draft.client_id, platform, content.text, content.media_url) if content.text.strip() else None

    def within_a_day(self, at: int, platform: Platform) -> int:
        """Return the number of other posts to the platform in the 24 hours before or after the row's time, the larger one."""
        draft = self._of.get(at)
        if draft is None or draft.due_at is None or platform not in self._capped:
            return 0
        day = timedelta(days=1)
        rows = [due for due, each in self._within(draft, platform, day) if each != at]
        dues = sorted((*self._plan.dues_within(draft.client_id, platform, draft.due_at, day), *rows))
        due = to_ms(draft.due_at)
        return max(bisect_right(dues, due), len(dues) - bisect_left(dues, due))

    def too_near(self, at: int, platform: Platform) -> Problem | None:
        """Return the problem of another post too shortly before or after the row, or in the same minute."""
        draft = self._of.get(at)
        if draft is None or draft.due_at is None or self._at_once(at, draft) is not None:
            return None
        gap = self._gaps[draft.client_id]
        rows = (due for due, each in self._within(draft, platform, gap) if each != at)
        others = (*self._plan.dues_within(draft.client_id, platform, draft.due_at, gap), *rows)
        return gap_problem(draft.due_at, map(from_ms, others), gap)

    def _at_once(self, at: int, draft: Draft) -> int | None:
        """Return the first row above that has the same minute on one of the platforms."""
        minute = to_ms(draft.due_at) // _MINUTE_MS if draft.due_at else 0
        near = (found for platform in draft.platforms for found in self._within(draft, platform, SAME_MINUTE))
        return min((each for due, each in near if each < at and due // _MINUTE_MS == minute), default=None)

    def _within(self, draft: Draft, platform: Platform, span: timedelta) -> Sequence[tuple[int, int]]:
        """Return (time in ms, row) of included rows less than `span` before or after the draft, up to `_MOST_WITHIN`."""
        if draft.due_at is None:
            return ()
        dues, due, room = self._dues.get((draft.client_id, platform), []), to_ms(draft.due_at), span // _MS
        return dues[bisect_right(dues, (due - room, _NO_ROW)) : bisect_left(dues, (due + room, 0))][:_MOST_WITHIN]

    def _first_above(self, at: int, rows: Sequence[CheckedRow], draft: Draft) -> int | None:
        """Return the first included row above with the same text on one of the platforms."""
        groups = (self._alike.of(key) for key in _by_words(draft))
        firsts = (next((each for each in group if each >= at or rows[each].included), at) for group in groups)
        first = min(firsts, default=at)
        return first if first < at else None


def _by_words(draft: Draft) -> Iterator[int]:
    """Yield a key for each platform: drafts with the same key have the same text there."""
    for platform in draft.platforms:
        content = draft.content_for(platform)
        yield hash((draft.client_id, platform, comparison_key(content.text, content.media_url)))
