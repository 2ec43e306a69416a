"""Measures inside one process: the time of a key press in the composer, alone and with all its previews."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.inside import HERE, gone, opened, outside_of_tasks, shown
from tests.benchmarks.loop_stalls import as_in_the_application
from tests.support.navigator import RecordingNavigator
from tests.support.seed import Amount

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import connections
from postdesk.ui.composer.pane import ComposerPane
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_SENTENCE: Final = "Fresh bread at seven, see https://example.com/bread for #sourdough and more, says @baker. "
_WORDS: Final = " and what we lerned of it today"
_WARM: Final = 5
_SHEET: Final = 1094, 872
"""The size of the sheet in a window of 1440 x 900."""

_TURNS: Final = 6
"""Turns of the event loop: the key's paint; a timer, its layout and the paint of that; none is left for the rest."""


@asynccontextmanager
async def composing(folder: Path, theme: Theme) -> AsyncIterator[tuple[ComposerPane, int]]:
    """A composer with an account on each platform and spelling switched on, and the client's id."""
    with shown(folder, Amount(10, clients=1), theme) as given:
        await given.session.composer.load_rules()
        (client,) = given.session.clients.all()
        listed = [RemoteConnection(each, each, "connected", f"id-{each}", f"@{each}") for each in Platform]
        given.database.submit(lambda conn: connections.save_list(conn, client.id, listed)).result()
        scope = Scope()
        scope.show_client(client.id)
        pane = ComposerPane(given.session, scope, RecordingNavigator(), theme, HERE)
        for _ in pane.build():
            pass
        await outside_of_tasks(lambda: opened(pane, 400, 860))
        given.session.spelling.choose("en_US")
        with as_in_the_application():
            yield pane, client.id
        pane.close()
        await asyncio.sleep(0.5)
        await given.session.tasks.close()
        given.session.spelling.close()
        gone(pane)


async def composer(
    folder: Path, theme: Theme, presses: int = 200, clock: Callable[[], float] = time.perf_counter
) -> list[Figure]:
    """Time a key press until it is visible, and until all its effects are painted, for eight platforms; beside a bare field."""
    figures: list[Figure] = []
    async with composing(folder / "composer", theme) as (pane, client_id):
        for words, text in _texts():
            pane.model.open(Draft(f"draft-{words}", client_id, tuple(Platform), text))
            figures += await outside_of_tasks(partial(_typed, words, editor_of(pane), text, presses, clock))
    return figures


async def previews(
    folder: Path, theme: Theme, presses: int = 100, clock: Callable[[], float] = time.perf_counter
) -> list[Figure]:
    """Time the previews' share of a key press, for eight platforms: at the start of a text, which all show, and at its end."""
    figures: list[Figure] = []
    async with composing(folder / "previews", theme) as (pane, client_id):
        for words, text in (("3,000", text_of(3000)), ("40,000", text_of(40_000))):
            pane.model.open(Draft(f"draft-{words}", client_id, tuple(Platform), text))
            for place, where in ((QTextCursor.MoveOperation.Start, "start"), (QTextCursor.MoveOperation.End, "end")):
                figures += await outside_of_tasks(partial(_watched, pane, place, f"at the {where} of {words}", presses, clock))
    return figures


def _watched(
    pane: ComposerPane, place: QTextCursor.MoveOperation, words: str, presses: int, clock: Callable[[], float]
) -> list[Figure]:
    """Time keys in the panel, and in the sheet with all previews, in the same place."""
    editor = editor_of(pane)
    echo = Echo(editor.viewport(), clock)
    editor.moveCursor(place)
    alone = [_pressed(editor, echo, letter, clock) for letter in _letters(presses)][_WARM:]
    size = pane.size()
    pane.set_wide(True)
    pane.resize(*_SHEET)
    QApplication.processEvents()
    together = [_pressed(editor, echo, letter, clock) for letter in _letters(presses)][_WARM:]
    pane.set_wide(False)
    pane.resize(size)
    QApplication.processEvents()
    echo.deleteLater()
    (seen_alone, done_alone), (seen, done) = zip(*alone, strict=True), zip(*together, strict=True)
    return [
        Figure(f"key press {words} characters, 8 previews", middle(seen), "ms", 4, middle(seen_alone)),
        Figure("until all previews are painted too", middle(done), "ms", 16, middle(done_alone)),
        Figure("the same, 99th percentile", worst(done), "ms", 33),
    ]


class Echo(QObject):
    """The moment of a widget's first paint since `forget`."""

    def __init__(self, widget: QWidget, clock: Callable[[], float]) -> None:
        super().__init__(widget)
        self._widget, self._clock = widget, clock
        self.at: float | None = None
        widget.installEventFilter(self)

    def forget(self) -> None:
        """Wait for the paint anew."""
        self.at = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or self.at is not None:
            return False
        self.at = 0.0
        QApplication.sendEvent(self._widget, event)
        self.at = self._clock()
        return True


def _letters(presses: int) -> Iterator[str]:
    """Return what is typed: words, one of them misspelt."""
    return islice(cycle(_WORDS), presses + _WARM)


def _pressed(editor: QPlainTextEdit, echo: Echo, letter: str, clock: Callable[[], float]) -> tuple[float, float]:
    """Return the milliseconds from before a key press until it is visible in the text, and until nothing is left to paint."""
    echo.forget()
    begun = clock()
    QTest.keyClicks(editor, letter)
    for _ in range(_TURNS):
        QApplication.processEvents()
    done = clock()
    assert echo.at is not None, "the text was not painted"
    return (echo.at - begun) * 1000, (done - begun) * 1000


def _texts() -> tuple[tuple[str, str], ...]:
    return (
        ("280", text_of(280)),
        ("3,000", text_of(3000)),
        ("3,000 in one paragraph", text_of(3000).replace("\n", "")),
        ("40,000 in paragraphs", text_of(40_000)),
    )


def text_of(length: int) -> str:
    """Return paragraphs of four sentences, of that many characters in total."""
    paragraph = _SENTENCE * 4 + "\n"
    return (paragraph * (length // len(paragraph) + 1))[:length]


def editor_of(pane: ComposerPane) -> Editor:
    """Return the text field of the composer."""
    (editor,) = pane.findChildren(Editor)
    return editor


def _typed(words: str, editor: Editor, text: str, presses: int, clock: Callable[[], float]) -> list[Figure]:
    bare = QPlainTextEdit(text)
    opened(bare, editor.width(), editor.height())
    fields = [(field, Echo(field.viewport(), clock)) for field in (bare, editor)]
    for field, _ in fields:
        field.moveCursor(QTextCursor.MoveOperation.End)
    times = [_pressed(field, echo, letter, clock) for letter in _letters(presses) for field, echo in fields]
    fields[1][1].deleteLater()
    gone(bare)
    (floors_seen, floors), (seen, done) = (zip(*times[2 * _WARM + n :: 2], strict=True) for n in range(2))
    return [
        Figure(f"key press, {words} characters, 8 platforms", middle(seen), "ms", 4, middle(floors_seen)),
        Figure("until all that is said of it is painted too", middle(done), "ms", 4, middle(floors)),
        Figure("the same, 99th percentile", worst(done), "ms", 8, worst(floors)),
    ]
