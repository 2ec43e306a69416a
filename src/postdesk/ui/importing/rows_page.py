"""The page of rows before the import: their problems, the editing in place, and the number to import."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.dry_run import DryRun
from postdesk.domain.import_problems import CheckedRow, RowCounts, row_counts
from postdesk.domain.media import MediaCheck
from postdesk.ui.importing.rows_model import RowColumn, RowFilter, RowsModel
from postdesk.ui.importing.rows_table import RowsTable
from postdesk.ui.importing.words import RowNote, row_notes
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.scroll_area import BoundedScrollArea
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number
from postdesk.ui.text.states import Tone

_TABS = tuple(RowFilter)
_MOST_NAMED = 200


class RowsPage(QWidget):
    """The page of rows. `changed` follows each change in the rows to import."""

    changed = Signal()

    def __init__(
        self, theme: Theme, clients: Callable[[], Sequence[Client]], local_zone: ZoneInfo, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._theme, self._local_zone, self._now = theme, local_zone, now
        self.model: RowsModel | None = None
        self._run: DryRun | None = None
        self._alike: tuple[tuple[int, ...], int, str] = ((), 0, "")
        self.which = QTabBar(drawBase=False, expanding=False)
        identify(self.which, "importing.which", self.tr("Rows shown"))
        for _ in _TABS:
            self.which.addTab("")
        self.table = RowsTable(clients)
        self.notice = NoticeBar(theme, "importing.notice", dismissible=True)
        self._about = RowDetails(theme)
        self._looking = PlainLabel(role="secondary", identifier="importing.looking")
        above = row_of(self.which, ROOM, self._looking)
        self.setLayout(column_of(above, self.table, self.notice, self._about, grow=self.table, spacing=8))
        self.which.currentChanged.connect(self._show_which)
        self.table.row_changed.connect(self._show_details)
        self.notice.action.clicked.connect(self._edit_same_cells)

    def show_run(self, run: DryRun) -> None:
        """Show these rows; only those with problems where there are some."""
        self._run = run
        self.model = RowsModel(self._theme, run, self._local_zone, self._now(), self)
        self.table.setModel(self.model)
        self.model.changed.connect(self._counted)
        self.model.cell_edited.connect(self._offer_same_edit)
        self.notice.hide()
        self._counted()
        self.which.setCurrentIndex(_TABS.index(RowFilter.ALL))
        self.stand_on_first()

    def stand_on_first(self) -> None:
        """Make the first row the current one."""
        if self.model and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, RowColumn.CLIENT))
        self._show_details()

    def media_checked(self, media_check: MediaCheck) -> None:
        """Take over the result of a media check."""
        if self.model:
            self.model.media_checked(media_check)

    def show_files_left(self, count: int) -> None:
        """Show the number of files that are still to be checked."""
        self._looking.setText(self.tr("Checking %Ln files…", "", count) if count else "")

    @property
    def _rows(self) -> Sequence[CheckedRow]:
        return self._run.rows if self._run else ()

    @property
    def touched(self) -> bool:
        """True where the user edited any row."""
        return any(row.row is not row.source.row for row in self._rows)

    @property
    def counts(self) -> RowCounts:
        """The number of rows by their status."""
        return self._run.counts if self._run else RowCounts()

    def to_import(self, *, schedule: bool) -> list[CheckedRow]:
        """Return the rows to import as drafts, or when scheduling, which leaves drafts of the file drafts."""
        return [row for row in self._rows if (row_counts(row).schedulable if schedule else row_counts(row).as_draft)]

    def finish(self) -> None:
        """Run all pending changes of rows at once."""
        if self.model:
            self.model.finish()

    def left_out(self, imported: Sequence[CheckedRow]) -> list[str]:
        """Return a line for each row that is not in `imported`, up to a limit."""
        taken = {row.number for row in imported}
        left = [row for row in self._rows if row.number not in taken]
        more = self.tr("… and {0} more").format(number(len(left) - _MOST_NAMED)) if len(left) > _MOST_NAMED else ""
        return [*(self._left_out_words(row) for row in left[:_MOST_NAMED]), *([more] if more else [])]

    def _left_out_words(self, row: CheckedRow) -> str:
        said = row_notes(row, self._local_zone, self._now())
        words = said[0].words if said and row.worst is not None else self.tr("Skipped by you.")
        return self.tr("Row {0}: {1}").format(row.number, words)

    def _show_which(self, tab: int) -> None:
        if self.model:
            self.model.show(_TABS[tab])
            self.stand_on_first()

    def _counted(self) -> None:
        if self.model:
            words = (self.tr("All ({0})"), self.tr("With problems ({0})"), self.tr("Skipped ({0})"))
            counts = len(self._rows), self.counts.problem, self.counts.left_out
            for tab, (text, count) in enumerate(zip(words, counts, strict=True)):
                self.which.setTabText(tab, text.format(number(count)))
        self._show_details()
        self.changed.emit()

    def _show_details(self) -> None:
        index = self.table.currentIndex()
        if self.model and index.isValid():
            self._about.tell(self.model.row(index), self.model.said(index))
        else:
            self._about.tell(None, ())

    def _offer_same_edit(self, place: int, column: int, before: str) -> None:
        """Offer to make the same change in other rows with the same content."""
        self.notice.hide()
        if self.model is None or self._run is None or column not in (RowColumn.CLIENT, RowColumn.PLATFORMS):
            return
        others = self.model.alike(place, column, before)
        row = self._run.rows[place].row
        words = row.client if column == RowColumn.CLIENT else ", ".join(row.platforms)
        if others and before:
            self._alike = others, column, words
            said = self.tr("%Ln more rows contain “{0}”.", "", len(others))
            act = self.tr("Use “{0}” there too").format(words)
            self.notice.tell(said.format(before), Tone.ACCENT, "info", act)

    def _edit_same_cells(self) -> None:
        if self.model:
            self.model.change_same_cells(*self._alike)
        self.notice.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class RowDetails(BoundedScrollArea):
    """All notes on one row, in whole sentences; a few lines high, with a scroll bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 24)
        identify(self, "importing.details")
        self.tell(None, ())

    def tell(self, row: CheckedRow | None, said: Sequence[RowNote]) -> None:
        """Show the notes on a row; None for no row."""
        inner = QWidget()
        inner.setProperty("role", "pane")
        column = column_of(spacing=4, margins=(0, 4, 0, 4))
        inner.setLayout(column)
        if row:
            column.addWidget(PlainLabel(self.tr("Row {0}").format(row.number), role="title"))
            said = said or (RowNote(Tone.GOOD, "check", self.tr("No problems found.")),)
            fill(column, *(self._line(place, each) for place, each in enumerate(said)))
        column.addStretch(1)
        self.setWidget(inner)

    def _line(self, place: int, note: RowNote) -> QHBoxLayout:
        label = PlainLabel(note.words, wrap=True, identifier=f"importing.details.{place}")
        set_tone(label, note.tone)
        return row_of(IconLabel(self._theme, note.icon, note.tone), label)
