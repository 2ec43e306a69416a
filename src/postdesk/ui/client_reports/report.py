"""A report: its table of counts, its rows for a spreadsheet, and its pages."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.client_report import ClientReport, ReportOutcome, count_outcomes, outcome_groups, report_outcomes
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.domain.sheet import clock_texts, escape_cell
from postdesk.domain.state_groups import StateGroup
from postdesk.engine.file_writer import ProgressCallback
from postdesk.ui.client_reports.pages import Band, BandGroup, PageWriter, join_bands, rule, space, stack_bands
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

translate = QCoreApplication.translate

_PLACE: Final = 130.0
_STATE: Final = 110.0
_NUMBER: Final = 84.0


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts: a row for each platform and a column for each state, the totals last."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def planned_count(report: ClientReport) -> int:
    """Return the number of posts that are counted and not listed, since they are planned."""
    return len({outcome.post.id for outcome in report_outcomes(report.posts)}) - report.shown_count


def report_count_words(report: ClientReport) -> str:
    """Return the number of posts that are listed, and of planned ones."""
    return how_many_words(report.shown_count, report.head.request.kind, planned_count(report))


def caption() -> str:
    """Return the caption of the table."""
    return translate("ClientReports", "Posts by platform")


def count_table(found: Iterable[ReportOutcome]) -> CountTable:
    """Return the counts of a report."""
    numbers = dict[tuple[str, str], int]()
    for (platform, group), number in count_outcomes(found).items():
        numbers[platform, group_words(group)] = numbers.get((platform, group_words(group)), 0) + number
    platforms = sorted({platform for platform, _ in numbers}, key=_platform_order)
    order = dict.fromkeys(map(group_words, (StateGroup.PUBLISHED, StateGroup.FAILED, StateGroup.TO_DECIDE, *StateGroup)))
    words = [word for word in order if any((platform, word) in numbers for platform in platforms)]
    rows = [(place_words(platform), [numbers.get((platform, word), 0) for word in words]) for platform in platforms]
    total = translate("ClientReports", "Total"), [sum(column) for column in zip(*(row for _, row in rows), strict=True)]
    return CountTable(
        (*words, translate("ClientReports", "Total")), tuple((name, (*row, sum(row))) for name, row in (*rows, total))
    )


def _platform_order(platform: str) -> tuple[int, str]:
    """Return the sort key: Postdesk's platforms in their order, then those that the service added, unknown last."""
    known = list(map(str, Platform))
    return known.index(platform) if platform in known else len(known) + (not platform), platform


def report_csv(report: ClientReport, step: ProgressCallback) -> Iterator[bytes]:
    """Yield the CSV file; call `step` after each row."""
    yield b"\xef\xbb\xbf"  # without the BOM Excel reads the file in the system's old encoding
    yield _line(
        translate("ClientReports", "Client"),
        translate("ClientReports", "Date"),
        translate("ClientReports", "Time"),
        translate("ClientReports", "Time zone"),
        translate("ClientReports", "Platform"),
        translate("ClientReports", "State"),
        translate("ClientReports", "Text"),
        translate("ClientReports", "Link"),
        translate("ClientReports", "Reason"),
        translate("ClientReports", "Source"),
    )
    found = report_outcomes(report.posts)
    for number, outcome in enumerate(found, 1):
        yield _row(outcome, report)
        step(number, len(found))


def _row(outcome: ReportOutcome, report: ClientReport) -> bytes:
    head = report.head
    return _line(
        head.client.name,
        *clock_texts(outcome.entry.due_at, head.zone),
        head.zone.key,
        place_words(outcome.platform),
        group_words(outcome.group),
        outcome.text,
        outcome.address,
        reason_words(outcome, head),
        elsewhere_words() if outcome.elsewhere else "Postdesk",
    )


def _line(*cells: str) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([escape_cell(cell) for cell in cells])
    return line.getvalue().encode()


class ReportPages:
    """Lays out one report; made and used in one thread."""

    def __init__(self, report: ClientReport, theme: Theme, width: float) -> None:
        self._report, self._ink, self._width = report, PageWriter(theme), width

    def groups(self) -> Iterator[BandGroup]:
        """Yield the title block and the counts, then the posts."""
        found = report_outcomes(self._report.posts)
        yield self._ink.heading(self._report.head, self._width)
        words = report_count_words(self._report)
        yield BandGroup((self._ink.words(words, self._width), space(12)))
        if found:
            yield self._counts(found)
        yield BandGroup((self._ink.words(unknown_words(), self._width, colour=LIGHT.secondary), space(16)))
        for run in outcome_groups(found):
            yield self._run(run)

    def _counts(self, found: Sequence[ReportOutcome]) -> BandGroup:
        table = count_table(found)
        head = self._numbers("", table.columns, strong=True)
        rows = [
            self._numbers(name, map(QLocale().toString, row), strong=index == len(table.rows) - 1)
            for index, (name, row) in enumerate(table.rows)
        ]
        title = self._ink.words(caption(), self._width, strong=True)
        return BandGroup((stack_bands((title, space(4), head, *rows)), space(16)))

    def _numbers(self, name: str, cells: "Sequence[str] | map[str]", *, strong: bool) -> Band:
        ink = self._ink
        columns = [(_PLACE + n * _NUMBER, ink.words(cell, _NUMBER, strong=strong)) for n, cell in enumerate(cells)]
        return stack_bands((join_bands([(0.0, ink.words(name, _PLACE, strong=strong)), *columns]), space(4)))

    def _run(self, run: Sequence[ReportOutcome]) -> BandGroup:
        ink, first = self._ink, run[0]
        when = when_words(first.entry.due_at, self._report.head)
        if first.elsewhere and first.text:
            when = f"{when} · {elsewhere_words()}"
        colour = LIGHT.text if first.text else LIGHT.secondary
        return BandGroup(
            (
                stack_bands((rule(self._width, 8), ink.words(when, self._width, strong=True))),
                ink.words(text_words(first), self._width, colour=colour),
                space(4),
                *(self._row(outcome) for outcome in run),
                space(8),
            )
        )

    def _row(self, outcome: ReportOutcome) -> Band:
        ink, at = self._ink, _PLACE + _STATE
        cells = [
            (0.0, ink.marked(f"brand-{outcome.platform}", place_words(outcome.platform), _PLACE)),
            (_PLACE, ink.marked(group_icon(outcome.group), group_words(outcome.group), _STATE)),
        ]
        if outcome.address:
            cells.append((at, ink.link(outcome.address, self._width - at)))
        elif reason := reason_words(outcome, self._report.head):
            cells.append((at, ink.words(reason, self._width - at)))
        return join_bands(cells)
