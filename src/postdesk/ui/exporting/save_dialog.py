"""Saving posts as a file: how many, where to; then how far it is, and what became of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from postdesk.domain.storage import StorageTrouble
from postdesk.engine.changes import Changes
from postdesk.engine.file_writer import FileWriter
from postdesk.ui.exporting.file_names import count_words
from postdesk.ui.exporting.save_form import SavingForm
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.fields.period import Period
from postdesk.ui.kit.file_choice import ask_where_to_save
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.copies import not_saved_words
from postdesk.ui.text.words import Tone


class SavingDialog(Dialog):
    """`folder_asked` carries the Path of the folder in which a file was saved. Closed while it writes, it writes no more.

    One that derives from it puts its form and `_amiss` into the body, calls `_begin`, and has the hooks that raise here.
    """

    folder_asked = Signal(object)
    form: SavingForm

    def __init__(
        self, title: str, identifier: str, letters: int, writer: FileWriter, theme: Theme, parent: QWidget | None
    ) -> None:
        super().__init__(title, identifier, parent, letters)
        self._writer = writer
        self._wanted: object | None = None
        self._count: int | None = None
        self._writing = False
        self._saved = Path()
        self._amiss = PlainLabel()
        identify(self._amiss, f"{identifier}.amiss")
        set_tone(self._amiss, Tone.ATTENTION)
        self._progress = QProgressBar(textVisible=False)
        identify(self._progress, f"{identifier}.progress", self.tr("Written so far"))
        self._progress.hide()
        self._notice = NoticeBar(theme, f"{identifier}.notice")
        self._close = Button(theme, self.tr("Close"), f"{identifier}.close")
        self._save = Button(theme, self.tr("Save…"), f"{identifier}.save", role="primary", icon="download")
        self._save.setDefault(True)
        self.body.addWidget(PlainLabel(title, role="heading"))
        for layout, parts in ((self.told, (self._progress, self._notice)), (self.foot, (self._close, self._save))):
            for part in parts:
                layout.addWidget(part)

    def choose(self, client_id: int | None, period: Period) -> None:
        """Begin with that client, or all, and these days."""
        self.form.choose(client_id, period)

    def save_to(self, target: Path) -> None:
        """Write what is chosen into that file."""
        if self._write(target):
            self._notice.hide()
            self._progress.setRange(0, 0)
            self._show_writing(writing=True)

    def reject(self) -> None:
        if self._writing:
            self._writer.cancel()
        super().reject()

    def _look(self) -> None:
        """Find out how much is chosen: `_show_count` follows."""
        raise NotImplementedError

    def _none_words(self) -> str:
        """Where it is nothing."""
        raise NotImplementedError

    def _write(self, target: Path) -> bool:
        """Write what is chosen: `_tell_saved` follows. False where it can't be begun."""
        raise NotImplementedError

    def _begin(self, changes: Changes) -> None:
        for signal, slot in (
            (self.form.changed, self._chosen_anew),
            (changes.posts, self._look_again),
            (changes.drafts, self._look_again),
            (self._writer.progressed, self._show_progress),
            (self._writer.failed, self._tell_failed),
            (self._writer.stopped, self._tell_stopped),
            (self._close.clicked, self._close_or_stop),
            (self._save.clicked, self._ask_where),
            (self._notice.action.clicked, lambda: self.folder_asked.emit(self._saved.parent)),
        ):
            signal.connect(slot)
        self._look_again()

    def _chosen_anew(self) -> None:
        self._notice.hide()
        if self.form.wanted != self._wanted:
            self._look_again()
        else:
            self._show()

    def _look_again(self) -> None:
        """How much is it now?"""
        self._wanted, self._count = self.form.wanted, None
        self._show()
        if self._wanted is not None:
            self._look()

    def _show_count(self, count: int) -> None:
        self._count = count
        self._show()

    def _show(self) -> None:
        """While it is being found out how much it is, the button says what it was."""
        if self._count is not None or self._wanted is None:
            self._save.set_text(self.tr("Save {0}…").format(count_words(self._count)) if self._count else self.tr("Save…"))
        self._save.setEnabled(bool(self._count) and not self._writing)
        self._amiss.setText(self.form.amiss or (self._none_words() if self._count == 0 else ""))
        self._amiss.setVisible(bool(self._amiss.text()))
        self.grow()

    def _show_writing(self, *, writing: bool) -> None:
        self._writing = writing
        self.form.setEnabled(not writing)
        self._progress.setVisible(writing)
        self._close.set_text(self.tr("Stop") if writing else self.tr("Close"))
        self._show()

    def _close_or_stop(self) -> None:
        if self._writing:
            self._writer.cancel()
        else:
            self.reject()

    def _ask_where(self) -> None:
        if self.form.wanted is not None:
            name = self.form.file_name
            kind = Path(name).suffix[1:]
            ask_where_to_save(self, self.windowTitle(), name, f"{kind.upper()} (*.{kind})", self.save_to)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _tell_saved(self, file: Path, words: str, tone: Tone = Tone.GOOD) -> None:
        if self._writing:  # else it is one that was before
            self._saved = file
            self._end(words, tone, "circle-check", self.tr("Open the folder"))

    def _tell_failed(self, trouble: StorageTrouble) -> None:
        self._end(not_saved_words(trouble), Tone.BAD, "triangle-alert")

    def _tell_stopped(self) -> None:
        if self._writing:
            self._end(self.tr("Stopped: nothing was saved."), Tone.LOCKED, "circle-slash")

    def _end(self, words: str, tone: Tone, icon: str, action: str = "") -> None:
        self._show_writing(writing=False)
        self._notice.tell(words, tone, icon, action)
        self.grow()
