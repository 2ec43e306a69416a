"""With a larger text of the desktop, nothing is cut and nothing lies over anything else."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.shell.conftest import Opener

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
