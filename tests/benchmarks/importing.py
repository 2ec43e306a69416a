"""Measures inside one process: a file of posts read, checked and imported beside a window that answers meanwhile."""

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.inside import HERE, Shown, gone, shown
from tests.benchmarks.loop_stalls import LoopStalls, as_in_the_application
from tests.support.seed import Amount

from postdesk.domain.csv_files import CsvFile
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_columns import recognise_columns
from postdesk.domain.import_facts import ImportDefaults
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import connections
from postdesk.ui.importing.rows_model import RowColumn
from postdesk.ui.importing.rows_page import RowsPage
from postdesk.ui.kit.theme import Theme


async def of_a_file(folder: Path, theme: Theme, rows: int = 5000, posts: int = 100_000) -> list[Figure]:
    """Time from the file to posts, the longest time for which the loop did not turn, and the correction of a row."""
    with shown(folder / "desk", Amount(posts, clients=50), theme) as given, as_in_the_application():
        _connect(given)
        path = folder / "plan.csv"
        path.write_text(_sheet(rows), encoding="utf-8")
        importing, checking = given.session.importing, LoopStalls()
        begun = time.perf_counter()
        file: CsvFile = await checking.answer(importing.read, lambda: importing.open(path))
        check = partial(importing.check, file, recognise_columns(file.header), ImportDefaults())
        run: DryRun = await checking.answer(importing.checked, check)
        checked = time.perf_counter() - begun
        page, shown_ms, mended = _mended(given, run, theme)
        ready = page.to_import(schedule=True)
        gone(page)
        begun, bringing = time.perf_counter(), LoopStalls()
        await bringing.answer(importing.imported, lambda: importing.start("plan.csv", ready, schedule=True))
        brought = time.perf_counter() - begun
        await given.session.tasks.close()  # the import is settled after its answer
    assert len(ready) == rows
    return [
        Figure(f"a file of {rows:,} rows read and checked, beside {posts:,} posts", checked, "s", 5),
        *checking.figures(),
        Figure("its rows shown", shown_ms, "ms", 50),
        Figure("a row mended and checked", mended, "ms", 16),
        Figure(f"{rows:,} posts made of it", brought, "s", 30),
        *bringing.figures(),
    ]


def _mended(given: Shown, run: DryRun, theme: Theme) -> tuple[RowsPage, float, float]:
    page = RowsPage(theme, given.session.clients.all, HERE, given.session.clock.now)
    page.resize(1000, 700)
    page.show()
    page.grab()  # the first styling is not measured
    begun = time.perf_counter()
    page.show_run(run)
    page.grab()
    shown_ms = (time.perf_counter() - begun) * 1000
    assert page.model
    begun = time.perf_counter()
    page.model.setData(page.model.index(40, RowColumn.TEXT), "Other words, as somebody would write them")
    return page, shown_ms, (time.perf_counter() - begun) * 1000


def _connect(given: Shown) -> None:
    remote = [RemoteConnection(each, each, "connected", f"id-{each}") for each in (Platform.LINKEDIN, Platform.TWITTER)]
    for client in given.session.clients.all():
        given.database.submit(partial(connections.save_list, client_id=client.id, remote=remote)).result()


def _sheet(rows: int) -> str:
    first = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=1)
    lines = ["Client,Date,Time,Platforms,Text,Labels"]
    for n in range(rows):
        due = first + timedelta(minutes=17 * n)
        text = f"Number {n}: what we baked, what we learned 🥐 and what comes next. https://example.com/journal/{n} #craft #bread"
        lines.append(
            f'client-{n % 50},{due:%Y-%m-%d},{due:%H:%M},"LinkedIn, X","{text}\nA second line, as people write it.",Plan'
        )
    return "\r\n".join(lines)
