"""The planned and published requests that rows of a file are compared with, in a compact form for hundreds of thousands."""

import json
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, SendMode
from postdesk.domain.times import from_ms, to_ms

_MINUTE_MS: Final = 60_000


class PlannedRequest(NamedTuple):
    """A request that will be sent, was sent or may have been. `text` is the written text, `platforms` a JSON list."""

    client_id: int
    platforms: str
    due_ms: int
    text: str
    media_url: str
    state: str
    mode: str
    stage: str


def _waits(state: str, stage: str) -> bool:
    """Tell whether the request is certain to be still unpublished."""
    return state in (State.PLANNED, State.QUEUED) or (state == State.ACCEPTED and stage == Stage.SCHEDULED)


class _Exactly(NamedTuple):
    """A text, by its hash, for a client's platform in a minute, or (None) at no time."""

    client_id: int
    platform: str
    words: int
    minute: int | None


def _exactly(draft: Draft) -> Iterator[_Exactly]:
    """Yield the draft's text and time for each of its platforms."""
    for platform in draft.platforms:
        content, due_at = draft.content_for(platform), draft.due_for(platform)
        minute = to_ms(due_at) // _MINUTE_MS if due_at else None
        yield _Exactly(draft.client_id, platform, hash(comparison_key(content.text, content.media_url)), minute)


class _Timeline:
    """The requests of a client to a platform, in order of time, and by text.

    They are numbers in arrays: to free an object for each of 100,000 requests would hold the window up for 40 ms.
    """

    def __init__(self) -> None:
        self.dues, self._states = array("q"), array("H")
        self._words, self._order = array("q"), array("L")

    def add(self, due_ms: int, words: int, state: int) -> None:
        """Add the next request, with the hash of its text and the number of its state."""
        self.dues.append(due_ms)
        self._words.append(words)
        self._states.append(state)

    def sort(self) -> None:
        """Order the texts, once all requests are added."""
        words = self._words
        self._order = array("L", sorted(range(len(words)), key=words.__getitem__))
        self._words = array("q", map(words.__getitem__, self._order))

    def with_text(self, words: int) -> Iterator[tuple[int, int]]:
        """Yield the due times (ms) and the states of the requests with that text, in order of time."""
        for at in self._order[bisect_left(self._words, words) : bisect_right(self._words, words)]:
            yield self.dues[at], self._states[at]


class PlanIndex:
    """An index of requests, given in order of time, and drafts by text and time; of several with the same text, the latest."""

    def __init__(self, planned: Iterable[PlannedRequest], drafts: Iterable[Draft]) -> None:
        self._timelines = defaultdict[tuple[int, str], _Timeline](_Timeline)
        numbers: dict[tuple[str, str, str], int] = {}
        named: dict[str, tuple[str, ...]] = {}
        for each in planned:
            platforms = named.get(each.platforms) or named.setdefault(each.platforms, tuple(json.loads(each.platforms)))
            state, words = (each.state, each.mode, each.stage), hash(comparison_key(each.text, each.media_url))
            for platform in platforms:
                number = numbers.setdefault(state, len(numbers))
                self._timelines[each.client_id, platform].add(each.due_ms, words, number)
        for timeline in self._timelines.values():
            timeline.sort()
        self._states = tuple(numbers)
        self._drafts = {about for draft in drafts for about in _exactly(draft)}

    def duplicate(self, client_id: int, platform: Platform, text: str, media_url: str) -> Entry | None:
        """Return the request with the same text that will be sent, was sent or may have been; None if there is none."""
        timeline, found = self._timelines.get((client_id, platform)), None
        for due_ms, number in timeline.with_text(hash(comparison_key(text, media_url))) if timeline else ():
            state, mode, stage = self._states[number]
            if found is None or _waits(found[1], found[3]) or not _waits(state, stage):
                found = due_ms, state, mode, stage
        return _entry(client_id, platform, *found) if found else None

    def has(self, draft: Draft) -> bool:
        """Return True if the same exists for the same minute on all of the draft's platforms, planned or as a draft."""
        return bool(draft.platforms) and all(each in self._drafts or self._plans(each) for each in _exactly(draft))

    def _plans(self, about: _Exactly) -> bool:
        """Return True if that is planned."""
        timeline = self._timelines.get((about.client_id, about.platform))
        return timeline is not None and any(due // _MINUTE_MS == about.minute for due, _ in timeline.with_text(about.words))

    def dues_within(self, client_id: int, platform: Platform, moment: datetime, span: timedelta) -> Sequence[int]:
        """Return the due times (ms) of the client's requests to a platform less than `span` before or after the moment."""
        timeline = self._timelines.get((client_id, platform))
        if timeline is None:
            return ()
        dues, due, room = timeline.dues, to_ms(moment), span // timedelta(milliseconds=1)
        return dues[bisect_right(dues, due - room) : bisect_left(dues, due + room)]


def comparison_key(text: str, media_url: str) -> str:
    """Return a key that is the same for texts that differ only in white space."""
    return f"{media_url}\n{' '.join(text.split())}"


def _entry(client_id: int, platform: Platform, due_ms: int, state: str, mode: str, stage: str) -> Entry:
    return Entry(
        id=0,
        post_id=0,
        client_id=client_id,
        platforms=(platform,),
        state=State(state),
        mode=SendMode(mode),
        due_at=from_ms(due_ms),
        stage=Stage(stage),
    )
