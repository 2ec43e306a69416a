"""The panes, bars and notices in a main window, connected to the workspace session and to each other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from postdesk.domain.clients import WorkspaceKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.state import View
from postdesk.ui.importing.csv_drops import CsvDropFilter
from postdesk.ui.scope import Scope
from postdesk.ui.shell.actions import WindowActions
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.health import held_posts_words, pause_start_words, sending_problem
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.navigator import WindowNavigator
from postdesk.ui.shell.notices import PassingNotice, ProblemBar
from postdesk.ui.shell.places import Places
from postdesk.ui.shell.result_announcer import ResultAnnouncer
from postdesk.ui.shell.status_bar import StatusLine
from postdesk.ui.shell.top_bar import TopBar

_WIDEST: Final = 760
_LINES: Final = 2
_AROUND: Final = 5
"""The frame and the margins above and below the lines of a bar, in logical pixels."""

_CHANGES: Final = frozenset(
    {QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Move}
)


class Overlay(QWidget):
    """Bars in a stack, the first on top, over the free part of a status line (`free`, in the line's coordinates).

    A longer bar covers the whole line, and one of two lines of text reaches above it; where even that is too small, the end is
    in the tool tip.
    """

    def __init__(self, line: QWidget, free: Callable[[], QRect], *bars: QFrame) -> None:
        super().__init__(line.window())
        self._line, self._free, self._bars = line, free, bars
        for bar in reversed(bars):
            bar.setParent(self)
            bar.resize(line.size())  # a bar that never had a size would take its own when it is shown
            bar.installEventFilter(self)
        line.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        shown = [bar for bar in self._bars if not bar.isHidden()]
        self.setVisible(bool(shown))
        if not shown:
            return
        place, foot = self._free(), self._line.parentWidget()
        assert foot
        place.setWidth(min(place.width(), _WIDEST))
        most = max(foot.height(), _LINES * self.fontMetrics().lineSpacing() + _AROUND)
        if any(_height(bar, place.width()) > most for bar in shown):
            place = self._line.rect()
        height = max(foot.height(), min(most, max(_height(bar, place.width()) for bar in shown)))
        self.setGeometry(foot.x() + self._line.x() + place.x(), foot.geometry().bottom() + 1 - height, place.width(), height)
        for bar in shown:
            bar.setGeometry(self.rect())
        self.raise_()


def _height(bar: QFrame, width: int) -> int:
    """Return the height that the bar needs at that width, in logical pixels."""
    layout = bar.layout()
    assert layout
    return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())


_MINUTE: Final = 60


class WindowContent(QObject):
    """The contents of a main window. `build` creates them; until then there is only the navigator."""

    places: Places

    def __init__(self, window: MainWindow, session: WorkspaceSession, scope: Scope, context: WindowContext) -> None:
        super().__init__(window)
        self._window, self._session, self._scope, self._context = window, session, scope, context
        self._theme, self._local_zone = context.theme, context.local_zone
        self._notice = PassingNotice(session, scope, self._theme)
        self._notice.hide()
        self.navigator = WindowNavigator(window, session, scope, context, self._notice)

    def build(self, view: View = View.MONTH) -> Iterator[None]:
        """Add the contents that the first view needs, one pane at a step: between two, the window paints and answers.

        `view`: the calendar's first view.
        """
        self.places = places = Places(self._window, self._session, self._scope, self.navigator, self._context)
        calendar = places.build_calendar()
        if view is not calendar.view:
            calendar.show_view(view)
        yield
        self._build_bars()
        self.navigator.places = places
        self._connect_places()
        yield
        self._window.composer.build_when_seen(places.build_composer)
        yield

    def _build_bars(self) -> None:
        session, scope, theme, local_zone = self._session, self._scope, self._theme, self._local_zone
        self.top_bar = TopBar(session, scope, theme, local_zone, self.navigator)
        self.actions = WindowActions(theme, self._window, session, self.top_bar, self.navigator)
        self._problem_bar = ProblemBar(theme)
        self._problem_bar.make_compact()
        self._status = StatusLine(session, scope, self._context, self.navigator)
        # A coarse timer may fire three seconds early, and then once more at the full minute.
        self._minute = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._window.set_bars(self.top_bar)
        self._window.set_status_line(self._status)
        if session.practice:
            self._window.rail.show_testing()
        Overlay(self._status, self._status.free, self._notice, self._problem_bar)
        self._connect_bars()
        self._show_problem()
        self._show_badges()
        self._name_window()

    def _connect_places(self) -> None:
        """Connect what needs the places; it works from now on."""
        self._session.post_commands.undone.connect(self.navigator.show_undone)
        self.top_bar.search.focus_left.connect(self._focus_place)
        ResultAnnouncer(self._session, self._scope, self._window)
        drops = CsvDropFilter(self._window)
        drops.dropped.connect(self.navigator.import_file)
        self.places.composer_built.connect(drops.watch)
        self._window.rail.chosen.connect(self.navigator.go_to)
        for changed in (self._minute.timeout, self._session.changes.practice, self._theme.times_changed):
            changed.connect(self._new_minute)
        self._wait_for_minute()

    def _connect_bars(self) -> None:
        changes, navigator = self._session.changes, self.navigator
        for changed in (changes.health, self._session.unsaved.changed, changes.posts, changes.settings):
            changed.connect(self._show_problem)
        for changed in (self._session.attention.changed, self._scope.client_changed):
            changed.connect(self._show_badges)
        for changed in (self._scope.client_changed, changes.clients):
            changed.connect(self._name_window)
        for signal, slot in (
            (changes.notice, self._notice.show_notice),
            (self._notice.said, self._problem_bar.hide_passive),
            (self._problem_bar.asked, navigator.remedy),
            (self._status.problem_button.clicked, self._problem_bar.show),
        ):
            signal.connect(slot)

    def _focus_place(self) -> None:
        self.places.show(self.places.current)

    def _show_badges(self) -> None:
        """Show on the rail where something waits."""
        rail, waiting = self._window.rail, self._session.attention.count_for(self._scope.client_id)
        rail.set_count("results", waiting, self.tr("Needs attention: {0}").format(waiting) if waiting else "")
        broken = self._session.connections.broken_count()
        rail.set_dot("connections", self.tr("Accounts to reconnect: {0}").format(broken) if broken else "")

    def _show_problem(self) -> None:
        paused = pause_start_words(self._session, self._local_zone)
        problem = sending_problem(self._session.health.state, self._session.workspace.kind, paused, self._session.unsaved.count)
        if problem and problem.holds:
            problem = replace(problem, waiting=held_posts_words(self._session))
        self._problem_bar.show_problem(problem)
        self._status.show_problem(problem)

    def _name_window(self) -> None:
        client = self._session.clients.get(self._scope.client_id)
        parts = [client.name if client else "", self._workspace_name(), "Postdesk"]
        self._window.setWindowTitle(" — ".join(part for part in parts if part))  # Qt adds " — Postdesk" to those of dialogs

    def _workspace_name(self) -> str:
        workspace = self._session.workspace
        return self.tr("Practice mode") if workspace.kind is WorkspaceKind.SANDBOX else workspace.name

    def _wait_for_minute(self) -> None:
        seconds = self._session.clock.now().timestamp() % _MINUTE
        self._minute.start(round((_MINUTE - seconds) * 1000) + 50)

    def _new_minute(self) -> None:
        """Update all times; practice mode's clock may have been moved, too."""
        self.top_bar.show_times()
        self._status.refresh()
        self.places.calendar.refresh()
        if composer := self.places.built_composer:
            composer.minute()
        self.places.refresh_shown()
        self._wait_for_minute()
