"""With a larger text of the desktop, nothing is cut and nothing lies over anything else."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import connect
from tests.ui.shell.conftest import Opener

from postdesk.domain.platforms import Platform
from postdesk.ui.shell.rail import PLACES

_CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit)


def controls(window: QWidget) -> Iterator[QWidget]:
    """Yield the controls in view, but for the parts of which a control consists."""
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if widget.isVisible() and isinstance(widget, _CONTROLS) and not isinstance(parent, _CONTROLS):
            yield widget


def overlaps(window: QWidget) -> list[tuple[str, str]]:
    return [
        (str(one), str(other))
        for one, other in combinations(controls(window), 2)
        if one.parentWidget() is other.parentWidget() and one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize("share", [1.25, 1.5])
def test_nothing_is_cut_with_a_larger_text(
    open_window: Opener, quiet: QuietSession, text_size: Callable[[float], None], qapp: QApplication, share: float
) -> None:
    quiet.client("Alex Morgan")
    text_size(qapp.font().pointSizeF() * share)
    window = open_window(quiet.session, 1366, 768)
    for place in PLACES:
        window.navigator.show(place.identifier)
        qapp.processEvents()
        assert overlaps(window) == [], place
        cut = [widget for widget in controls(window) if widget.height() < widget.minimumSizeHint().height()]
        assert [str(widget) for widget in cut] == [], place
    foot = find(window, QWidget, "status.attention")
    assert foot.mapTo(window, QPoint(0, foot.height())).y() <= window.height()


@pytest.mark.parametrize("share", [1, 1.5])
def test_the_composer_s_buttons_say_what_they_do_whatever_place_was_shown(
    open_window: Opener, quiet: QuietSession, text_size: Callable[[float], None], qapp: QApplication, share: float
) -> None:
    client, _ = quiet.client("Bakery Sonne"), quiet.client("Harbour Yoga")
    for platform in Platform:
        connect(quiet, client, platform)
    text_size(qapp.font().pointSizeF() * share)
    window = open_window(quiet.session, 1366, 768)
    window.navigator.new_post_for(client.id)
    find(window, QPlainTextEdit, "composer.text").setPlainText("x" * 300)
    widths = list[int]()
    for place in (*PLACES, PLACES[0]):
        window.navigator.show(place.identifier)
        qapp.processEvents()
        widths.append(window.places.composer.width())
    assert widths[0] == widths[-1]
    for name in ("save_draft", "standing", "publish", "schedule"):
        button = find(window, QAbstractButton, f"composer.{name}")
        assert button.width() >= button.sizeHint().width(), name
    window.places.composer.save()
