"""The columns of the results: a table with the title, text, order and width of each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHeaderView, QTreeView

from postdesk.domain.board import ResultSort
from postdesk.ui.post_actions.registry import offers_words
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import platform_word, zone_word
from postdesk.ui.text.states import state_word

translate = QCoreApplication.translate

_ROOMY: Final = 160
_TIGHT: Final = 110
"""Widths of the table in characters."""

_CLIENT_NAME: Final = 22
"""Additional characters where lines name their client."""

_LEAST: Final = 48


class ResultsColumn(IntEnum):
    """The columns, from left to right."""

    POST = 0
    CLIENT = 1
    PLATFORMS = 2
    STATE = 3
    WHEN = 4
    STORY = 5
    ACTIONS = 6


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column. `letters`: its width, where `cells` doesn't measure it.

    `wide_only`: a narrow table leaves it out; `of_many`: it is shown only where lines are of several clients.
    """

    title: str
    text: Callable[[ResultsLine], str]
    sort: ResultSort | None = None
    letters: int = 20
    wide_only: bool = False
    of_many: bool = False


def _marks_text(line: ResultsLine) -> str:
    return ", ".join(f"{platform_word(platform)}: {state_word(mark)}" for platform, mark in line.platform_states)


COLUMNS: Final = {
    ResultsColumn.POST: ColumnSpec(QT_TRANSLATE_NOOP("Results", "Post"), lambda line: line.title, ResultSort.TEXT),
    ResultsColumn.CLIENT: ColumnSpec(
        QT_TRANSLATE_NOOP("Results", "Client"), lambda line: line.client_name, ResultSort.CLIENT, wide_only=True, of_many=True
    ),
    ResultsColumn.PLATFORMS: ColumnSpec(QT_TRANSLATE_NOOP("Results", "Platforms"), _marks_text, wide_only=True),
    ResultsColumn.STATE: ColumnSpec(QT_TRANSLATE_NOOP("Results", "State"), lambda line: line.look.word, ResultSort.STATE),
    ResultsColumn.WHEN: ColumnSpec(QT_TRANSLATE_NOOP("Results", "When, {0}"), lambda line: line.when, ResultSort.WHEN),
    ResultsColumn.STORY: ColumnSpec(QT_TRANSLATE_NOOP("Results", "What happened"), lambda line: line.story),
    ResultsColumn.ACTIONS: ColumnSpec(
        QT_TRANSLATE_NOOP("Results", "Actions"), lambda line: ", ".join(offers_words(line.buttons))
    ),
}


def header_text(column: ResultsColumn, zone: ZoneInfo) -> str:
    """Return a column's title; that of the times names their zone."""
    return translate("Results", COLUMNS[column].title).format(zone_word(zone.key))


def description(line: ResultsLine) -> str:
    """Return a whole line, for screen readers: its client, its state and its time."""
    client = translate("Results", "for {0}").format(line.client_name) if line.client_name else ""
    repeats = translate("Results", "repeats") if line.repeats else ""
    return ". ".join(part for part in (client, line.look.word, repeats, line.when, line.story) if part)


class ColumnWidths:
    """The widths of the columns of `view`.

    `needed(column, roomy)` returns a width; post and story share the rest. `on_layout(one_button, show_mark)` is called when the
    layout changes. `names_client`: lines name their client.
    """

    def __init__(
        self, view: QTreeView, needed: Callable[[ResultsColumn, bool], int], on_layout: Callable[[bool, bool], object]
    ) -> None:
        self._view, self._needed_by, self._on_layout, self._header = view, needed, on_layout, view.header()
        self._fitted: tuple[bool, bool, bool] | None = None
        self._words = 0
        self.names_client = False
        header, mode = self._header, QHeaderView.ResizeMode
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(_LEAST)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(ResultsColumn.STORY, mode.Stretch)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def fit(self, width: int) -> None:
        """Hide columns in a narrow table; widths that the user set stay until the columns change."""
        em = self._view.fontMetrics().averageCharWidth()
        more = _CLIENT_NAME if self.names_client else 0
        fitted = width > em * (_ROOMY + more), width > em * (_TIGHT + more), self.names_client
        if fitted != self._fitted:
            self._fitted = fitted
            self._lay_out(*fitted)
        self._share(width)

    def _lay_out(self, roomy: bool, wide: bool, names_client: bool) -> None:
        self._on_layout(not roomy, names_client and not wide)
        for column, spec in COLUMNS.items():
            self._view.setColumnHidden(column, (spec.wide_only and not wide) or (spec.of_many and not names_client))
            if column is not ResultsColumn.STORY:
                self._header.resizeSection(column, self._needed(column))
        self._words = self._header.sectionSize(ResultsColumn.POST)

    def _share(self, width: int) -> None:
        """Share the rest between the post's text and its story, unless the user set a width.

        The story extends into the room that the buttons of its line leave.
        """
        if self._header.sectionSize(ResultsColumn.POST) == self._words:
            others = sum(map(self._header.sectionSize, set(ResultsColumn) - {ResultsColumn.POST, ResultsColumn.STORY}))
            self._words = max(self._needed(ResultsColumn.POST), (width - others) // 2)
            self._header.resizeSection(ResultsColumn.POST, self._words)

    def _needed(self, column: ResultsColumn) -> int:
        return self._needed_by(column, self._fitted is not None and self._fitted[0])
