"""Changes much in a widget without laying out what it is in for each."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout, QWidget


@contextmanager
def laid_out_once(widget: QWidget) -> Iterator[None]:
    """Within this the layouts that the widget is in rest; at its end all is in its place.

    Qt lays out a visible widget and all that it is in, up to its window or scroll area, with each part of it that is shown.
    """
    layouts = tuple(_layouts(widget))
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for layout in layouts:
            layout.activate()


def _layouts(widget: QWidget | None) -> Iterator[QLayout]:
    """From within."""
    while widget and (layout := widget.layout()):
        yield layout
        widget = widget.parentWidget()
