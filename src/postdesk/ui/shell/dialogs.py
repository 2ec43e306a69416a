"""The dialogs beside the main window: imported on demand, opened once, and never modal to the caller."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QUrl, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from postdesk.domain.storage import DatabaseReplacement, StorageFailure
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.health import pause_start_words
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.notices import PassingNotice
from postdesk.ui.text.failures import keyring_waits_words


class ErrorLogDialog(Dialog):
    """The last lines of the log; `read` returns them and `diagnostics` the text to copy, both free of secrets."""

    folder_requested = Signal()

    def __init__(
        self, theme: Theme, read: Callable[[], str], diagnostics: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Error log"), "log_view", parent)
        self._read, self._diagnostics = read, diagnostics
        self._remark = remark("")
        identify(self._remark, "log_view.remark")
        self.lines = QPlainTextEdit(readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        identify(self.lines, "log_view.lines", self.tr("Errors, newest last"))
        self.body.addWidget(PlainLabel(self.tr("Error log"), role="heading"))
        self.body.addWidget(self._remark)
        self.body.addWidget(self.lines, 1)
        for words, slot, name, role in (
            (self.tr("Open folder"), self.folder_requested, "folder", ""),
            (self.tr("Reload"), self.refresh, "refresh", ""),
            (self.tr("Copy diagnostics"), self._copy, "copy", "primary"),
        ):
            button = Button(theme, words, f"log_view.{name}", role=role)
            button.clicked.connect(slot)
            self.foot.addWidget(button)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 120, 560)

    def refresh(self) -> None:
        """Read the lines again and show the newest."""
        text = self._read()
        self.lines.setPlainText(text)
        self.lines.verticalScrollBar().setValue(self.lines.verticalScrollBar().maximum())
        nothing = self.tr("No errors so far.")
        self._remark.setText(self.tr("The log never has keys or texts of posts in it.") if text else nothing)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._diagnostics())
        words = self.tr("Copied: versions, settings and these lines, without keys or texts.")
        self._remark.setText(words)
        announce(self, words)


if TYPE_CHECKING:
    from postdesk.ui.importing.dialog import ImportDialog


class WindowDialogs(QObject):
    """Opens dialogs over a window. `notice` shows messages that need no dialog."""

    def __init__(
        self, window: MainWindow, session: WorkspaceSession, scope: Scope, context: WindowContext, notice: PassingNotice
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._scope, self._context, self._notice = window, session, scope, context, notice
        self._theme, self._local_zone = context.theme, context.local_zone
        self._open: dict[str, QDialog] = {}
        context.onboarding.keyring_waits.connect(self._tell_keyring_waits)
        context.onboarding.failed.connect(self._tell_failure)

    def tell(self, text: str) -> None:
        """Show a message at the window's foot for a while."""
        self._notice.say(text)

    def show_client(self, client_id: int) -> None:
        """Show the posts of that client."""
        self._scope.show_client(client_id)

    def _tell_keyring_waits(self) -> None:
        self.tell(keyring_waits_words())

    def _tell_failure(self, failure: StorageFailure) -> None:
        self._notice.show_notice(Notice(NoticeKind.STORAGE_FAILED, detail=failure))

    def ask_for_workspace(self) -> None:
        """Ask for name, key and address of a new MyPostShare account."""
        from postdesk.ui.settings.key_form import NewWorkspaceDialog

        self._show("new_account", lambda: NewWorkspaceDialog(self._context.onboarding, self._theme, self._window))

    def start_practice(self) -> None:
        """Open practice mode."""
        self._context.onboarding.start_practice()

    def add_client(self) -> None:
        """Ask for a new client or brand."""
        from postdesk.ui.settings.add_client import AddClientDialog

        self._show(
            "add_client", lambda: AddClientDialog(self._session.clients, self._theme, self._session.clock.now, self._window)
        )

    def import_posts(self) -> None:
        """Ask for a file with posts; rows that name no client are for the shown one."""
        self._import_dialog()

    def import_file(self, path: Path) -> None:
        """Import posts from this file."""
        self._import_dialog().open_file(path)

    def _import_dialog(self) -> "ImportDialog":
        from postdesk.ui.importing.dialog import ImportDialog

        session, client_id = self._session, self._scope.client_id
        self._show("import", lambda: ImportDialog(session, self._theme, self._local_zone, client_id, self._window))
        dialog = self._open["import"]
        assert isinstance(dialog, ImportDialog)
        return dialog

    def lock_in_posts(self) -> None:
        """Ask which posts of the next days to lock in: those of the shown client, or of all."""
        from postdesk.ui.lock_in.dialog import LockInDialog

        session, client_id = self._session, self._scope.client_id
        self._show("lock_in", lambda: LockInDialog(session, self._theme, self._local_zone, client_id, self._window))

    def ask_about_missed(self, post_ids: Sequence[int]) -> None:
        """Ask what to do with these missed posts."""
        from postdesk.ui.shell.missed_posts import MissedDialog

        found = tuple(post for post_id in post_ids if (post := self._session.post_commands.post(post_id)))
        if found:
            self._show("missed", lambda: MissedDialog(self._session, found, self._theme, self._local_zone, self._window))

    def show_limits(self) -> None:
        """Open the list of the limits of MyPostShare."""
        from postdesk.ui.shell.service_limits import ServiceLimitsDialog

        self._show("cannot_do", lambda: ServiceLimitsDialog(self._theme, self._window))

    def report_replacement(self, what: DatabaseReplacement) -> None:
        """Report that this database replaced another one."""
        from postdesk.ui.shell.database_replaced import DatabaseReplacedDialog

        context = self._context
        dialog = DatabaseReplacedDialog(self._theme, what, context.local_zone, context.backups.now(), self._window)
        dialog.accepted.connect(context.backups.mark_replacement_read)
        dialog.finished.connect(self.ask_to_confirm)
        self._show("replaced", lambda: dialog)

    def ask_to_confirm(self) -> None:
        """Ask which connections and commands of a copied profile to use; nothing where none is off."""
        from postdesk.ui.settings.externals import ExternalsDialog

        externals = self._context.externals
        if externals.unconfirmed():
            self._show("externals", lambda: ExternalsDialog(externals, self._theme, self._window))

    def ask_to_pause(self) -> None:
        """Ask whether to pause or resume all sending, and show the posts that a pause can't hold."""
        from postdesk.ui.shell.pause_dialog import MOST_NAMED, PauseDialog, PauseEffect

        pause, local_zone = self._session.pause, self._local_zone

        def made() -> QDialog:
            locked = pause.locked(MOST_NAMED + 1)
            held = PauseEffect(pause.waiting(), locked, pause.doubtful())
            since, now = pause_start_words(self._session, local_zone), self._session.clock.now()
            dialog = PauseDialog(self._theme, held, since, local_zone, now, self._window)
            dialog.chosen.connect(lambda paused: pause.begin() if paused else pause.end())
            dialog.remind.connect(lambda entry_id, wanted: self._session.post_commands.remind_to_delete(entry_id, wanted=wanted))
            return dialog

        self._show("pause", made)

    def open_export(self, days: tuple[date, date]) -> None:
        """Ask which posts to export, beginning with the shown client, or all, and these days."""
        from postdesk.ui.exporting.dialog import ExportDialog

        def made() -> QDialog:
            dialog = ExportDialog(self._session, self._theme, self._local_zone, self._window)
            dialog.folder_requested.connect(self.show_folder)
            dialog.controls.choose(self._scope.client_id, days)
            return dialog

        self._show("export", made)

    def show_error_log(self) -> None:
        """Open the error log of Postdesk itself."""

        def made() -> QDialog:
            view = ErrorLogDialog(self._theme, self._context.error_log, self._context.diagnostics, self._window)
            view.folder_requested.connect(self.open_folder)
            return view

        self._show("problems", made)

    def copy_diagnostics(self) -> None:
        """Put the diagnostics on the clipboard."""
        QGuiApplication.clipboard().setText(self._context.diagnostics())
        self.tell(self.tr("Copied: versions, settings and recent errors, without keys or texts."))

    def open_folder(self) -> None:
        """Show the profile's folder in the system's file manager."""
        self.show_folder(self._context.folder)

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the system's file manager."""
        if not self._context.open_url(QUrl.fromLocalFile(str(folder))):
            self.tell(self.tr("No file manager opened. The folder is {0}").format(folder))

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        dialog = self._open.get(name)
        if dialog is None:
            dialog = make()
            self._open[name] = dialog
            dialog.destroyed.connect(lambda: self._open.pop(name, None))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
