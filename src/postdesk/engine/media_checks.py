"""Checks of the media URLs in drafts and posts: made in the background, and cached for some minutes."""

import asyncio
import contextlib
import math
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.links import url_problem
from postdesk.domain.media import POSSIBLY_LOCAL, MediaCheck
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import media_cache
from postdesk.store.sqlite import StorageError

if TYPE_CHECKING:
    from postdesk.media.media_probe import MediaProbe, ProbeResult

MakeProbe = Callable[[str, str], "MediaProbe"]
"""Makes a probe from a CA file and an origin that counts as public. Called in a thread."""

GOOD_FOR: Final = timedelta(minutes=5)
_A_MOMENT_S: Final = 0.6
"""Seconds without a key press before a typed address is checked."""

_MOST_KEPT: Final = 32


@dataclass(frozen=True, slots=True)
class _CachedCheck:
    """A cached check. `result` is None for a check by a previous run; `checked_monotonic` is its monotonic time."""

    media_check: MediaCheck
    result: "ProbeResult | None"
    checked_monotonic: float


class MediaChecks(QObject):
    """The checks of media URLs, with a cache of the latest results.

    `changed` carries an address whose check begins, or whose result is new. Without `make_probe` nothing is checked. `own`
    returns the origin of the practice sandbox, empty for any other workspace.
    """

    changed = Signal(str)

    def __init__(
        self,
        context: WorkspaceContext,
        make_probe: MakeProbe | None,
        own: Callable[[], str] = lambda: "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock, self._tasks, self._settings = context.clock, context.tasks, context.settings
        self._database, self._health = context.database, context.health
        self._online = True
        context.changes.health.connect(self._line_changed)
        self._make_probe, self._own = make_probe, own
        self._probe: tuple[tuple[str, str], MediaProbe] | None = None
        self._known: dict[str, _CachedCheck] = {}
        self._followed: frozenset[str] = frozenset()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def is_blocked_by_proxy(self) -> bool:
        """True while a proxy prevents checks: behind a proxy, nothing proves which host an address leads to."""
        return self._make_probe is not None and bool(self._settings.current.proxy)

    def follow(self, urls: Collection[str]) -> None:
        """Follow the addresses of the open draft: check new ones after a moment, cancel checks of removed ones."""
        named = frozenset(filter(self.can_check, urls))
        for url in self._followed - named:
            self._tasks.cancel(_task(url))
            self._tasks.cancel(_task(url, anew=True))
        self._followed = named
        for url in named:
            if not self.is_fresh(url) and not self.is_checking(url):
                self._recall(url)
                self._start(url, 0.0 if self._is_own(url) else _A_MOMENT_S)

    def expect(self, seen: "ProbeResult") -> None:
        """Cache the result of a file just uploaded from this computer: it is shown at once, and checked like any other."""
        if seen.media_check.url not in self._known:
            self._note(_CachedCheck(seen.media_check, seen, -math.inf))
            self.changed.emit(seen.media_check.url)

    def can_check(self, url: str) -> bool:
        """Tell whether the address may lead to a public file, judged by its text, and checks are possible."""
        return self._make_probe is not None and not self.is_blocked_by_proxy and (url_problem(url) is None or self._is_own(url))

    def last_result(self, url: str) -> "ProbeResult | None":
        """Return the result of the last check in this run, with a thumbnail if there is one; None without such a check."""
        kept = self._known.get(url)
        return kept.result if kept else None

    def cached(self, url: str) -> MediaCheck | None:
        """Return the facts of the last check, from a previous run too; None if there was none."""
        kept = self._known.get(url)
        return kept.media_check if kept else None

    def is_fresh(self, url: str, within: timedelta = GOOD_FOR) -> bool:
        """Tell whether the last check is less than `within` old."""
        kept = self._known.get(url)
        if kept is None:
            return False
        # During sleep only one of the two clocks may advance. A practice clock set back must not make old results fresh.
        by_wall = abs((self._clock.now() - kept.media_check.at).total_seconds())
        return max(self._clock.monotonic() - kept.checked_monotonic, by_wall) < within.total_seconds()

    def is_checking(self, url: str) -> bool:
        """Tell whether the address is being checked, or will be in a moment."""
        return self._tasks.running(_task(url)) or self.is_rechecking(url)

    def is_rechecking(self, url: str) -> bool:
        """Tell whether the user asked for the check that is running."""
        return self._tasks.running(_task(url, anew=True))

    def recheck(self, url: str) -> None:
        """Check the address now, even if the last result is fresh."""
        if self.can_check(url):
            self._start(url, 0.0, anew=True)

    async def ensure_fresh(self, url: str, within: timedelta = GOOD_FOR) -> MediaCheck | None:
        """Make a check now unless the last one is less than `within` old, and return it; None if the address can't be checked."""
        if not self.can_check(url):
            return None
        async with self._locks.setdefault(url, asyncio.Lock()):
            if not self.is_fresh(url, within):
                await self._see(url)
        return self.cached(url)

    def _line_changed(self) -> None:
        """Check the followed addresses that could not be reached again, once the network is back."""
        was, self._online = self._online, self._health.state.online
        if self._online and not was:
            for url in self._followed:
                if (media_check := self.cached(url)) and media_check.problem in POSSIBLY_LOCAL:
                    self._start(url, 0.0, anew=True)

    def _start(self, url: str, after_s: float, *, anew: bool = False) -> None:
        async def check_later() -> None:
            try:
                await asyncio.sleep(after_s)
                await self.ensure_fresh(url, timedelta() if anew else GOOD_FOR)
            finally:
                # The task has ended when this runs.
                asyncio.get_running_loop().call_soon(self.changed.emit, url)

        if self._tasks.start(_task(url, anew=anew), check_later()):
            self.changed.emit(url)

    async def _see(self, url: str) -> None:
        seen = await (await self._existing_probe()).probe(url, self._clock.now())
        self._note(_CachedCheck(seen.media_check, seen, self._clock.monotonic()))
        with contextlib.suppress(StorageError):
            await self._database.run(lambda conn: media_cache.save(conn, seen.media_check))

    def _recall(self, url: str) -> None:
        """Show the stored result of a previous run at once; it counts as stale, so a new check follows."""
        if url not in self._known and (media_check := media_cache.get(self._database.reader, url)):
            self._note(_CachedCheck(media_check, None, -math.inf))

    def _note(self, kept: _CachedCheck) -> None:
        self._known.pop(kept.media_check.url, None)
        self._known[kept.media_check.url] = kept
        for oldest in tuple(self._known)[:-_MOST_KEPT]:
            del self._known[oldest]

    async def _existing_probe(self) -> "MediaProbe":
        """Return the probe for the current settings; a change of them makes a new one."""
        wanted = self._settings.current.ca_file, self._own()
        if self._probe is None or self._probe[0] != wanted:
            assert self._make_probe
            self._probe = wanted, await asyncio.to_thread(self._make_probe, *wanted)
        return self._probe[1]

    def _is_own(self, url: str) -> bool:
        own = self._own()
        return bool(own) and url.startswith(f"{own}/")


def _task(url: str, *, anew: bool = False) -> str:
    """Return a task name without the address: names are logged and shown on failure, and an address may be signed."""
    return f"look {'again ' if anew else ''}{hash(url)}"
