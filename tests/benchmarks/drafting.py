"""Measures inside one process: opening a draft in the composer, and finding one among many."""

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.inside import HERE, Painted, Shown, gone, opened, outside_of_tasks, shown
from tests.benchmarks.writing import composing, editor_of, text_of
from tests.support.navigator import RecordingNavigator
from tests.support.seed import Amount

from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.times import from_ms
from postdesk.store import drafts
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.drafts.pane import DraftsPane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_SYLLABLES: Final = ("ba", "bi", "bro", "cha", "di", "fresh", "go", "ka", "lo", "mi", "no", "pe", "ro", "sa", "sta", "to", "wi")
_LABELS: Final = ("Spring", "Autumn sale", "Bread", "Team")
_TYPED: Final = ("f", "fr", "fre", "fres", "fresh", "s", "st", "sta", "t", "to", "b", "br", "bro")


async def opening(folder: Path, theme: Theme, turns: int = 40, clock: Callable[[], float] = time.perf_counter) -> list[Figure]:
    """Time the opening of another draft until its text is painted: a short one beside a long one, for eight platforms."""
    async with composing(folder / "opening", theme) as (pane, client_id):
        values = [Draft(f"draft-{length}", client_id, tuple(Platform), text_of(length)) for length in (280, 3000)]
        times = await outside_of_tasks(partial(_opened_in_turn, pane, values, turns, clock))
    return [
        Figure("a draft opened, 3,000 characters, 8 platforms", middle(times[1::2]), "ms", 50, smaller=middle(times[0::2])),
        Figure("the same, 99th percentile", worst(times[1::2]), "ms", 100),
    ]


def _opened_in_turn(pane: ComposerPane, values: list[Draft], turns: int, clock: Callable[[], float]) -> list[float]:
    painted, times = Painted(editor_of(pane).viewport()), []
    for _ in range(turns):
        for value in values:
            before, begun = painted.times, clock()
            pane.model.open(value)
            while painted.times == before:
                QApplication.processEvents()
            times.append((clock() - begun) * 1000)
    return times[2 * len(values) :]


def search(
    folder: Path, theme: Theme, few: int = 100, many: int = 10_000, clock: Callable[[], float] = time.perf_counter
) -> list[Figure]:
    """Time the opening of the place of drafts, and each key of a search until its results are painted; few drafts beside many."""
    (little, some), (open_time, keys) = (_searched(folder / str(count), theme, count, clock) for count in (few, many))
    return [
        Figure(f"the list opened, {many:,} drafts", open_time, "ms", 50, smaller=little),
        Figure(f"a key of a search, {many:,} drafts", middle(keys), "ms", 30, smaller=middle(some)),
        Figure("the same, 99th percentile", worst(keys), "ms", 60),
    ]


def _searched(folder: Path, theme: Theme, count: int, clock: Callable[[], float]) -> tuple[float, list[float]]:
    with shown(folder, Amount(10, clients=3), theme) as given:
        put_drafts(given.database, [client.id for client in given.session.clients.all()], count)
        gone(_pane(given))  # the imports and styling of the first place are not measured
        begun = clock()
        pane = _pane(given)
        opened(pane, 1298, 640)
        took = (clock() - begun) * 1000
        times = [_typed(pane, text, clock) for text in _TYPED * 3]
        gone(pane)
    return took, times


def _pane(given: Shown) -> DraftsPane:
    return DraftsPane(given.session, Scope(), RecordingNavigator(), given.theme, HERE)


def _typed(pane: DraftsPane, text: str, clock: Callable[[], float]) -> float:
    """Return the time of the last key of that text."""
    field = pane.filters.search
    field.setText(text[:-1])
    QApplication.processEvents()
    painted, begun = Painted(pane.list.viewport()), clock()
    QTest.keyClick(field, Qt.Key(ord(text[-1].upper())))
    while painted.times == 0:
        QApplication.processEvents()
    return (clock() - begun) * 1000


def put_drafts(database: Database, client_ids: list[int], count: int) -> None:
    """Add drafts of about 60 words, some with own texts and labels; always the same ones."""
    chance = random.Random(7)

    def words(most: int) -> str:
        return " ".join("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(most))

    def put(conn: Transaction) -> None:
        for number in range(count):
            draft = Draft(
                f"found-{number}",
                client_ids[number % len(client_ids)],
                (Platform.LINKEDIN, Platform.TWITTER),
                words(60),
                (Variant(Platform.TWITTER, words(20)),) if number % 3 == 0 else (),
                updated_at=from_ms(1_790_000_000_000 + number * 60_000),
                labels=tuple(chance.sample(_LABELS, number % 3)),
            )
            drafts.save(conn, draft)

    database.submit(put).result()
