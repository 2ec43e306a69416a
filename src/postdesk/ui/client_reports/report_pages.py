"""A report on pages: counts, then what came of each post."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QLocale

from postdesk.domain.paper import Outcome, Report, outcomes, runs
from postdesk.ui.client_reports.counts import caption, table_of
from postdesk.ui.client_reports.ink import Ink, below, beside, rule, space
from postdesk.ui.client_reports.pages import Band, Group
from postdesk.ui.client_reports.words import (
    elsewhere_words,
    group_icon,
    group_words,
    how_many_words,
    place_words,
    reason_words,
    text_words,
    unknown_words,
    when_words,
)
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.theme import Theme

_PLACE: Final = 130.0
_STATE: Final = 110.0
_NUMBER: Final = 84.0


class ReportPages:
    """Lays out one report; made and used in one thread."""

    def __init__(self, report: Report, theme: Theme, width: float) -> None:
        self._report, self._ink, self._width = report, Ink(theme), width

    def groups(self) -> Iterator[Group]:
        """What it is of whom, the figures; then the posts."""
        found = outcomes(self._report.posts)
        told = runs(found)
        count = self._report.told
        yield self._ink.heading(self._report.head, self._width)
        words = how_many_words(count, self._report.head.asked.kind)
        yield Group((self._ink.words(words, self._width), space(12)))
        if found:
            yield self._counts(found)
        yield Group((self._ink.words(unknown_words(), self._width, colour=LIGHT.secondary), space(16)))
        for run in told:
            yield self._run(run)

    def _counts(self, found: Sequence[Outcome]) -> Group:
        table = table_of(found)
        head = self._numbers("", table.columns, strong=True)
        rows = [
            self._numbers(name, map(QLocale().toString, row), strong=index == len(table.rows) - 1)
            for index, (name, row) in enumerate(table.rows)
        ]
        title = self._ink.words(caption(), self._width, strong=True)
        return Group((below((title, space(4), head, *rows)), space(16)))

    def _numbers(self, name: str, cells: "Sequence[str] | map[str]", *, strong: bool) -> Band:
        ink = self._ink
        columns = [(_PLACE + n * _NUMBER, ink.words(cell, _NUMBER, strong=strong)) for n, cell in enumerate(cells)]
        return below((beside([(0.0, ink.words(name, _PLACE, strong=strong)), *columns]), space(4)))

    def _run(self, run: Sequence[Outcome]) -> Group:
        ink, first = self._ink, run[0]
        when = when_words(first.entry.due_at, self._report.head)
        if first.elsewhere and first.text:
            when = f"{when} · {elsewhere_words()}"
        colour = LIGHT.text if first.text else LIGHT.secondary
        return Group(
            (
                below((rule(self._width, 8), ink.words(when, self._width, strong=True))),
                ink.words(text_words(first), self._width, colour=colour),
                space(4),
                *(self._row(outcome) for outcome in run),
                space(8),
            )
        )

    def _row(self, outcome: Outcome) -> Band:
        ink, at = self._ink, _PLACE + _STATE
        cells = [
            (0.0, ink.marked(f"brand-{outcome.platform}", place_words(outcome.platform), _PLACE)),
            (_PLACE, ink.marked(group_icon(outcome.group), group_words(outcome.group), _STATE)),
        ]
        if outcome.address:
            cells.append((at, ink.link(outcome.address, self._width - at)))
        elif reason := reason_words(outcome, self._report.head):
            cells.append((at, ink.words(reason, self._width - at)))
        return beside(cells)
