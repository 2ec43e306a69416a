"""The panes around the calendar: docks with our own title bars, and how they are arranged, kept and brought back."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from postdesk.ui.parts.buttons import IconButton
from postdesk.ui.parts.pane_title import PaneTitle
from postdesk.ui.theme import Theme

WIDE_FROM: Final = 1100
"""The window's width (logical pixels) from which connections and composer stand on their own."""

_LAYOUT_VERSION: Final = 1
_SIDE: Final = 264
_COMPOSER: Final = 384
_RESULTS: Final = 240
_REARRANGED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide})


class Dock(QDockWidget):
    """A pane at the calendar's side: closable and movable, never floating (that is broken on Wayland).

    The pane's own title, where it has one, serves as the handle to move the dock by.
    """

    def __init__(self, theme: Theme, title: str, identifier: str, pane: QWidget, parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"dock.{identifier}")
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable)
        bar = pane.findChild(PaneTitle) or PaneTitle(title, f"{identifier}.title")
        close = IconButton(theme, "x", self.tr("Close {0}").format(title), f"{identifier}.close", colour="secondary")
        close.clicked.connect(self.close)
        bar.add(close)
        self.setTitleBarWidget(bar)
        self.setWidget(pane)


@dataclass(frozen=True, slots=True)
class Docks:
    """The three docks of the window."""

    connections: Dock
    composer: Dock
    results: Dock

    def all(self) -> tuple[Dock, ...]:
        """In the order in which the panes are numbered, after the calendar."""
        return self.connections, self.composer, self.results


class Arrangement(QObject):
    """Where the docks stand. Below `WIDE_FROM` connections and composer share tabs; the wide arrangement comes back.

    Geometry and arrangement are kept in an INI file in the profile (a plain QSettings would write outside of it).
    """

    def __init__(self, window: QMainWindow, docks: Docks, file: Path) -> None:
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
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._docks.composer)
            self._window.tabifyDockWidget(self._docks.composer, self._docks.connections)
            self._docks.composer.raise_()
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
        for dock in self._docks.all():
            dock.installEventFilter(self)
        window.setDockNestingEnabled(True)
        window.setTabPosition(area.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, area.BottomDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, area.BottomDockWidgetArea)

    def _place_wide(self) -> None:
        docks, area, window = self._docks, Qt.DockWidgetArea, self._window
        places = (area.LeftDockWidgetArea, area.RightDockWidgetArea, area.BottomDockWidgetArea)
        for dock, place in zip(docks.all(), places, strict=True):
            window.addDockWidget(place, dock)
            dock.show()
        window.resizeDocks([docks.connections, docks.composer], [_SIDE, _COMPOSER], Qt.Orientation.Horizontal)
        window.resizeDocks([docks.results], [_RESULTS], Qt.Orientation.Vertical)
