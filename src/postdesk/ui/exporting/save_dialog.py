"""The dialog that saves posts of some days as a file: client, days, progress and result."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QProgressBar, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.storage import StorageFailure
from postdesk.engine.changes import Changes
from postdesk.engine.file_writer import FileWriter
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.fields.period import Period, PeriodRow, month_of
from postdesk.ui.kit.file_choice import ask_where_to_save
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.failures import not_saved_words
from postdesk.ui.text.names import client_word
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_NOT_IN_A_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_NAME: Final = 60


def count_words(count: int) -> str:
    """Return the number of posts as text."""
    return translate("Saving", "%Ln posts", "", count)


def file_name(client_name: str, period: Period) -> str:
    """Return a file name without its extension, from client and period."""
    first, last = period
    when = f"{first:%Y-%m}" if period == month_of(first) else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
    return f"{_NOT_IN_A_NAME.sub('-', client_name)[:_NAME].strip(' .')} {when}".strip()


class SaveForm(QWidget):
    """The client and days of posts to save, and the `_choices` of a kind of file; `all_at_once` also offers all clients."""

    def __init__(
        self, identifier: str, clients: Sequence[Client], theme: Theme, today: Callable[[], date], *, all_at_once: bool
    ) -> None:
        super().__init__()
        self._choices: tuple[QComboBox | QCheckBox, ...] = ()
        self._names = {client.id: client.name for client in clients}
        self._client_box = ClientBox(f"{identifier}.whose", self.tr("Client"))
        if all_at_once:
            self._client_box.addItem(self.tr("All clients"), None)
        for client in clients:
            self._client_box.addItem(client_word(client), client.id)
        self._period = PeriodRow(theme, f"{identifier}.period", today)

    def choose(self, client_id: int | None, period: Period) -> None:
        """Select that client, or all for None, and these days."""
        self._client_box.choose(client_id)
        self._period.choose(period)

    def on_change(self, slot: Callable[[], None]) -> None:
        """Call the slot after each change."""
        self._period.on_change(slot)
        for field in (self._client_box, *self._choices):
            (field.currentIndexChanged if isinstance(field, QComboBox) else field.toggled).connect(slot)

    @property
    def client_name(self) -> str:
        """The client's name; empty where all are selected, or there is none."""
        return self._names.get(self._client_box.currentData(), "")

    @property
    def wanted(self) -> object | None:
        """The request with the present choices; None while it is incomplete."""
        raise NotImplementedError

    @property
    def input_problem(self) -> str:
        """The reason why nothing can be saved; empty where it can."""
        return self._period.input_problem

    @property
    def file_name(self) -> str:
        """The suggested file name."""
        raise NotImplementedError


class SaveDialog(Dialog):
    """The dialog that saves posts; closing it cancels the writing. `folder_requested` carries the folder of the saved file.

    A subclass adds its form and `_problem_label` to the body, calls `_begin`, and overrides the methods that raise
    NotImplementedError.
    """

    folder_requested = Signal(object)
    form: SaveForm

    def __init__(
        self, title: str, identifier: str, letters: int, writer: FileWriter, theme: Theme, parent: QWidget | None
    ) -> None:
        super().__init__(title, identifier, parent, letters)
        self._writer = writer
        self._wanted: object | None = None
        self._count: int | None = None
        self._writing = False
        self._saved = Path()
        self._problem_label = PlainLabel(identifier=f"{identifier}.amiss")
        set_tone(self._problem_label, Tone.ATTENTION)
        self._progress = QProgressBar(textVisible=False)
        identify(self._progress, f"{identifier}.progress", self.tr("Progress"))
        self._progress.hide()
        self._notice = NoticeBar(theme, f"{identifier}.notice")
        self._close = Button(theme, self.tr("Close"), f"{identifier}.close")
        self._save = Button(theme, self.tr("Save…"), f"{identifier}.save", role="primary", icon="download")
        self._save.setDefault(True)
        self.body.addWidget(PlainLabel(title, role="heading"))
        fill(self.messages, self._progress, self._notice)
        fill(self.foot, self._close, self._save)

    def choose(self, client_id: int | None, period: Period) -> None:
        """Select that client, or all for None, and these days."""
        self.form.choose(client_id, period)

    def save_to(self, target: Path) -> None:
        """Write the selected posts into that file."""
        if self._write(target):
            self._notice.hide()
            self._progress.setRange(0, 0)
            self._show_writing(writing=True)

    def reject(self) -> None:
        if self._writing:
            self._writer.cancel()
        super().reject()

    def _count_posts(self) -> None:
        """Count the selected posts; call `_show_count` later."""
        raise NotImplementedError

    def _none_words(self) -> str:
        """Return the text for no posts."""
        raise NotImplementedError

    def _write(self, target: Path) -> bool:
        """Write the selected posts; call `_tell_saved` later. Return False where that can't begin."""
        raise NotImplementedError

    def _begin(self, changes: Changes) -> None:
        self.form.on_change(self._chosen_anew)
        for signal, slot in (
            (changes.posts, self._recount),
            (changes.drafts, self._recount),
            (self._writer.progressed, self._show_progress),
            (self._writer.failed, self._tell_failed),
            (self._writer.stopped, self._tell_stopped),
            (self._close.clicked, self._close_or_stop),
            (self._save.clicked, self._ask_where),
            (self._notice.action.clicked, lambda: self.folder_requested.emit(self._saved.parent)),
        ):
            signal.connect(slot)
        self._recount()

    def _chosen_anew(self) -> None:
        self._notice.hide()
        if self.form.wanted != self._wanted:
            self._recount()
        else:
            self._show()

    def _recount(self) -> None:
        """Count the posts again."""
        self._wanted, self._count = self.form.wanted, None
        self._show()
        if self._wanted is not None:
            self._count_posts()

    def _show_count(self, count: int) -> None:
        self._count = count
        self._show()

    def _show(self) -> None:
        """Update the button and the problem. While posts are counted, the button keeps the last number."""
        if self._count is not None or self._wanted is None:
            self._save.set_text(self.tr("Save {0}…").format(count_words(self._count)) if self._count else self.tr("Save…"))
        self._save.setEnabled(bool(self._count) and not self._writing)
        self._problem_label.setText(self.form.input_problem or (self._none_words() if self._count == 0 else ""))
        self._problem_label.setVisible(bool(self._problem_label.text()))
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
        if self._writing:  # otherwise the signal is of an earlier write
            self._saved = file
            self._end(words, tone, "circle-check", self.tr("Open folder"))

    def _tell_failed(self, failure: StorageFailure) -> None:
        self._end(not_saved_words(failure), Tone.BAD, "triangle-alert")

    def _tell_stopped(self) -> None:
        if self._writing:
            self._end(self.tr("Stopped. Nothing was saved."), Tone.LOCKED, "circle-slash")

    def _end(self, words: str, tone: Tone, icon: str, action: str = "") -> None:
        self._show_writing(writing=False)
        self._notice.tell(words, tone, icon, action)
        self.grow()
