"""The planned and published requests that rows of a file are compared with, in a compact form for 100,000 of them."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
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


_PlannedState = tuple[int, str, str, str]
"""Due time (ms), state, mode and stage. A tuple without objects is not tracked by the garbage collector."""


def _waits(state: str, stage: str) -> bool:
    """Tell whether the request is certain to be still unpublished."""
    return state in (State.PLANNED, State.QUEUED) or (state == State.ACCEPTED and stage == Stage.SCHEDULED)


class PlanIndex:
    """An index of requests and drafts by text and time; of several with the same text, the latest."""

    def __init__(self, planned: Iterable[PlannedRequest], drafts: Iterable[Draft]) -> None:
        self._there = set[int]()
        self._by_words: dict[int, _PlannedState] = {}
        self._dues = defaultdict[tuple[int, str], list[int]](list)
        named: dict[str, tuple[str, ...]] = {}
        for each in planned:
            platforms = named.get(each.platforms) or named.setdefault(each.platforms, tuple(json.loads(each.platforms)))
            self._add(each, platforms)
        for dues in self._dues.values():
            dues.sort()
        for draft in drafts:
            self._there.update(self._exactly(draft))

    def _add(self, planned: PlannedRequest, platforms: tuple[str, ...]) -> None:
        words, minute = comparison_key(planned.text, planned.media_url), planned.due_ms // _MINUTE_MS
        for platform in platforms:
            about = planned.client_id, platform
            self._there.add(hash((*about, words, minute)))
            self._dues[about].append(planned.due_ms)
            key = hash((*about, words))
            before = self._by_words.get(key)
            if before is None or _waits(before[1], before[3]) or not _waits(planned.state, planned.stage):
                self._by_words[key] = planned.due_ms, planned.state, planned.mode, planned.stage

    def duplicate(self, client_id: int, platform: Platform, text: str, media_url: str) -> Entry | None:
        """Return the request with the same text that will be sent, was sent or may have been; None if there is none."""
        found = self._by_words.get(hash((client_id, platform, comparison_key(text, media_url))))
        return _entry(client_id, platform, *found) if found else None

    def has(self, draft: Draft) -> bool:
        """Return True if the same exists for the same minute on all of the draft's platforms, planned or as a draft."""
        return bool(draft.platforms) and self._there.issuperset(self._exactly(draft))

    def _exactly(self, draft: Draft) -> Iterable[int]:
        for platform in draft.platforms:
            content, due_at = draft.content_for(platform), draft.due_for(platform)
            minute = to_ms(due_at) // _MINUTE_MS if due_at else None
            yield hash((draft.client_id, platform, comparison_key(content.text, content.media_url), minute))

    def dues_within(self, client_id: int, platform: Platform, moment: datetime, span: timedelta) -> Sequence[int]:
        """Return the due times (ms) of the client's requests to a platform less than `span` before or after the moment."""
        dues, due, room = self._dues.get((client_id, platform), []), to_ms(moment), span // timedelta(milliseconds=1)
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
