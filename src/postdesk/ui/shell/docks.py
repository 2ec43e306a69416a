"""The panes around the calendar: docks with title bars of their own, and their layout."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.theme import Theme

WIDE_FROM: Final = 1100
"""The window's width (logical pixels) from which connections and composer have docks of their own."""

TALL_FROM: Final = 1240
"""The window's width (logical pixels) from which the dock at the right has the full height, beside the one below."""

HIGH_FROM: Final = 660
"""The window's height (logical pixels) from which the results are docked below; otherwise they are a tab with the composer."""

ROOM_ABOVE: Final = 480
"""The height (logical pixels) of calendar and composer from which the dock below gets more than its minimum."""

_USUAL_LINE: Final = 16
"""The height of a line in the usual font (logical pixels): panes get wider in proportion to it."""

_LAYOUT_VERSION: Final = 1
_SIDES: Final = frozenset({Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea})
_REARRANGED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide})


@dataclass(frozen=True, slots=True)
class PanePlace:
    """The place of a pane in a wide window: its area, and its width or height (logical pixels).

    `area` is None for the pane in the middle, which has no dock. `least`: the minimum width, whatever the pane shows: longer
    contents are wrapped or cut. 0 leaves the minimum to the contents.
    """

    identifier: str
    title: str
    area: Qt.DockWidgetArea | None = None
    extent: int = 0
    least: int = 0


