"""A report's rows for a spreadsheet: one for each platform of each post, no cell of which is computed."""

import csv
import io
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from postdesk.domain.paper import Outcome, Report, outcomes
from postdesk.domain.sheet import guarded, on_the_clock
from postdesk.engine.file_writer import Step
from postdesk.ui.client_reports.words import elsewhere_words, group_words, place_words, reason_words

translate = QCoreApplication.translate


def report_csv(report: Report, step: Step) -> Iterator[bytes]:
    """The file; `step` after each row."""
    yield b"\xef\xbb\xbf"  # without it Excel takes the file for one in the system's old encoding
    yield _line(
        translate("Paper", "Client"),
        translate("Paper", "Date"),
        translate("Paper", "Time"),
        translate("Paper", "Time zone"),
        translate("Paper", "Platform"),
        translate("Paper", "State"),
        translate("Paper", "Text"),
        translate("Paper", "Link"),
        translate("Paper", "Reason"),
        translate("Paper", "Where"),
    )
    found = outcomes(report.posts)
    for number, outcome in enumerate(found, 1):
        yield _row(outcome, report)
        step(number, len(found))


def _row(outcome: Outcome, report: Report) -> bytes:
    head = report.head
    return _line(
        head.client.name,
        *on_the_clock(outcome.entry.due_at, head.zone),
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
    csv.writer(line).writerow([guarded(cell) for cell in cells])
    return line.getvalue().encode()
