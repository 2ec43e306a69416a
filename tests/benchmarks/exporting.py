"""Measures inside one process: a year's posts written into files of each kind beside a window that answers meanwhile."""

import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure
from tests.benchmarks.inside import shown
from tests.benchmarks.loop_stalls import LoopStalls, as_in_the_application
from tests.support.seed import Amount

from postdesk.domain.client_report import NOT_CANCELLED
from postdesk.domain.export_items import ExportFormat, ExportOptions, ExportReport, ExportSelection
from postdesk.ui.exporting.dialog import event_words
from postdesk.ui.kit.theme import Theme

_YEAR: Final = timedelta(days=365)
_REMIND: Final = timedelta(minutes=30)


async def of_a_year(folder: Path, theme: Theme, posts: int = 10_000) -> list[Figure]:
    """Time from the selection of posts to each kind of file, and the longest time for which the loop did not turn meanwhile."""
    figures = list[Figure]()
    with shown(folder / "desk", Amount(posts, clients=50), theme) as given, as_in_the_application():
        exports, today = given.session.exports, given.session.clock.now().date()
        wanted = ExportSelection(None, today - _YEAR, today + _YEAR, NOT_CANCELLED)
        for kind in ExportFormat:
            save = partial(exports.save, wanted, ExportOptions(kind, remind=_REMIND), folder / f"posts.{kind}", event_words)
            begun, waits = time.perf_counter(), LoopStalls()
            report: ExportReport = await waits.answer(exports.saved, save)
            took = time.perf_counter() - begun
            assert report.posts == posts
            figures += [Figure(f"{posts:,} posts exported as {kind.upper()}", took, "s", 30), *waits.figures()]
    return figures
