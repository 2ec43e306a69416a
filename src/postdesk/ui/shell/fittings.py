"""What stands around the panes: the bars, the actions and the notices, wired to the desk and to each other."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from postdesk.domain.clients import WorkspaceKind
from postdesk.engine.desk import Desk
from postdesk.engine.notices import Notice
from postdesk.ui.importing.pages import TableDrops
from postdesk.ui.kit.overlay import Overlay
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.actions import Actions
from postdesk.ui.shell.banner import PracticeBar, Remedy, TroubleBar, paused_since, trouble_of, waiting_for_end
from postdesk.ui.shell.leaving import Leaving
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.panes import Panes
from postdesk.ui.shell.passing_notice import PassingNotice
from postdesk.ui.shell.status_bar import StatusLine
from postdesk.ui.shell.top_bar import TopBar
from postdesk.ui.text.notices import NoticeWords, notice_words
from postdesk.ui.text.words import Tone

_MINUTE: Final = 60
_SEVERAL: Final = 2


class Fittings(QObject):
    """Fits a window out around its panes.

    `settings_asked` carries the name of a page, empty for the first; `export_asked` and `paper_asked` the window's client (None:
    all) and the days that the calendar shows, `import_asked` the window's client and a file's path, None where there is none,
    `lock_in_asked` the window's client; `minute` comes with every new minute.
    """

    settings_asked = Signal(str)
    use_key_asked = Signal()
    test_tools_asked = Signal()
    cannot_do_asked = Signal()
    log_asked = Signal()
    diagnostics_asked = Signal()
    folder_asked = Signal()
    repair_asked = Signal()
    confirm_asked = Signal()
    add_client_asked = Signal()
    overview_asked = Signal()
    pause_asked = Signal()
    export_asked = Signal(object, object)
    paper_asked = Signal(object, object)
    import_asked = Signal(object, object)
    lock_in_asked = Signal(object)
    minute = Signal()

    def __init__(self, window: MainWindow, desk: Desk, scope: Scope, theme: Theme, panes: Panes, here: ZoneInfo) -> None:
        super().__init__(window)
        self._window, self._desk, self._scope, self._panes, self._here = window, desk, scope, panes, here
        self.actions = Actions(theme, window.places, window)
        self._top = TopBar(desk, scope, theme, here)
        self._practice = PracticeBar(desk, theme, here)
        self._notice = PassingNotice(theme)
        self._trouble = TroubleBar(theme)
        self._trouble.lie_in_a_line()
        self._status = StatusLine(desk, scope, theme, here)
        # A coarse timer may come three seconds early, and then once more with the minute.
        self._minute = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        menu = QMenu(window)
        self.actions.fill(menu, window.docks)
        self._top.menu.setMenu(menu)
        self._wire()
        theme.changed.connect(self._new_minute)  # its clock may have, and times are written anew
        window.take_bars(self._top, self._practice)
        window.take_status(self._status)
        Overlay(self._status, self._status.free, self._notice, self._trouble)
        self._show_trouble()
        self._name_window()
        self._wait_for_minute()

    @property
    def leaving(self) -> Leaving:
        """What this computer has to be on for, in the line at the foot."""
        return self._status.leaving

    def show_client(self, client_id: int) -> None:
        """Show the posts of that client."""
        self._scope.show_client(client_id)

    def tell(self, text: str) -> None:
        """Show a sentence at the window's foot for a while."""
        self._say(NoticeWords(text, Tone.LOCKED, "info"))

    def show_notice(self, notice: Notice) -> None:
        """Show what the engine has to tell, where no pane does it in place."""
        words = notice_words(notice)
        self._say(replace(words, text=self._of_client(words.text, notice.client_id)))

    def _say(self, words: NoticeWords) -> None:
        self._notice.say(words)
        self._trouble.make_way()

    def _of_client(self, text: str, client_id: int | None) -> str:
        """The text with the client's name in front, unless the window shows that client alone or the text names it."""
        client = self._desk.clients.get(client_id) if client_id is not None else None
        alone = client_id == self._scope.client_id or len(self._desk.clients.all()) < _SEVERAL
        return text if client is None or alone or client.name in text else self.tr("{0}: {1}").format(client.name, text)

    def _wire(self) -> None:
        self._wire_acts()
        for signal, slot in (
            (self._status.trouble.clicked, self._trouble.show),
            (self._status.asked, self._panes.show_states),
            (self._trouble.asked, self._remedy),
            (self._minute.timeout, self._new_minute),
            (self._panes.shown, self._window.go_to),
            (self._panes.add_client_asked, self.add_client_asked),
            (self._panes.settings_asked, self.settings_asked),
            (self._panes.export_asked, self._ask_to_export),
            (self._panes.paper_asked, self._ask_for_paper),
            (self._panes.lock_in_asked, self._ask_to_lock_in),
            (self._panes.told, self.tell),
            (self.minute, self._panes.minute_passed),
            (self._scope.changed, self._name_window),
            (self._desk.changes.clients, self._name_window),
            (self._desk.changes.notice, self.show_notice),
            (self._desk.changes.health, self._show_trouble),
            (self._desk.unsaved.changed, self._show_trouble),
            (self._desk.changes.posts, self._show_trouble),
            (self._desk.changes.settings, self._show_trouble),
            (self._desk.changes.practice, self._new_minute),
        ):
            signal.connect(slot)

    def _wire_acts(self) -> None:
        """What the menu, the keys and the top bar do."""
        does, top = self.actions, self._top
        for signal in (does.new_post.triggered, top.new_post):
            signal.connect(self._panes.new_post)
        for signal in (does.refresh.triggered, self._status.check):
            signal.connect(self._desk.refresh)
        for signal, slot in (
            (does.drafts.triggered, self._panes.show_drafts),
            (does.overview.triggered, self.overview_asked),
            (top.overview_asked, self.overview_asked),
            (does.series.triggered, self._panes.show_series),
            (does.export.triggered, self._ask_to_export),
            (does.paper.triggered, self._ask_for_paper),
            (does.import_file.triggered, lambda: self._import(None)),
            (TableDrops(self._window).dropped, self._import),
            (does.search.triggered, self._focus_search),
            (does.menu.triggered, top.menu.showMenu),
            (does.reset_layout.triggered, self._window.reset_layout),
            (does.settings.triggered, lambda: self.settings_asked.emit("")),
            (does.keys.triggered, lambda: self.settings_asked.emit("keys")),
            (does.test_tools.triggered, self.test_tools_asked),
            (does.lock_in.triggered, self._ask_to_lock_in),
            (does.pause.triggered, self.pause_asked),
            (does.cannot_do.triggered, self.cannot_do_asked),
            (does.log.triggered, self.log_asked),
            (does.diagnostics.triggered, self.diagnostics_asked),
            (does.quit.triggered, self._window.close),
            (does.add_client.triggered, self.add_client_asked),
            (top.add_client, self.add_client_asked),
            (top.search.left, self._panes.calendar.setFocus),
            (top.search.returnPressed, self._panes.show_found),
            (top.edit_clients, lambda: self.settings_asked.emit("clients")),
            (self._practice.test_tools.clicked, self.test_tools_asked),
            (self._practice.use_key.clicked, self.use_key_asked),
        ):
            signal.connect(slot)
        for action, place in zip(does.panes, self._window.places, strict=True):
            action.triggered.connect(partial(self._panes.show, place.identifier))
        practice = self._desk.workspace.kind is WorkspaceKind.SANDBOX
        does.test_tools.setVisible(practice)

    def _import(self, path: Path | None) -> None:
        self.import_asked.emit(self._scope.client_id, path)

    def _focus_search(self) -> None:
        self._top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._top.search.selectAll()

    def _ask_to_export(self) -> None:
        self.export_asked.emit(self._scope.client_id, self._panes.calendar.period)

    def _ask_to_lock_in(self) -> None:
        self.lock_in_asked.emit(self._scope.client_id)

    def _ask_for_paper(self) -> None:
        self.paper_asked.emit(self._scope.client_id, self._panes.calendar.period)

    def _remedy(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.CHECK:
                self._desk.watcher.refresh()
            case Remedy.KEY | Remedy.WORKSPACE:
                self.settings_asked.emit("workspaces")
            case Remedy.FOLDER:
                self.folder_asked.emit()
            case Remedy.CONFIRM:
                self.confirm_asked.emit()
            case Remedy.REPAIR:
                self.repair_asked.emit()
            case Remedy.TOOLS:
                self.test_tools_asked.emit()
            case Remedy.RESUME:
                self._desk.pause.end()

    def _show_trouble(self) -> None:
        paused = paused_since(self._desk, self._here)
        trouble = trouble_of(self._desk.health.state, self._desk.workspace.kind, paused, self._desk.unsaved.count)
        if trouble and trouble.holds:
            trouble = replace(trouble, waiting=waiting_for_end(self._desk))
        self._trouble.show_trouble(trouble)
        self._status.show_trouble(trouble)

    def _name_window(self) -> None:
        client = None if self._scope.client_id is None else self._desk.clients.get(self._scope.client_id)
        parts = [client.name if client else "", self._workspace_name(), "Postdesk"]
        self._window.setWindowTitle(" – ".join(part for part in parts if part))

    def _workspace_name(self) -> str:
        workspace = self._desk.workspace
        return self.tr("Practice mode") if workspace.kind is WorkspaceKind.SANDBOX else workspace.name

    def _wait_for_minute(self) -> None:
        seconds = self._desk.clock.now().timestamp() % _MINUTE
        self._minute.start(round((_MINUTE - seconds) * 1000) + 50)

    def _new_minute(self) -> None:
        """Also where practice mode's clock was moved."""
        self._top.show_times()
        self._practice.refresh()
        self._status.refresh()
        self.minute.emit()
        self._wait_for_minute()
