"""The controls that save posts of some days as a file: client, days, progress and result."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QProgressBar, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.storage import StorageFailure
from postdesk.engine.file_writer import FileWriter
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.fields.period import Period, PeriodRow, month_of
from postdesk.ui.kit.file_choice import ask_where_to_save
from postdesk.ui.kit.identifiers import identify
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
        self.identifier, self._all_at_once = identifier, all_at_once
        self._choices: tuple[QComboBox | QCheckBox, ...] = ()
        self._client_box = ClientBox(f"{identifier}.whose", self.tr("Client"))
        self.show_clients(clients)
        self._period = PeriodRow(theme, f"{identifier}.period", today)

    def show_clients(self, clients: Sequence[Client]) -> None:
        """Offer these clients, and keep the selected one as far as it is there."""
        self._names = {client.id: client.name for client in clients}
        chosen = self._client_box.currentData()
        with QSignalBlocker(self._client_box):
            self._client_box.clear()
            if self._all_at_once:
                self._client_box.addItem(self.tr("All clients"), None)
            for client in clients:
                self._client_box.addItem(client_word(client), client.id)
            self._client_box.choose(chosen)

    def choose_client(self, client_id: int | None) -> None:
        """Select that client, or all for None."""
        self._client_box.choose(client_id)

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


class SaveControls(QObject):
    """The form with which posts are saved, what is wrong with it, the button, the progress and the result.

    `changed` follows when something is shown or hidden, and when writing begins or ends. A subclass calls `begin`, and overrides
    the methods that raise NotImplementedError.
    """

    changed = Signal()

    def __init__(
        self, form: SaveForm, title: str, writer: FileWriter, theme: Theme, show_folder: Callable[[Path], object], over: QWidget
    ) -> None:
        super().__init__(over)
        self.form, self._title, self._writer, self._show_folder, self._over = form, title, writer, show_folder, over
        self._wanted: object | None = None
        self._count: int | None = None
        self.writing = self._unread = False
        self._saved = Path()
        identifier = form.identifier
        self.problem = PlainLabel(wrap=True, identifier=f"{identifier}.amiss")
        set_tone(self.problem, Tone.ATTENTION)
        self.progress = QProgressBar(textVisible=False)
        identify(self.progress, f"{identifier}.progress", self.tr("Progress"))
        self.progress.hide()
        self.notice = NoticeBar(theme, f"{identifier}.notice")
        self.button = Button(theme, self.tr("Save…"), f"{identifier}.save", role="primary", icon="download")

    def choose(self, client_id: int | None, period: Period) -> None:
        """Select that client, or all for None, and these days."""
        self.form.choose(client_id, period)

    def save_to(self, target: Path) -> None:
        """Write the selected posts into that file."""
        if self._write(target):
            self.notice.hide()
            self.progress.setRange(0, 0)
            self._show_writing(writing=True)

    def stop(self) -> None:
        """Stop the writing, if any."""
        if self.writing:
            self._writer.cancel()

    def begin(self) -> None:
        """Count the posts, now and for each choice; call `recount` after other changes."""
        self.form.on_change(self._chosen_anew)
        for signal, slot in (
            (self._writer.progressed, self._show_progress),
            (self._writer.failed, self._tell_failed),
            (self._writer.stopped, self._tell_stopped),
            (self.button.clicked, self._ask_where),
            (self.notice.action.clicked, lambda: self._show_folder(self._saved.parent)),
        ):
            signal.connect(slot)
        self.recount()

    def recount(self) -> None:
        """Count the posts again."""
        self._wanted, self._count = self.form.wanted, None
        self._show()
        if self._wanted is not None:
            self._count_posts()

    def _count_posts(self) -> None:
        """Count the selected posts; call `_show_count` later."""
        raise NotImplementedError

    def _none_words(self) -> str:
        """Return the text for no posts."""
        raise NotImplementedError

    def _write(self, target: Path) -> bool:
        """Write the selected posts; call `_tell_saved` later. Return False where that can't begin."""
        raise NotImplementedError

    def _chosen_anew(self) -> None:
        self.notice.hide()
        if self.form.wanted != self._wanted:
            self.recount()
        else:
            self._show()

    def _show_count(self, count: int) -> None:
        self._count = count
        if self._unread:
            self._unread = False
            self.notice.hide()
        self._show()

    def _show(self) -> None:
        """Update the button and the problem. While posts are counted, the button keeps the last number."""
        if self._count is not None or self._wanted is None:
            self.button.set_text(self.tr("Save {0}…").format(count_words(self._count)) if self._count else self.tr("Save…"))
        self.button.setEnabled(bool(self._count) and not self.writing)
        self.problem.setText(self.form.input_problem or (self._none_words() if self._count == 0 else ""))
        self.problem.setVisible(bool(self.problem.text()))
        self.changed.emit()

    def _show_writing(self, *, writing: bool) -> None:
        self.writing = writing
        self.form.setEnabled(not writing)
        self.progress.setVisible(writing)
        self._show()

    def _ask_where(self) -> None:
        if self.form.wanted is not None:
            name = self.form.file_name
            kind = Path(name).suffix[1:]
            ask_where_to_save(self._over, self._title, name, f"{kind.upper()} (*.{kind})", self.save_to)

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _tell_saved(self, file: Path, words: str, tone: Tone = Tone.GOOD) -> None:
        if self.writing:  # otherwise the signal is of an earlier write
            self._saved = file
            self._end(words, tone, "circle-check", self.tr("Open folder"))

    def _tell_failed(self, failure: StorageFailure) -> None:
        unread = self.tr("The posts can’t be read. Nothing was changed or deleted. Check the disk, then select the days again.")
        self._unread = not self.writing
        self._end(unread if self._unread else not_saved_words(failure), Tone.BAD, "triangle-alert")

    def _tell_stopped(self) -> None:
        if self.writing:
            self._end(self.tr("Stopped. Nothing was saved."), Tone.LOCKED, "circle-slash")

    def _end(self, words: str, tone: Tone, icon: str, action: str = "") -> None:
        self._show_writing(writing=False)
        self.notice.tell(words, tone, icon, action)
        self.changed.emit()
