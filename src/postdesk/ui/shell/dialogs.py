"""The dialogs beside the main window: each is imported when it is asked for, opened once, and none is waited for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from postdesk.domain.clients import Workspace
from postdesk.domain.storage import Replaced, StorageTrouble
from postdesk.engine.at_login import AtLogin
from postdesk.engine.desk import Desk
from postdesk.engine.externals import Externals
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.safekeeping import Safekeeping
from postdesk.engine.welcome import Welcome
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.banner import paused_since
from postdesk.ui.shell.fittings import Fittings
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.text.notices import keyring_waits_words


@dataclass(frozen=True, slots=True)
class Outside:
    """What the dialogs need from outside of the window.

    `folder` is the profile's; `workspaces` is asked each time, since accounts come and go. `problems` gives the last
    lines of the log, `diagnostics` what is copied for a report; both are free of secrets.
    """

    here: ZoneInfo
    folder: Path
    workspaces: Callable[[], Sequence[Workspace]]
    open_url: Callable[[QUrl], bool]
    problems: Callable[[], str]
    diagnostics: Callable[[], str]
    safekeeping: Safekeeping
    externals: Externals
    at_login: AtLogin


class Dialogs(QObject):
    """Opens what the fittings of the main window ask for."""

    def __init__(
        self, window: MainWindow, fittings: Fittings, desk: Desk, welcome: Welcome, theme: Theme, outside: Outside
    ) -> None:
        super().__init__(window)
        self._window, self._fittings, self._desk, self._theme = window, fittings, desk, theme
        self._welcome, self._outside = welcome, outside
        self._open: dict[str, QDialog] = {}
        welcome.keyring_waits.connect(self._tell_keyring_waits)
        welcome.failed.connect(self._tell_failure)
        fittings.settings_asked.connect(self.show_settings)
        fittings.test_tools_asked.connect(self.show_test_tools)
        fittings.use_key_asked.connect(self.ask_for_account)
        fittings.add_client_asked.connect(self.add_client)
        fittings.overview_asked.connect(self.show_overview)
        fittings.cannot_do_asked.connect(self.show_limits)
        fittings.pause_asked.connect(self.ask_to_pause)
        fittings.export_asked.connect(self.export)
        fittings.paper_asked.connect(self.show_paper)
        fittings.import_asked.connect(self.show_import)
        fittings.lock_in_asked.connect(self.lock_in)
        fittings.log_asked.connect(self.show_problems)
        fittings.diagnostics_asked.connect(self.copy_diagnostics)
        fittings.folder_asked.connect(self.open_folder)
        fittings.confirm_asked.connect(self.ask_to_confirm)
        fittings.repair_asked.connect(outside.safekeeping.repair)

    def _tell_keyring_waits(self) -> None:
        self._fittings.tell(keyring_waits_words())

    def _tell_failure(self, trouble: StorageTrouble) -> None:
        self._fittings.show_notice(Notice(NoticeKind.STORAGE_FAILED, detail=trouble))

    def show_settings(self, page: str = "") -> None:
        """The settings, at a page or where they are."""
        from postdesk.ui.settings.dialog import OfProfile, SettingsDialog

        dialog = self._open.get("settings")
        if not isinstance(dialog, SettingsDialog):
            outside = self._outside
            profile = OfProfile(outside.folder, outside.workspaces(), outside.safekeeping, outside.externals)
            dialog = SettingsDialog(self._desk, self._welcome, profile, outside.at_login, self._theme, self._window)
            dialog.workspaces.new_asked.connect(self.ask_for_account)
            dialog.data.confirm_asked.connect(self.ask_to_confirm)
            dialog.data.folder_asked.connect(self.open_folder)
            dialog.data.diagnostics_asked.connect(self.copy_diagnostics)
        dialog.show_page(page)
        self._show("settings", lambda: dialog)

    def show_test_tools(self) -> None:
        """Practice mode's tools; there are none elsewhere."""
        from postdesk.ui.testing.test_tools import TestTools

        if practice := self._desk.practice:
            practice.look_again()
            desk, here = self._desk, self._outside.here
            self._show("test_tools", lambda: TestTools(practice, desk.changes, self._theme, here, self._window))

    def ask_for_account(self) -> None:
        """Name, key and address of a new MyPostShare account."""
        from postdesk.ui.settings.new_account import NewAccount

        self._show("new_account", lambda: NewAccount(self._welcome, self._theme, self._window))

    def add_client(self) -> None:
        """A new client or brand."""
        from postdesk.ui.settings.add_client import AddClient

        self._show("add_client", lambda: AddClient(self._desk.clients, self._theme, self._desk.clock.now, self._window))

    def show_overview(self) -> None:
        """All clients at a glance."""
        from postdesk.ui.overview.dialog import OverviewDialog

        def made() -> QDialog:
            dialog = OverviewDialog(self._desk, self._theme, self._outside.here, self._window)
            dialog.client_asked.connect(self._fittings.show_client)
            return dialog

        self._show("overview", made)

    def show_import(self, client_id: int | None, path: Path | None) -> None:
        """Posts from a file; `client_id`: for whom they are where the file does not say it."""
        from postdesk.ui.importing.dialog import ImportDialog

        desk, here = self._desk, self._outside.here
        self._show("import", lambda: ImportDialog(desk, self._theme, here, client_id, self._window))
        dialog = self._open.get("import")
        if path and isinstance(dialog, ImportDialog):
            dialog.open_file(path)

    def lock_in(self, client_id: int | None) -> None:
        """Which posts of the next days are to be locked in: of that client, or of all."""
        from postdesk.ui.lock_in.dialog import LockInDialog

        self._show("lock_in", lambda: LockInDialog(self._desk, self._theme, self._outside.here, client_id, self._window))

    def ask_about_missed(self, post_ids: Sequence[int]) -> None:
        """What is to be done with these posts, whose time has passed."""
        from postdesk.ui.missed import MissedDialog

        found = tuple(post for post_id in post_ids if (post := self._desk.outbox.post(post_id)))
        if found:
            self._show("missed", lambda: MissedDialog(self._desk, found, self._theme, self._outside.here, self._window))

    def show_limits(self) -> None:
        """The page "What MyPostShare can't do"."""
        from postdesk.ui.shell.cannot_do import CannotDo

        self._show("cannot_do", lambda: CannotDo(self._theme, self._window))

    def tell_replaced(self, what: Replaced) -> None:
        """How this database came into the place of another."""
        from postdesk.ui.shell.replaced import ReplacedDialog

        outside = self._outside
        dialog = ReplacedDialog(self._theme, what, outside.here, outside.safekeeping.now(), self._window)
        dialog.accepted.connect(outside.safekeeping.note_told)
        dialog.finished.connect(self.ask_to_confirm)
        self._show("replaced", lambda: dialog)

    def ask_to_confirm(self) -> None:
        """Which connections and commands of a profile from elsewhere are to be used; nothing is asked where none is off."""
        from postdesk.ui.settings.externals import ExternalsDialog

        externals = self._outside.externals
        if externals.unconfirmed():
            self._show("externals", lambda: ExternalsDialog(externals, self._theme, self._window))

    def ask_to_pause(self) -> None:
        """What pausing all sending holds and what it can't, before it is done or undone."""
        from postdesk.ui.shell.pause_dialog import MOST_NAMED, Held, PauseDialog

        pause, here = self._desk.pause, self._outside.here

        def made() -> QDialog:
            locked = pause.locked(MOST_NAMED + 1)
            held = Held(pause.waiting(), locked, pause.doubtful())
            since, now = paused_since(self._desk, here), self._desk.clock.now()
            dialog = PauseDialog(self._theme, held, since, here, now, self._window)
            dialog.chosen.connect(lambda paused: pause.begin() if paused else pause.end())
            dialog.remind.connect(lambda entry_id, wanted: self._desk.outbox.remind_to_delete(entry_id, wanted=wanted))
            return dialog

        self._show("pause", made)

    def export(self, client_id: int | None, days: tuple[date, date]) -> None:
        """Posts into a file: those of that client, or all, on these days, if nothing else is chosen."""
        from postdesk.ui.exporting.dialog import ExportDialog

        def made() -> QDialog:
            dialog = ExportDialog(self._desk, self._theme, self._outside.here, self._window)
            dialog.folder_asked.connect(self._show_folder)
            dialog.choose(client_id, days)
            return dialog

        self._show("export", made)

    def show_paper(self, client_id: int | None, days: tuple[date, date]) -> None:
        """A proof sheet or a report, for that client and these days if nothing else is chosen."""
        from postdesk.ui.client_reports.dialog import ClientReportsDialog

        def made() -> QDialog:
            dialog = ClientReportsDialog(self._desk, self._theme, self._outside.here, self._window)
            dialog.folder_asked.connect(self._show_folder)
            dialog.choose(client_id, days)
            return dialog

        self._show("paper", made)

    def show_problems(self) -> None:
        """What went wrong in Postdesk itself."""
        from postdesk.ui.shell.log_view import LogView

        outside = self._outside

        def made() -> QDialog:
            view = LogView(self._theme, outside.problems, outside.diagnostics, self._window)
            view.folder_asked.connect(self.open_folder)
            return view

        self._show("problems", made)

    def copy_diagnostics(self) -> None:
        """Put the diagnostics on the clipboard."""
        QGuiApplication.clipboard().setText(self._outside.diagnostics())
        self._fittings.tell(self.tr("Copied: versions, settings and recent errors, without keys or texts."))

    def open_folder(self) -> None:
        """Show the profile's folder in the system's file manager."""
        self._show_folder(self._outside.folder)

    def _show_folder(self, folder: Path) -> None:
        if not self._outside.open_url(QUrl.fromLocalFile(str(folder))):
            self._fittings.tell(self.tr("No file manager opened. The folder is {0}").format(folder))

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        dialog = self._open.get(name)
        if dialog is None:
            dialog = make()
            self._open[name] = dialog
            dialog.destroyed.connect(lambda: self._open.pop(name, None))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
