"""The columns of the results: what each says, and how wide it is; and the headings of their days."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHeaderView, QTableView

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.post_actions.registry import offers_words
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.states import state_word
from postdesk.ui.text.times import date_text

translate = QCoreApplication.translate

_LEAST_POST: Final = 32
"""The characters of a post that have room before a narrow list shows its platforms, too."""


class ResultsColumn(IntEnum):
    """The columns, in the order of reading."""

    POST = 0
    PLATFORMS = 1
    STATE = 2
    WHEN = 3
    ACTIONS = 4


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: its title, which only screen readers see, and its text in a line. `wide_only`: a narrow list leaves it out."""

    title: str
    text: Callable[[ResultsLine], str]
    wide_only: bool = False

    @property
    def heading(self) -> str:
        """The title, translated."""
        return translate("Results", self.title)


def marks_text(line: ResultsLine) -> str:
    """Return the state on each platform: "LinkedIn: Published, X (Twitter): Failed"."""
    return ", ".join(f"{platform_word(platform)}: {state_word(mark)}" for platform, mark in line.platform_states)


COLUMNS: Final = {
    ResultsColumn.POST: ColumnSpec(QT_TRANSLATE_NOOP("Results", "Post"), lambda line: line.title),
    ResultsColumn.PLATFORMS: ColumnSpec(QT_TRANSLATE_NOOP("Results", "Platforms"), marks_text, wide_only=True),
    ResultsColumn.STATE: ColumnSpec(QT_TRANSLATE_NOOP("Results", "State"), lambda line: line.look.word),
    ResultsColumn.WHEN: ColumnSpec(QT_TRANSLATE_NOOP("Results", "When"), lambda line: line.when),
    ResultsColumn.ACTIONS: ColumnSpec(
        QT_TRANSLATE_NOOP("Results", "Actions"), lambda line: ", ".join(offers_words(line.buttons))
    ),
}


def post_text(line: ResultsLine) -> str:
    """Return the two lines of a post as they are painted: its first words and, unless all is as expected, its story."""
    return line.title if line.is_quiet or not line.story else f"{line.title}\n{line.story}"


def description(line: ResultsLine, heading: str = "") -> str:
    """Return the rest of a line, for screen readers: its client, its state and its time; before the first of a day, `heading`."""
    client = translate("Results", "for {0}").format(line.client_name) if line.client_name else ""
    repeats = translate("Results", "repeats") if line.repeats else ""
    story = line.story if line.is_quiet else ""
    return ". ".join(part for part in (heading, client, line.look.word, repeats, line.when, story) if part)


def day_heading(day: date, today: date) -> str:
    """Return the heading of a day: "Today", "Yesterday", "Tomorrow", or "Friday 27 November", with another year named."""
    near = {
        today: translate("Results", "Today"),
        today - timedelta(days=1): translate("Results", "Yesterday"),
        today + timedelta(days=1): translate("Results", "Tomorrow"),
    }
    return near.get(day) or date_text(day, "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy")


class ColumnWidths:
    """The widths of the columns of `view`, each as `needed` returns it; the post takes the rest."""

    def __init__(self, view: QTableView, needed: Callable[[ResultsColumn], int]) -> None:
        self._view, self._needed, self._header = view, needed, view.horizontalHeader()
        self._header.setStretchLastSection(False)
        self._header.setMinimumSectionSize(1)
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._header.setSectionResizeMode(ResultsColumn.POST, QHeaderView.ResizeMode.Stretch)
        # Qt would paint all lines once more a moment after widths change; they change only with the view, which is painted then.
        self._header.sectionResized.disconnect()

    def fit(self, width: int) -> None:
        """Leave columns out where they would leave too little to the post."""
        needed = {column: self._needed(column) for column in COLUMNS if column is not ResultsColumn.POST}
        roomy = width - sum(needed.values()) >= self._view.fontMetrics().averageCharWidth() * _LEAST_POST
        for column, spec in COLUMNS.items():
            self._view.setColumnHidden(column, spec.wide_only and not roomy)
        for column, size in needed.items():
            self._header.resizeSection(column, size)
