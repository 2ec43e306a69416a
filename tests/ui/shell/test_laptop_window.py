"""The whole window on a laptop of 1366 × 768, below a title bar: lines to write in, and results to read."""

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import connect, failed, keep, post, published
from tests.ui.shell.conftest import Opener

from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.results.tabs import ResultsTab

LAPTOP = (1366, 738)
PLATFORMS = ("linkedin", "twitter", "facebook")


def whole_lines(table: ResultsTable) -> int:
    """Return the number of lines of which all is in view."""
    model, seen = table.model(), table.viewport().rect()
    return sum(seen.contains(table.visualRect(model.index(row, 0))) for row in range(model.rowCount()))


def opened(open_window: Opener, quiet: QuietSession, *, composer: bool) -> FullWindow:
    """Return the window with the results of four days of two clients."""
    clients = quiet.client(), quiet.client("Other Client")
    for number in range(16):
        made = failed("instagram", due_in=-timedelta(hours=8 * number)) if number % 4 == 3 else None
        keep(quiet, clients[number % 2], post(made or published("linkedin", due_in=-timedelta(hours=8 * number))))
    connect(quiet, clients[0], *PLATFORMS)
    window = open_window(quiet.session, *LAPTOP)
    window.navigator.show("results")
    results = window.places.get("results")
    assert isinstance(results, ResultsPane)
    results.show_tab(ResultsTab.WENT_OUT)
    QApplication.processEvents()
    window.composer.panel.setVisible(composer)
    return window


@pytest.mark.parametrize("composer", [False, True])
def test_ten_results_of_four_days_are_in_view(open_window: Opener, quiet: QuietSession, composer: bool) -> None:
    window = opened(open_window, quiet, composer=composer)
    QTest.qWait(100)
    table = find(window, ResultsTable, "results.table")
    assert find(window, QWidget, "results.chart").isVisible()
    assert whole_lines(table) >= 10


def test_ten_lines_of_a_text_are_in_view(open_window: Opener, quiet: QuietSession) -> None:
    connect(quiet, quiet.client(), *PLATFORMS)
    window = open_window(quiet.session, *LAPTOP)
    window.navigator.new_post()
    QTest.qWait(100)
    editor = find(window, QPlainTextEdit, "composer.text")
    seen = editor.viewport().visibleRegion().boundingRect().height() - 2 * editor.document().documentMargin()
    assert seen >= 10 * editor.fontMetrics().lineSpacing()
    window.places.composer.save()
