"""The place of all series: the next time of each, and the actions on it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from postdesk.domain.series import Occurrence, Series, SeriesState
from postdesk.engine.series import SeriesBook, SeriesStatus
from postdesk.engine.series_changes import Withdrawal
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, fill
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import UNDO_MS, ActionNotice, ActionOutcome
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.series.dialog import SeriesDialog
from postdesk.ui.series.lines import LINE, SeriesDelegate, series_line
from postdesk.ui.text.series import withdrawn_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import short_day


class SeriesUndo(QObject):
    """The undo of the last change of a series, which is announced once the change is done."""

    def __init__(self, book: SeriesBook, bar: ActionNotice) -> None:
        super().__init__(bar)
        self._book, self._bar = book, bar
        self._words, self._icon, self._series_id = "", "", ""
        self._undo: Callable[[], object] | None = None
        book.withdrawn.connect(self._done)
        book.not_skipped.connect(self._too_late)

    def prepare_change(self, before: Series) -> None:
        """Prepare the undo of a change; `before` is the series before that."""
        self._expect(before, self.tr("Changed."), "check", lambda: self._book.change_all(before))

    def prepare_pause(self, series: Series) -> None:
        """Prepare the undo of a pause."""
        self._expect(series, self.tr("Paused."), "circle-pause", lambda: self._book.resume(series.id))

    def prepare_stop(self, series: Series, *, deleted: bool) -> None:
        """Prepare the undo of an end or a deletion."""
        words, icon = (self.tr("Deleted."), "trash-2") if deleted else (self.tr("Ended."), "circle-slash")
        self._expect(series, words, icon, lambda: self._book.set_state(series.id, series.state))

    def announce_skip(self, series: Series, occurrence: Occurrence) -> None:
        """Announce a skipped occurrence at once; a correction follows where it is too late."""
        words = self.tr("{0} is skipped.").format(short_day(occurrence.wall.date()))
        self._expect(series, words, "forward", lambda: self._book.unskip(series.id, occurrence.number))
        self._show(words)

    def _expect(self, series: Series, words: str, icon: str, undo: Callable[[], object]) -> None:
        self._series_id, self._words, self._icon, self._undo = series.id, words, icon, undo

    def _done(self, series_id: str, back: Withdrawal) -> None:
        if self._undo and series_id == self._series_id:
            self._show(f"{self._words} {withdrawn_words(back)}".strip())

    def _show(self, words: str) -> None:
        self._bar.show_outcome(ActionOutcome(words, Tone.GOOD, self._icon, self._take_back, UNDO_MS))

    def _too_late(self, series_id: str) -> None:
        if series_id == self._series_id:
            self._undo = None
            words = self.tr("This post can’t be skipped. It was edited, or is locked or sending. Open it in the calendar.")
            self._bar.forget()
            self._bar.show_outcome(ActionOutcome(words, Tone.ATTENTION, "lock"))

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo:
            undo()


class SeriesPane(PlacePane):
    """The series of the client in scope, or of all clients."""

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Repeating"), "series")
        self._session, self._scope, self._navigator = session, scope, navigator
        self._theme, self._local_zone = theme, local_zone
        self.list = QListWidget()
        identify(self.list, "series.list", self.tr("Repeating posts"))
        self._empty = EmptyState(theme, "series.empty", "repeat-2", "")
        self._failed = False
        self.notice = ActionNotice(theme, "series.notice", to_read_ms=UNDO_MS)
        self._undoing = SeriesUndo(session.series, self.notice)
        self.edit = Button(theme, self.tr("Edit…"), "series.edit", role="primary", icon="pencil")
        self.draft = Button(theme, self.tr("Open draft"), "series.draft", icon="file-text")
        self.skip = Button(theme, self.tr("Skip next"), "series.skip", role="quiet", icon="forward")
        self.pause = Button(theme, self.tr("Pause"), "series.pause", role="quiet", icon="circle-pause")
        self.end = Button(theme, self.tr("End"), "series.end", role="quiet", icon="circle-slash")
        self.delete = Button(theme, self.tr("Delete"), "series.delete", role="quiet", icon="trash-2")
        self._lay_out()
        self._wire()
        self.refresh()

    @property
    def focus_target(self) -> QWidget:
        return self._empty.action if self.list.isHidden() else self.list

    def refresh(self) -> None:
        """Read the series again, and keep the current one."""
        self._failed = not self.can_read(self._read)
        if self._failed:
            self._empty.tell_failure()
            self.list.clear()
            self.list.hide()
            self._empty.show()
            self._show_acts()

    def _read(self) -> None:
        chosen = self._chosen()
        found = self._session.series.statuses(self._scope.client_id)
        with QSignalBlocker(self.list):
            self.list.clear()
            for status in found:
                self._add(status)
                if chosen and status.series.id == chosen.series.id:
                    self.list.setCurrentRow(self.list.count() - 1)
            if found and self.list.currentRow() < 0:
                self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        none, how = self.tr("No repeating posts"), self.tr("Write a post, then select “Repeat…” beside its time.")
        self._empty.tell("repeat-2", none, how, self.tr("New post"))
        self._empty.setVisible(not found)
        self._foot.setVisible(bool(found))
        self._show_acts()

    def _add(self, status: SeriesStatus) -> None:
        client = self._session.clients.get(status.series.client_id)
        line = series_line(status, client, self._local_zone, self._session.clock.now())
        item = QListWidgetItem(line.words, self.list)
        item.setData(Qt.ItemDataRole.UserRole, status)
        item.setData(LINE, line)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, line.words.replace("\n", ". ").replace(" · ", ", "))

    def _chosen(self) -> SeriesStatus | None:
        if self.list.currentRow() < 0:
            return None
        status: SeriesStatus = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return status

    def _show_acts(self) -> None:
        chosen = self._chosen()
        runs = chosen is not None and chosen.series.state is SeriesState.RUNNING
        for button in (self.edit, self.delete, self.pause):
            button.setEnabled(chosen is not None)
        self.pause.set_text(self.tr("Pause") if runs or chosen is None else self.tr("Resume"))
        self.pause.set_icon("circle-pause" if runs or chosen is None else "play")
        self.end.setEnabled(chosen is not None and chosen.series.state is not SeriesState.ENDED)
        self.skip.setEnabled(runs and chosen is not None and chosen.next_occurrence is not None)
        self.draft.setVisible(chosen is not None and bool(chosen.drafts_to_check))

    def _edit(self) -> None:
        if chosen := self._chosen():
            dialog = SeriesDialog(self._session, self._theme, chosen.series, self)
            dialog.confirmed.connect(lambda wanted, _: self._change(chosen.series, wanted))
            dialog.open()

    def _change(self, before: Series, wanted: Series) -> None:
        self._undoing.prepare_change(before)
        self._session.series.change_all(wanted)

    def _pause_or_resume(self) -> None:
        chosen = self._chosen()
        if chosen and chosen.series.state is SeriesState.RUNNING:
            self._undoing.prepare_pause(chosen.series)
            self._session.series.pause(chosen.series.id)
        elif chosen:
            self._session.series.resume(chosen.series.id)

    def _stop(self, *, delete: bool) -> None:
        if chosen := self._chosen():
            self._undoing.prepare_stop(chosen.series, deleted=delete)
            (self._session.series.delete if delete else self._session.series.end)(chosen.series.id)

    def _skip(self) -> None:
        chosen = self._chosen()
        if chosen and chosen.next_occurrence:
            self._undoing.announce_skip(chosen.series, chosen.next_occurrence)
            self._session.series.skip(chosen.series.id, chosen.next_occurrence.number)

    def _undo(self) -> None:
        if self.notice.can_undo:
            self.notice.undo()

    def _open_draft(self) -> None:
        if (chosen := self._chosen()) and chosen.drafts_to_check:
            self._navigator.open_draft(chosen.drafts_to_check[0].draft_id)

    def _take_next_step(self) -> None:
        """Begin a post, or try to read again."""
        if self._failed:
            self.refresh()
            self.setFocus()
        else:
            self._navigator.new_post()

    def _wire(self) -> None:
        for signal, slot in (
            (self._session.series.changed, self.refresh_if_shown),
            (self._session.changes.drafts, self.refresh_if_shown),
            (self._session.changes.clients, self.refresh_if_shown),
            (self._scope.client_changed, self.notice.forget),
            (self._scope.client_changed, self.refresh_if_shown),
            (self.list.currentItemChanged, self._show_acts),
            (self.list.itemActivated, self._edit),
            (self.edit.clicked, self._edit),
            (self.draft.clicked, self._open_draft),
            (self.skip.clicked, self._skip),
            (self.pause.clicked, self._pause_or_resume),
            (self.end.clicked, lambda: self._stop(delete=False)),
            (self.delete.clicked, lambda: self._stop(delete=True)),
            (self._empty.action.clicked, self._take_next_step),
        ):
            signal.connect(slot)
        self._theme.changed.connect(self.list.viewport().update)
        # With the slot passed to the constructor as well, PySide ignores the context.
        delete = QKeySequence(QKeySequence.StandardKey.Delete)
        keys = QShortcut(delete, self.list, context=Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(lambda: self._stop(delete=True))
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, context=within).activated.connect(self._undo)

    def _lay_out(self) -> None:
        self.title.remark.setText(self.tr("Postdesk schedules these posts some weeks ahead. Edits to a single post are kept."))
        self.list.setItemDelegate(SeriesDelegate(self._theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(0, 0, 0, 0)
        fill(self.body, self.list, self._empty, self.notice, grow=self.list)
        self.body.setStretchFactor(self._empty, 1)
        self._foot = self.add_foot(self.delete, self.end, self.pause, self.skip, ROOM, self.draft, self.edit)