class Dock(QDockWidget):
    """The dock of a pane at the calendar's side: closable and movable, never floating (that is broken on Wayland)."""

    def __init__(self, theme: Theme, place: PanePlace, area: Qt.DockWidgetArea, parent: QMainWindow) -> None:
        super().__init__(place.title, parent)
        self.area, self.extent, self.identifier = area, place.extent, place.identifier
        self._least = place.least
        self.setObjectName(f"dock.{place.identifier}")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable)
        self._title = PaneTitle(place.title, f"{place.identifier}.title")
        words = self.tr("Close {0}").format(place.title)
        self._close = IconButton(theme, "x", words, f"{place.identifier}.close", colour="secondary", on_click=self.close)
        self._title.add(self._close)
        self.setTitleBarWidget(self._title)
        self.setWidget(placeholder())

    def take(self, pane: QWidget) -> None:
        """Add the pane. Its own title, where it has one, becomes the handle to move the dock by."""
        if own := pane.findChild(PaneTitle):
            own.add(self._close)
            self.setTitleBarWidget(own)
            self._title.deleteLater()
            self._title = own
        before = self.widget()
        if self._least:
            pane.setMinimumWidth(max(self._least, self._least * pane.fontMetrics().height() // _USUAL_LINE))
        self.setWidget(pane)
        before.deleteLater()


def placeholder() -> QWidget:
    """Return an empty widget for the place of a pane."""
    empty = QWidget()
    empty.setProperty("role", "pane")
    empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return empty


class DockLayout(QObject):
    """The layout of the docks. In a small window they share tabs; the layout of the large window is restored later.

    In a low window the dock below shrinks first, and gets the user's height back where there is room again. Geometry and layout
    are kept in an INI file in the profile (a plain QSettings would write outside of it).
    """

    def __init__(self, window: QMainWindow, docks: tuple[Dock, ...], file: Path) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self._kept = QSettings(str(file), QSettings.Format.IniFormat, self)
        self._wide_state = QByteArray()
        self._narrow = self._low = False
        self._heights = {dock: dock.extent for dock in docks if dock.area not in _SIDES}
        self._note = QTimer(self, singleShot=True, interval=0)
        self._note.timeout.connect(self._note_wide)
        # Contents of a pane may ask for more height for a moment.
        self._share = QTimer(self, singleShot=True, interval=0)
        self._share.timeout.connect(self._share_height)
        area = Qt.DockWidgetArea
        for dock in docks:
            dock.installEventFilter(self)
        window.setDockNestingEnabled(True)
        window.setTabPosition(area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, area.BottomDockWidgetArea)

    def restore(self) -> None:
        """Restore the stored layout; the default one where nothing was stored."""
        self.reset()
        geometry, state = self._kept.value("geometry"), self._kept.value("wide_state")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        if isinstance(state, QByteArray) and self._window.restoreState(state, _LAYOUT_VERSION):
            self._wide_state = state
            self._note.stop()
            self._narrow = self._low = False
        for dock in self._heights:
            self._heights[dock] = _whole(self._kept.value(_height_key(dock))) or dock.extent
        self.fit()

    def save(self) -> None:
        """Store the layout."""
        self._note_wide()
        self._kept.setValue("geometry", self._window.saveGeometry())
        self._kept.setValue("wide_state", self._wide_state)
        for dock, height in self._heights.items():
            self._kept.setValue(_height_key(dock), height)
        self._kept.sync()

    def reset(self) -> None:
        """Set the layout of a new window, with all panes shown."""
        self._narrow = self._low = False
        self._heights = {dock: dock.extent for dock in self._heights}
        self._place_wide()
        self._wide_state = QByteArray()
        self.fit()

    def fit(self) -> None:
        """Switch between the layouts for the window's size, and distribute its height."""
        narrow, low = self._window.width() < WIDE_FROM, self._window.height() < HIGH_FROM
        if (narrow, low) != (self._narrow, self._low):
            if self._narrow or self._low:
                self._bring_back()
            self._narrow, self._low = narrow, low
            if narrow or low:
                self._share_tabs()
        area = Qt.DockWidgetArea
        tall = self._window.width() >= TALL_FROM
        self._window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea if tall else area.BottomDockWidgetArea)
        self._share_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, Dock) and watched in self._heights:
            if QGuiApplication.mouseButtons():
                self._heights[watched] = watched.height()
            else:
                self._share.start()
        if event.type() in _REARRANGED and not self._tight:
            self._note.start()
        return super().eventFilter(watched, event)

    def _share_height(self) -> None:
        """Distribute the height; a dock moved to a side gets Qt's share there."""
        window = self._window
        bars = [bar for bar in (window.menuWidget(), window.statusBar()) if bar]
        left = window.height() - sum(max(bar.sizeHint().height(), bar.minimumHeight()) for bar in bars) - ROOM_ABOVE
        below = [dock for dock in self._heights if window.dockWidgetArea(dock) is dock.area]
        heights = [max(dock.minimumSizeHint().height(), min(self._heights[dock], left)) for dock in below]
        window.resizeDocks(below, heights, Qt.Orientation.Vertical)

    def _note_wide(self) -> None:
        """Store the layout of the large window now: when the window shrinks, the docks are squeezed before any signal."""
        if not self._tight and self._window.width() >= WIDE_FROM and self._window.height() >= HIGH_FROM:
            self._wide_state = self._window.saveState(_LAYOUT_VERSION)

    def _place_wide(self) -> None:
        for dock in self._docks:
            self._window.addDockWidget(dock.area, dock)
            dock.show()
        beside = [dock for dock in self._docks if dock.area in _SIDES]
        self._window.resizeDocks(beside, [dock.extent for dock in beside], Qt.Orientation.Horizontal)

    @property
    def _tight(self) -> bool:
        return self._narrow or self._low

    def _bring_back(self) -> None:
        if self._wide_state.isEmpty() or not self._window.restoreState(self._wide_state, _LAYOUT_VERSION):
            self._place_wide()

    def _share_tabs(self) -> None:
        """Show the docks at the sides as tabs, the last of them (the composer) in front."""
        *others, front = (dock for dock in self._docks if dock.area in _SIDES)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, front)
        behind = [*(others if self._narrow else ()), *(self._heights if self._low else ())]
        for dock in behind:
            self._window.tabifyDockWidget(front, dock)
        front.raise_()


def _height_key(dock: Dock) -> str:
    return f"height/{dock.objectName()}"


def _whole(value: object) -> int:
    """Return a number that an INI file may hold as text; 0 where it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else 0
