"""The main window before its contents: the rail, and room for the bars, the places and the composer."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QWidget

from postdesk.ui.kit.icons import line_height
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.tab_stops import focus_order, move_focus
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.composer_placement import ComposerPlacement
from postdesk.ui.shell.rail import Rail

_MINIMUM: Final = (720, 480)
_USUAL: Final = (1440, 900)
_FRAME: Final = (16, 48)
"""Room for the desktop's window frame, whose size is unknown before the window is shown."""
_TOP: Final = 48
_FOOT: Final = 25
_AROUND_LINE: Final = 4
"""The frame of the status line's buttons above and below their text."""
_DOCKS: Final = "wide_state"
"""The key of the layout that versions with docks kept."""


class MainWindow(QMainWindow):
    """The frame of places and bars, independent of their contents, so that it can be painted before these exist.

    `painted` follows the first paint. The application decides on closing: `close_requested` follows a click on the close button,
    and `close_pending` keeps it for later listeners. Geometry and the composer's width are kept in an INI file in the profile (a
    plain QSettings would write outside of it). `had_docks`: an earlier version had kept a layout of docks there, gone now.
    """

    painted = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, layout_file: Path) -> None:
        super().__init__()
        self.close_pending = False
        self.installEventFilter(self)
        identify(self, "main_window")
        self.setWindowTitle("Postdesk")
        self.setMinimumSize(*_MINIMUM)
        self.resize(QSize(*_USUAL).boundedTo(self.screen().availableSize() - QSize(*_FRAME)))
        self._kept = QSettings(str(layout_file), QSettings.Format.IniFormat, self)
        self.rail = Rail(theme)
        self._top, self._stack = _column(_empty()), PlaceStack()
        self._top.setMinimumHeight(_TOP)
        self._stack.addWidget(_empty())
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._stack)
        self.composer = ComposerPlacement(self, self._splitter, self._focus_place)
        self._stack.lower()  # a splitter puts a later widget first, for screen readers too
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        beside = column_of(self._top, self._splitter, spacing=0, grow=self._splitter)
        self._middle = QWidget()
        self._middle.setLayout(row_of(self.rail, beside, spacing=0, grow=beside))
        self.setCentralWidget(self._middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setMinimumHeight(_FOOT)
        self._restore_layout()

    def add_place(self, pane: QWidget) -> None:
        """Add a place, not shown yet."""
        self._stack.addWidget(pane)

    def show_place(self, identifier: str, pane: QWidget, *, focus: bool = False) -> None:
        """Show a place that was added, and check its button on the rail; `focus`: the place then gets the focus."""
        focused: QWidget | None = self.focusWidget()
        if focus and focused and self._stack.isAncestorOf(focused):
            self._stack.setFocus()  # with the focus in the place that is hidden, Qt would have all of the window searched for it
        self._stack.setCurrentWidget(pane)
        self.composer.keep_width()
        self.rail.show_place(identifier)
        if focus:
            self.focus_pane(pane)

    def set_bars(self, *bars: QWidget) -> None:
        """Put these above the places, from top to bottom."""
        _fill(self._top, *bars)

    def set_status_line(self, line: QWidget) -> None:
        """Put this below the places."""
        line.setMinimumHeight(line_height(line.fontMetrics()) + _AROUND_LINE)
        self.statusBar().addWidget(line, 1)
        self.statusBar().setMinimumHeight(0)  # as high as the line, also with a large font

    def focus_pane(self, pane: QWidget) -> None:
        """Give the focus to the pane, or to the first of its widgets that takes it."""
        candidates = (pane.focus_target if isinstance(pane, Pane) else pane, *pane.findChildren(QWidget))
        focusable = (each for each in candidates if each.isVisible() and each.focusPolicy() is not Qt.FocusPolicy.NoFocus)
        next(focusable, pane).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus by Tab: rail, top bar, place, composer and status bar, however late these were built."""
        parts = [self._middle, self.statusBar()]
        above = (each for each in self.children() if isinstance(each, QWidget) and each not in parts)
        return move_focus(focus_order(*parts, *above), self.focusWidget(), forward=forward)

    def _focus_place(self) -> None:
        if place := self._stack.currentWidget():
            self.focus_pane(place)

    def keep_layout(self) -> None:
        """Store the window's layout."""
        self._kept.setValue("geometry", self.saveGeometry())
        self.composer.save(self._kept)
        self._kept.sync()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.removeEventFilter(self)
            QTimer.singleShot(0, self, self._stand)
        return super().eventFilter(watched, event)

    def _restore_layout(self) -> None:
        """Restore size, screen and the composer. The docks of earlier versions are ignored, and forgotten."""
        self.had_docks = self._kept.contains(_DOCKS)
        self._kept.remove(_DOCKS)
        geometry = self._kept.value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self.composer.restore(self._kept)

    def _stand(self) -> None:
        """Shrink a window that fits the screen only without its frame, as a restored one may, and emit `painted`."""
        available, framed = self.screen().availableSize(), self.frameGeometry().size()
        if self.size().boundedTo(available) == self.size() and framed.boundedTo(available) != framed:
            self.resize(self.size().boundedTo(available - (framed - self.size())))
            self.move(self.screen().availableGeometry().topLeft())
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_pending = True
        self.keep_layout()
        self.close_requested.emit()


class PlaceStack(QStackedWidget):
    """The places, of which the shown one alone needs room: a wide one takes none of the composer's beside the others."""

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown else super().minimumSizeHint()


def _empty() -> QWidget:
    """Return an empty widget for the place of a pane."""
    empty = QWidget()
    empty.setProperty("role", "pane")
    empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return empty


def _column(*within: QWidget) -> QWidget:
    column = QWidget()
    column.setLayout(column_of(*within, spacing=0))
    return column


def _fill(column: QWidget, *widgets: QWidget) -> None:
    """Replace the widgets of a column.

    They are shown now, since a layout shows them later, and leaves them no room until then.
    """
    layout = column.layout()
    assert layout
    while before := layout.takeAt(0):
        if widget := before.widget():
            widget.deleteLater()
    for each in widgets:
        layout.addWidget(each)
        if not each.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            each.show()
