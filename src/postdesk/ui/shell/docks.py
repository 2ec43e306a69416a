"""The panes around the calendar: docks with our own title bars, and how they are arranged, kept and brought back."""

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
"""The window's width (logical pixels) from which connections and composer stand on their own."""

TALL_FROM: Final = 1240
"""The window's width (logical pixels) from which what stands at the right has the whole height, beside what stands below."""

HIGH_FROM: Final = 660
"""The window's height (logical pixels) from which the results stand below; in a lower one they share the composer's tabs."""

ROOM_ABOVE: Final = 480
"""The height (logical pixels) that calendar and composer have before what stands below them gets more than its least."""

_USUAL_LINE: Final = 16
"""The height of a line in the usual font (logical pixels): panes are the wider the larger it is."""

_LAYOUT_VERSION: Final = 1
_SIDES: Final = frozenset({Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea})
_REARRANGED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide})


@dataclass(frozen=True, slots=True)
class PanePlace:
    """The place of a pane in a wide window: its area, and its width or height (logical pixels).

    `area` is None for the pane in the middle, which has no dock. `least`: how narrow it can be made, whatever it shows: what is
    longer is wrapped or cut. 0 leaves it to what it shows.
    """

    identifier: str
    title: str
    area: Qt.DockWidgetArea | None = None
    extent: int = 0
    least: int = 0


class Dock(QDockWidget):
    """The place of a pane at the calendar's side: closable and movable, never floating (that is broken on Wayland)."""

    def __init__(self, theme: Theme, place: PanePlace, area: Qt.DockWidgetArea, parent: QMainWindow) -> None:
        super().__init__(place.title, parent)
        self.area, self.extent, self.identifier = area, place.extent, place.identifier
        self._least = place.least
        self.setObjectName(f"dock.{place.identifier}")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable)
        self._title = PaneTitle(place.title, f"{place.identifier}.title")
        words = self.tr("Close {0}").format(place.title)
        self._close = IconButton(theme, "x", words, f"{place.identifier}.close", colour="secondary")
        self._close.clicked.connect(self.close)
        self._title.add(self._close)
        self.setTitleBarWidget(self._title)
        self.setWidget(room())

    def take(self, pane: QWidget) -> None:
        """Put the pane in. Its own title, where it has one, becomes the handle to move the dock by."""
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


def room() -> QWidget:
    """Return an empty widget for the place of a pane."""
    empty = QWidget()
    empty.setProperty("role", "pane")
    empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return empty


class Arrangement(QObject):
    """The arrangement of the docks. Where there is little room they share tabs; that of a roomy window comes back.

    In a low window what stands below gives way first, and gets the height that the user gave it where there is room again.
    Geometry and arrangement are kept in an INI file in the profile (a plain QSettings would write outside of it).
    """

    def __init__(self, window: QMainWindow, docks: tuple[Dock, ...], file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._kept = QSettings(str(file), QSettings.Format.IniFormat, self)
        self._wide_state = QByteArray()
        self._narrow = self._low = False
        self._heights = {dock: dock.extent for dock in docks if dock.area not in _SIDES}
        self._note = QTimer(self, singleShot=True, interval=0)
        self._note.timeout.connect(self._note_wide)
        # What a pane shows may ask for more height for a moment.
        self._share = QTimer(self, singleShot=True, interval=0)
        self._share.timeout.connect(self._share_height)
        self._prepare()

    def restore(self) -> None:
        """Bring back what was kept; the default where nothing was."""
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

    def keep(self) -> None:
        """Write down where everything stands."""
        self._note_wide()
        self._kept.setValue("geometry", self._window.saveGeometry())
        self._kept.setValue("wide_state", self._wide_state)
        for dock, height in self._heights.items():
            self._kept.setValue(_height_key(dock), height)
        self._kept.sync()

    def reset(self) -> None:
        """The arrangement of a new window, all panes shown."""
        self._narrow = self._low = False
        self._heights = {dock: dock.extent for dock in self._heights}
        self._place_wide()
        self._wide_state = QByteArray()
        self.fit()

    def fit(self) -> None:
        """Change between the arrangements as the window's size asks, and share out its height."""
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
        """A dock that was moved to a side shares the height there as Qt does it."""
        window = self._window
        bars = [bar for bar in (window.menuWidget(), window.statusBar()) if bar]
        left = window.height() - sum(max(bar.sizeHint().height(), bar.minimumHeight()) for bar in bars) - ROOM_ABOVE
        below = [dock for dock in self._heights if window.dockWidgetArea(dock) is dock.area]
        heights = [max(dock.minimumSizeHint().height(), min(self._heights[dock], left)) for dock in below]
        window.resizeDocks(below, heights, Qt.Orientation.Vertical)

    def _note_wide(self) -> None:
        """Remember the roomy arrangement as it is; when the window becomes small the docks are squeezed before it is told."""
        if not self._tight and self._window.width() >= WIDE_FROM and self._window.height() >= HIGH_FROM:
            self._wide_state = self._window.saveState(_LAYOUT_VERSION)

    def _prepare(self) -> None:
        window, area = self._window, Qt.DockWidgetArea
        for dock in self._docks:
            dock.installEventFilter(self)
        window.setDockNestingEnabled(True)
        window.setTabPosition(area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, area.BottomDockWidgetArea)

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
        """The last of those at the sides is in front: the composer."""
        *others, front = (dock for dock in self._docks if dock.area in _SIDES)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, front)
        behind = [*(others if self._narrow else ()), *(self._heights if self._low else ())]
        for dock in behind:
            self._window.tabifyDockWidget(front, dock)
        front.raise_()


def _height_key(dock: Dock) -> str:
    return f"height/{dock.objectName()}"


def _whole(value: object) -> int:
    """A number that an INI file may hold as text; 0 where it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() else 0
