"""The way of the Tab key through widgets: the order of their layouts, and then what lies over these, whenever each was built.

Qt's own order is that in which widgets came to the window. Never `nextInFocusChain`: Shiboken takes its result for a child, and
gives up the window's objects with the widget.
"""

from collections.abc import Iterable
from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget

from postdesk.ui.kit.layouts import parts_of


def focus_order(*widgets: QWidget, hidden: bool = False) -> list[QWidget]:
    """Return those of these and of the widgets in them that take the focus, one after the other; `hidden`: hidden ones too."""
    return list(chain.from_iterable(_order_within(each, hidden) for each in widgets if hidden or each.isVisible()))


def move_focus(order: list[QWidget], focused: QWidget | None, *, forward: bool) -> bool:
    """Move the focus to the next of these that Tab stops at, or to the one before, and around; return False where none is."""
    around = [place for place, each in enumerate(order) if focused and (each is focused or each.isAncestorOf(focused))]
    at = around[-1] if around else -1
    after, before = order[at + 1 :], order[: max(at, 0)]
    stop = next(filter(is_tab_stop, chain(after, before) if forward else chain(reversed(before), reversed(after))), None)
    if stop:
        stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return stop is not None


def is_tab_stop(widget: QWidget) -> bool:
    """Return True where Tab stops at the widget, if it is shown."""
    return widget.isEnabled() and bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def _order_within(widget: QWidget, hidden: bool) -> Iterable[QWidget]:
    if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    yield from focus_order(*_parts_of(widget), hidden=hidden)


def _parts_of(widget: QWidget) -> Iterable[QWidget]:
    if isinstance(widget, QScrollArea) and (scrolled := widget.widget()):
        return (scrolled,)
    if isinstance(widget, QSplitter):
        return (each for place in range(widget.count()) if (each := widget.widget(place)))
    layout = widget.layout()
    laid_out = list(_laid_out(layout)) if layout else []
    within = (each for each in widget.children() if isinstance(each, QWidget) and not each.isWindow())
    return (*laid_out, *(each for each in within if each not in laid_out))


def _laid_out(layout: QLayout) -> Iterable[QWidget]:
    for part in parts_of(layout):
        yield from (part,) if isinstance(part, QWidget) else _laid_out(part)
