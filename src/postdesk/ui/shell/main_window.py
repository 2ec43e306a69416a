"""The main window before its contents: the docks with their titles at their places, and room for the panes."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.docks import Dock, DockLayout, PanePlace, placeholder

_MINIMUM: Final = (720, 480)
_USUAL: Final = (1440, 900)
_FRAME: Final = (16, 48)
"""Room for the desktop's window frame, whose size is unknown before the window is shown."""
_TOP: Final = 48
_FOOT: Final = 24


class MainWindow(QMainWindow):
    """The frame of panes and bars, independent of their contents, so that it can be painted before these exist.

    `painted` follows the first paint. The application decides on closing: `close_requested` follows a click on the close button,
    and `close_pending` keeps it for later listeners.
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
        self.places = self._places()
        self.docks = tuple(Dock(theme, place, place.area, self) for place in self.places if place.area)
        self._arrangement = DockLayout(self, self.docks, layout_file)
        self._top, self._middle = _column(placeholder()), _column(placeholder())
        self._top.setMinimumHeight(_TOP)
        self.setMenuWidget(self._top)
        self.setCentralWidget(self._middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setMinimumHeight(_FOOT)
        self._arrangement.restore()

    def _places(self) -> tuple[PanePlace, ...]:
        """Return the places in the order of Ctrl+1…4: from left to right, then below."""
        area = Qt.DockWidgetArea
        return (
            PanePlace("connections", self.tr("Connections"), area.LeftDockWidgetArea, 264, 264),
            PanePlace("calendar", self.tr("Calendar")),
            PanePlace("composer", self.tr("Composer"), area.RightDockWidgetArea, 384, 360),
            PanePlace("results", self.tr("Results"), area.BottomDockWidgetArea, 240),
        )

    def set_pane(self, identifier: str, pane: QWidget) -> None:
        """Put a pane into its place."""
        if dock := next((each for each in self.docks if each.identifier == identifier), None):
            dock.take(pane)
        else:
            _fill(self._middle, pane)

    def set_bars(self, *bars: QWidget) -> None:
        """Put these above the panes, from top to bottom."""
        _fill(self._top, *bars)
        self._top.setMinimumHeight(0)
        self._arrangement.fit()

    def set_status_line(self, line: QWidget) -> None:
        """Put this below the panes."""
        self.statusBar().addWidget(line, 1)

    def go_to(self, pane: QWidget) -> None:
        """Show the pane, even if it was closed or lies behind a tab, and give it (or its title bar) the focus."""
        dock = next((each for each in self.docks if each.widget() is pane), None)
        if dock:
            dock.show()
            dock.raise_()
        candidates = (
            pane.focus_target if isinstance(pane, Pane) else pane,
            *pane.findChildren(QWidget),
            *(dock.findChildren(QWidget) if dock else ()),
        )
        focusable = (each for each in candidates if each.isVisible() and each.focusPolicy() is not Qt.FocusPolicy.NoFocus)
        next(focusable, pane).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reset_layout(self) -> None:
        """Restore the panes to their places in a new window."""
        self._arrangement.reset()

    def keep_layout(self) -> None:
        """Store the window's layout."""
        self._arrangement.save()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.removeEventFilter(self)
            QTimer.singleShot(0, self, self._stand)
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        """Shrink a window that fits the screen only without its frame, as a restored one may, and emit `painted`."""
        available, framed = self.screen().availableSize(), self.frameGeometry().size()
        if self.size().boundedTo(available) == self.size() and framed.boundedTo(available) != framed:
            self.resize(self.size().boundedTo(available - (framed - self.size())))
            self.move(self.screen().availableGeometry().topLeft())
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrangement.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_pending = True
        self.keep_layout()
        self.close_requested.emit()


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
