"""The panes around the calendar: docks with our own title bars, and how they are arranged, kept and brought back."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget

from postdesk.ui.panes import PanePlace
from postdesk.ui.parts.buttons import IconButton
from postdesk.ui.parts.pane_title import PaneTitle
from postdesk.ui.theme import Theme

WIDE_FROM: Final = 1100
"""The window's width (logical pixels) from which connections and composer stand on their own."""

_LAYOUT_VERSION: Final = 1
_SIDES: Final = frozenset({Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea})
_REARRANGED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide})


class Dock(QDockWidget):
    """A pane at the calendar's side: closable and movable, never floating (that is broken on Wayland).

    The pane's own title, where it has one, serves as the handle to move the dock by.
    """

    def __init__(self, theme: Theme, place: PanePlace, area: Qt.DockWidgetArea, parent: QMainWindow) -> None:
        super().__init__(place.title, parent)
        self.area, self.extent = area, place.extent
        self.setObjectName(f"dock.{place.identifier}")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable)
        bar = place.pane.findChild(PaneTitle) or PaneTitle(place.title, f"{place.identifier}.title")
        close = IconButton(theme, "x", self.tr("Close {0}").format(place.title), f"{place.identifier}.close", colour="secondary")
        close.clicked.connect(self.close)
        bar.add(close)
        self.setTitleBarWidget(bar)
        self.setWidget(place.pane)


class Arrangement(QObject):
    """Where the docks stand. Below `WIDE_FROM` those at the sides share tabs; the wide arrangement comes back.

    Geometry and arrangement are kept in an INI file in the profile (a plain QSettings would write outside of it).
    """

    def __init__(self, window: QMainWindow, docks: tuple[Dock, ...], file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._kept = QSettings(str(file), QSettings.Format.IniFormat, self)
        self._wide_state = QByteArray()
        self._narrow = False
        self._note = QTimer(self, singleShot=True, interval=0)
        self._note.timeout.connect(self._note_wide)
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
        self.fit(self._window.width())

    def keep(self) -> None:
        """Write down where everything stands."""
        self._note_wide()
        self._kept.setValue("geometry", self._window.saveGeometry())
        self._kept.setValue("wide_state", self._wide_state)
        self._kept.sync()

    def reset(self) -> None:
        """The arrangement of a new window, all panes shown."""
        self._narrow = False
        self._place_wide()
        self._wide_state = QByteArray()
        self.fit(self._window.width())

    def fit(self, width: int) -> None:
        """Change between the wide and the narrow arrangement as the window's width asks."""
        narrow = width < WIDE_FROM
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._place_narrow()
        elif self._wide_state.isEmpty() or not self._window.restoreState(self._wide_state, _LAYOUT_VERSION):
            self._place_wide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _REARRANGED and not self._narrow:
            self._note.start()
        return super().eventFilter(watched, event)

    def _note_wide(self) -> None:
        """Remember the wide arrangement as it is; when the window becomes narrow the docks are squeezed before it is told."""
        if not self._narrow and self._window.width() >= WIDE_FROM:
            self._wide_state = self._window.saveState(_LAYOUT_VERSION)

    def _prepare(self) -> None:
        window, area = self._window, Qt.DockWidgetArea
        for dock in self._docks:
            dock.installEventFilter(self)
        window.setDockNestingEnabled(True)
        window.setTabPosition(area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, area.BottomDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, area.BottomDockWidgetArea)

    def _place_wide(self) -> None:
        for dock in self._docks:
            self._window.addDockWidget(dock.area, dock)
            dock.show()
        beside = [dock for dock in self._docks if dock.area in _SIDES]
        below = [dock for dock in self._docks if dock.area not in _SIDES]
        for docks, way in ((beside, Qt.Orientation.Horizontal), (below, Qt.Orientation.Vertical)):
            self._window.resizeDocks(docks, [dock.extent for dock in docks], way)

    def _place_narrow(self) -> None:
        """The last of those at the sides is in front: the composer."""
        *others, front = (dock for dock in self._docks if dock.area in _SIDES)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, front)
        for dock in others:
            self._window.tabifyDockWidget(front, dock)
        front.raise_()
