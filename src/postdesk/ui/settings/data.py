"""The page of the data: the profile's folder, its backups, and the move from or to another computer."""

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent

from postdesk.domain.settings import AnswersKept
from postdesk.domain.storage import CopyProblem, StorageFailure
from postdesk.domain.times import local_zone_name
from postdesk.engine.backups import Backups
from postdesk.engine.externals import Externals
from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.file_choice import ask_where_to_save
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.settings_page import buttons_row, text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.small_pages import BoundPage
from postdesk.ui.settings.transfer import ProfileTransfer
from postdesk.ui.text.failures import COPY_ENDING, COPY_FILTER, not_backed_up_words, not_saved_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text


class DataPage(BoundPage):
    """The profile's folder and copies of it, and what is kept in it. The application handles the signals named `…_asked`."""

    confirm_requested = Signal()
    folder_requested = Signal()
    diagnostics_requested = Signal()

    def __init__(self, profile: Path, backups: Backups, externals: Externals, book: SettingsBook, theme: Theme) -> None:
        super().__init__(book, self.tr("Data"), "data")
        intro = self.tr(
            "Your texts exist on this computer only. Postdesk makes a backup each day and keeps seven, in this folder. Save "
            "a copy to another disk to be safe."
        )
        self.add_remark(intro)
        self._backups, self._externals = backups, externals
        self._saving = False
        self.transfer = ProfileTransfer(backups, theme, self)
        self._notice = NoticeBar(theme, "settings.data.notice", dismissible=True)
        self._newest = remark("")
        identify(self._newest, "settings.data.newest")
        self.body.addWidget(self._newest)
        self._add_copies(theme)
        self._add_confirming(theme)
        self._add_answers()
        self._add_folder(profile, theme)
        backups.saved.connect(self._tell_saved)
        backups.failed.connect(self._tell_not_saved)
        self.transfer.began.connect(self._show_importing)
        self.transfer.failed.connect(self._tell_not_brought)

    def showEvent(self, event: QShowEvent) -> None:
        self._show_newest()
        super().showEvent(event)

    def _show_newest(self) -> None:
        made_at, problem = self._backups.newest(), self._backups.problem
        words = self.tr("There is no backup yet. Postdesk makes one a minute after it starts.")
        if made_at:
            made = when_text(made_at, ZoneInfo(local_zone_name()), self._backups.now())
            words = self.tr("Newest backup: {0}.").format(made)
        self._newest.setText(f"{not_backed_up_words(problem)} {words}" if problem else words)

    def _add_copies(self, theme: Theme) -> None:
        self._save_button = Button(theme, self.tr("Save a copy of everything…"), "settings.data.save", icon="copy")
        self._bring_button = Button(
            theme, self.tr("Import everything from another computer…"), "settings.data.bring", icon="monitor"
        )
        fill(self.body, buttons_row(self._save_button, self._bring_button), self._notice)
        self.add_remark(
            self.tr("A copy is one file with all drafts, posts, clients and settings. API keys stay in this computer’s keyring.")
        )
        self._save_button.clicked.connect(self._ask_where)
        self._bring_button.clicked.connect(self.transfer.select_file)

    def _add_confirming(self, theme: Theme) -> None:
        self._confirm = Button(theme, self.tr("Confirm connections and commands…"), "settings.data.confirm", icon="plug")
        self._confirm.clicked.connect(self.confirm_requested)
        self.body.addLayout(buttons_row(self._confirm))
        self._externals.changed.connect(self._show_confirming)
        self._show_confirming()

    def _show_confirming(self) -> None:
        self._confirm.setVisible(bool(self._externals.unconfirmed()))

    def _add_answers(self) -> None:
        self.add_heading(self.tr("MyPostShare’s answers"))
        choices = (
            (AnswersKept.ALWAYS, self.tr("Keep all")),
            (AnswersKept.THREE_YEARS, self.tr("Keep them for 3 years")),
            (AnswersKept.ONE_YEAR, self.tr("Keep them for 1 year")),
        )
        self._offer("answers_kept", "settings.data.answers", choices)
        for text in (
            self.tr("Postdesk keeps what MyPostShare answered about each post, word for word. You find it in a post’s details."),
            self.tr("Older answers are removed for good, once a day. You can’t look up or show anybody what was answered then."),
            self.tr("Texts, times, links and results always stay. A post without a clear result keeps its answers, too."),
            self.tr("The folder doesn’t get smaller at once. Postdesk uses the room for new posts, and backups get smaller."),
        ):
            self.add_remark(text)

    def _add_folder(self, profile: Path, theme: Theme) -> None:
        self.add_heading(self.tr("Folder"))
        folder = text_field("settings.data.folder", self.tr("Folder"), text=str(profile))
        folder.setReadOnly(True)
        opened = Button(theme, self.tr("Open folder"), "settings.data.open", icon="folder-open")
        copied = Button(theme, self.tr("Copy path"), "settings.data.copy", icon="copy")
        diagnostics = Button(theme, self.tr("Copy diagnostics"), "settings.data.diagnostics", icon="bug")
        fill(self.body, folder, buttons_row(opened, copied, diagnostics))
        self.add_remark(self.tr("Diagnostics have no keys or texts in them."))
        copy_of = self.tr("A copied or restored folder never sends by itself. Its posts wait for you.")
        asks = self.tr("Postdesk asks for the API keys again, and to confirm each address and command.")
        self.add_remark(f"{copy_of} {asks}")
        opened.clicked.connect(self.folder_requested)
        copied.clicked.connect(lambda: QGuiApplication.clipboard().setText(folder.text()))
        diagnostics.clicked.connect(self.diagnostics_requested)
        for button in (copied, diagnostics):
            button.clicked.connect(partial(self._tell_copied, button))

    def save_to(self, target: Path) -> None:
        """Copy the whole profile into that file."""
        self._saving = True
        self._save_button.setEnabled(False)
        self._notice.tell(self.tr("Saving a copy…"), Tone.LOCKED, "hourglass")
        self._backups.save(target)

    def _ask_where(self) -> None:
        suggested = f"postdesk-{self._backups.now().astimezone():%Y-%m-%d}{COPY_ENDING}"
        ask_where_to_save(self, self.tr("Save a copy of everything"), suggested, COPY_FILTER, self.save_to)

    def _tell_saved(self, file: Path) -> None:
        self._end_saving()
        self._notice.tell(self.tr("Saved and checked: {0}. Keep it on another disk.").format(file), Tone.GOOD, "circle-check")

    def _tell_not_saved(self, why: StorageFailure | CopyProblem) -> None:
        if self._saving and isinstance(why, StorageFailure):
            self._end_saving()
            self._tell_problem(not_saved_words(why))

    def _end_saving(self) -> None:
        self._saving = False
        self._save_button.setEnabled(True)

    def _show_importing(self) -> None:
        self._bring_button.setEnabled(False)
        self._notice.tell(self.tr("Importing… Postdesk restarts when it is done."), Tone.LOCKED, "hourglass")

    def _tell_not_brought(self, words: str) -> None:
        self._bring_button.setEnabled(True)
        self._tell_problem(words)

    def _tell_problem(self, words: str) -> None:
        self._notice.tell(words, Tone.BAD, "triangle-alert")

    def _tell_copied(self, button: Button) -> None:
        """Confirm on the button itself, since this dialog covers the window."""
        button.set_text(self.tr("Copied"))
        button.set_icon("check")
        announce(self, self.tr("Copied"))
