"""The window's bars with long names and long texts: nothing overlaps, and what is cut ends in an ellipsis."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.shell.conftest import Opener

from postdesk.engine.health import KeyState
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.scope import Scope
from postdesk.ui.shell.status_bar import StatusButton
from postdesk.ui.shell.top_bar import ClientButton

NAME = "Bäckerei und Konditorei Sonnenschein am Marktplatz, Freudenst"
ADDED = 0.35
WIDTHS = (720, 1024, 1280, 1366)


class LongerTexts(QTranslator):
    """Makes each text a third longer, as German does."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, count: int = -1) -> str:
        words = text.replace("%n", str(count))
        return words + "n" * round(ADDED * len(words))


@pytest.fixture(params=[False, True], ids=["usual", "longer"])
def longer(request: pytest.FixtureRequest) -> Iterator[bool]:
    translator = LongerTexts()
    if request.param:
        QCoreApplication.installTranslator(translator)
    yield request.param
    QCoreApplication.removeTranslator(translator)


def parts_of(bar: QWidget) -> list[QWidget]:
    within = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return sorted((each for each in within if each.isVisible()), key=QWidget.x)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("longer")
def test_nothing_in_the_bars_overlaps_or_is_cut(open_window: Opener, quiet: QuietSession, scope: Scope, width: int) -> None:
    clients = [quiet.client(f"{NAME} {number}") for number in range(20)]
    quiet.post(clients[0], timedelta(hours=2))
    window = open_window(quiet.session, width, 768)
    scope.show_client(clients[0].id)
    quiet.session.health.note_key(KeyState.MISSING)
    find(window, StatusButton, "status.from_here").set_text(f"Next from this computer: tomorrow 12:00, in {NAME}")
    find(window, StatusButton, "status.from_here").show()
    QApplication.processEvents()
    for bar in (window.content.top_bar, find(window, QWidget, "status")):
        end = 0
        for part in parts_of(bar):
            name, place = part.objectName(), part.geometry()
            assert (name, place.left() >= end) == (name, True)
            assert (name, place.width() >= part.minimumSizeHint().width()) == (name, True)
            end = place.right() + 1
        assert end <= bar.width()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_name_of_a_client_keeps_its_beginning(open_window: Opener, quiet: QuietSession, scope: Scope, width: int) -> None:
    scope.show_client(quiet.client(NAME).id)
    window = open_window(quiet.session, width, 768)
    QApplication.processEvents()
    button = find(window, ClientButton, "top_bar.client")
    (name,) = button.findChildren(PlainLabel)
    assert name.text() == NAME
    assert name.width() >= 11 * name.fontMetrics().averageCharWidth()
    assert button.toolTip() == NAME


def test_the_times_are_shown_in_full_or_not_at_all(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    scope.show_client(quiet.client("Ann").id)
    window = open_window(quiet.session)
    times = find(window, QLabel, "top_bar.times")
    shown = set[bool]()
    for width in range(720, 1300, 20):
        window.resize(width, 768)
        QApplication.processEvents()
        shown.add(times.isVisible())
        assert not times.isVisible() or times.width() >= times.sizeHint().width()
    assert shown == {False, True}
