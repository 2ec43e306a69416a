"""The page that maps the columns of a file, with samples, and sets defaults for rows."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.csv_files import DELIMITERS, CsvFile, Encoding
from postdesk.domain.import_columns import ColumnMapping, ColumnTarget, ExtraColumn, recognise_columns
from postdesk.domain.sheet import COLUMNS, SheetColumn, SheetField
from postdesk.domain.written_times import column_order
from postdesk.ui.importing.row_defaults import RowDefaults
from postdesk.ui.importing.words import (
    cleaned_file_words,
    column_cells,
    column_name,
    delimiter_words,
    encoding_words,
    skipped_column_words,
    target_words,
)
from postdesk.ui.kit.forms import FieldForm, WheelGuard, check_box
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import beginning
from postdesk.ui.text.states import Tone

_SAMPLES: Final = 3
_LETTERS: Final = 60
_BESIDE_A_BOX: Final = 6
"""The distance from the top of a box to its text (pixels)."""
_TARGETS: Final[tuple[ColumnTarget, ...]] = (
    None,
    *COLUMNS[: len(SheetField)],
    ExtraColumn.LINKS,
    ExtraColumn.NO_PLACE,
    *COLUMNS[len(SheetField) :],
)


class ColumnsPage(QWidget):
    """The page of columns. `changed` follows each choice, `read_anew` a choice for which the file is read again."""

    changed = Signal()
    read_anew = Signal()

    def __init__(self, theme: Theme, clients: Callable[[], Sequence[Client]]) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._file: CsvFile | None = None
        self._boxes: list[QComboBox] = []
        self._choices = QStringListModel([target_words(target) for target in _TARGETS], self)
        self.shape = ColumnMapping(())
        self.name = PlainLabel(role="heading", identifier="importing.file_name")
        self.cleaned, self.left_out = NoticeBar(theme, "importing.cleaned"), NoticeBar(theme, "importing.left_out")
        self.encoding, self.delimiter = QComboBox(), QComboBox()
        identify(self.encoding, "importing.encoding", self.tr("Encoding"))
        identify(self.delimiter, "importing.delimiter", self.tr("Separator"))
        self.has_header = check_box("importing.has_header", self.tr("The first row contains column names"), on=True)
        self.defaults = RowDefaults(theme, clients)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._lay_out()
        for signal in (self.encoding.activated, self.delimiter.activated, self.has_header.clicked):
            signal.connect(self.read_anew)
        self.defaults.changed.connect(self.changed)

    def show_file(self, file: CsvFile, *, same: bool) -> None:
        """Show the columns of a file. `same`: the same file, read with other settings; choices are kept as far as possible."""
        keep = same and self._file is not None and self._file.header == file.header
        self._file = file
        self.name.setText(file.name)
        self.shape = self.shape if keep else recognise_columns(file.header)
        if not same:
            self.has_header.setChecked(True)
        _offer(self.encoding, Encoding, file.encoding, encoding_words)
        delimiters = DELIMITERS if file.delimiter in DELIMITERS else (*DELIMITERS, file.delimiter)
        _offer(self.delimiter, delimiters, file.delimiter, delimiter_words)
        said = cleaned_file_words(file)
        self.cleaned.setVisible(bool(said))
        if said:
            self.cleaned.tell("\n".join(said), Tone.ATTENTION, "triangle-alert")
        self._fill_grid(file)
        self._show_shape()

    @property
    def first(self) -> QWidget:
        """The first field that needs an answer, or else the first of all."""
        if self.shape.has(SheetField.TEXT) and (unanswered := self.defaults.unanswered):
            return unanswered
        return self._boxes[0] if self._boxes else self.encoding

    def lacking(self) -> str:
        """Return the request to select what is missing; empty where nothing is."""
        if not self.shape.has(SheetField.TEXT):
            return self.tr("Select the column that contains the text.")
        return self.defaults.lacking()

    def remarks(self) -> tuple[str, ...]:
        """Return notes on cleaned characters and skipped columns."""
        file = self._file
        return (*cleaned_file_words(file), *filter(None, (skipped_column_words(file, self.shape),))) if file else ()

    def _fill_grid(self, file: CsvFile) -> None:
        clear_layout(self._grid)
        self._boxes = []
        for place, words in enumerate((self.tr("Column"), self.tr("Contains"), self.tr("First rows"))):
            self._grid.addWidget(PlainLabel(words, role="title"), 0, place)
        for place in range(len(file.header)):
            self._add_column(file, place)

    def _add_column(self, file: CsvFile, place: int) -> None:
        name = column_name(file.header, place)
        label, box = PlainLabel(name), self._target_box(place, name)
        label.setContentsMargins(0, _BESIDE_A_BOX, 0, 0)
        plain_tooltip(label, " ".join(file.header[place].split()))
        samples = [beginning(cell, _LETTERS) for cell in list(column_cells(file, place))[:_SAMPLES]]
        sample = PlainLabel("\n".join(samples), role="secondary")
        sample.setMinimumWidth(1)
        sample.setContentsMargins(0, _BESIDE_A_BOX, 0, 0)
        for column, widget in enumerate((label, box, sample)):
            self._grid.addWidget(widget, place + 1, column, Qt.AlignmentFlag.AlignTop)

    def _target_box(self, place: int, name: str) -> QComboBox:
        box = QComboBox()
        identify(box, f"importing.column.{place}", self.tr("Content of “{0}”").format(name))
        box.setModel(self._choices)
        WheelGuard(box)
        box.activated.connect(lambda chosen: self._choose(place, _TARGETS[chosen]))
        self._boxes.append(box)
        return box

    def _choose(self, place: int, target: ColumnTarget) -> None:
        self.shape = self.shape.with_target(place, target)
        self._show_shape()

    def _show_shape(self) -> None:
        for box, target in zip(self._boxes, self.shape.targets, strict=True):
            box.setCurrentIndex(_TARGETS.index(target))
        file = self._file
        assert file
        left_out = skipped_column_words(file, self.shape)
        self.left_out.setVisible(bool(left_out))
        if left_out:
            self.left_out.tell(left_out, Tone.LOCKED, "info")
        self.defaults.ask_for_missing(client=not self.shape.has(SheetField.CLIENT), example=self._example(file))
        self.changed.emit()

    def _example(self, file: CsvFile) -> str:
        """Return a date of the file that is ambiguous, where no other one shows the order; otherwise empty."""
        if SheetColumn(SheetField.DATE) not in self.shape.targets:
            return ""
        days = list(column_cells(file, self.shape.targets.index(SheetColumn(SheetField.DATE))))
        column = column_order(days)
        self.defaults.proven_order = column.order
        return next((each for each in days if column_order([each]).open), "") if column.asks else ""

    def _lay_out(self) -> None:
        below = FieldForm(self.encoding, self.delimiter)
        parts = self.name, self.cleaned, self.defaults.form, self._grid, self.left_out, self.has_header, below
        self.setLayout(column_of(*parts, ROOM, spacing=16))


def _offer(box: QComboBox, values: Sequence[str] | type[Encoding], chosen: str, words: Callable[..., str]) -> None:
    box.clear()
    for each in values:
        box.addItem(words(each), str(each))
    box.setCurrentIndex(box.findData(str(chosen)))
