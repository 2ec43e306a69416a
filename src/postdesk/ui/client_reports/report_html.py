"""A report as HTML: counts, then what came of each post."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale

from postdesk.domain.paper import Outcome, Report, outcomes, runs
from postdesk.engine.file_writer import Step
from postdesk.ui.client_reports.counts import Table, caption, table_of
from postdesk.ui.client_reports.html import document, mark, state, text
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


class ReportHtml:
    """Writes one report; `resources` is the folder of the data files. Called in a thread."""

    def __init__(self, report: Report, resources: Path) -> None:
        self._report, self._resources = report, resources

    def pieces(self, step: Step) -> Iterator[bytes]:
        """The file; `step` after each post."""
        return document(self._report.head, _STYLE, self._body(step))

    def _body(self, step: Step) -> Iterator[str]:
        found = outcomes(self._report.posts)
        told = runs(found)
        count = self._report.told
        yield f"<p>{text(how_many_words(count, self._report.head.asked.kind))}</p>\n"
        if found:
            yield _counts(table_of(found))
        yield f"<p class=quiet>{text(unknown_words())}</p>\n"
        for number, run in enumerate(told, 1):
            yield self._run(run)
            step(number, len(told))

    def _run(self, run: Sequence[Outcome]) -> str:
        first = run[0]
        elsewhere = f" · {text(elsewhere_words())}" if first.elsewhere and first.text else ""
        quiet = "" if first.text else " quiet"
        return (
            f"<article><p class=when>{text(when_words(first.entry.due_at, self._report.head))}{elsewhere}</p>"
            f'<div class="words{quiet}" dir=auto>{text(text_words(first))}</div>'
            f"<table>{''.join(map(self._row, run))}</table></article>\n"
        )

    def _row(self, outcome: Outcome) -> str:
        name = f"{mark(self._resources, f'brand-{outcome.platform}')}{text(place_words(outcome.platform))}"
        how = state(self._resources, group_icon(outcome.group), group_words(outcome.group))
        address, reason = escape(outcome.address), text(reason_words(outcome, self._report.head))
        link = f'<a href="{address}" rel="noopener noreferrer">{address}</a>' if address else ""
        return f"<tr><th scope=row>{name}</th><td>{how}</td><td dir=auto>{link}{reason}</td></tr>"


def _counts(table: Table) -> str:
    head = "".join(f"<th scope=col>{text(word)}</th>" for word in table.columns)
    rows = "".join(
        f"<tr><th scope=row>{text(name)}</th>{''.join(f'<td>{QLocale().toString(count)}</td>' for count in row)}</tr>"
        for name, row in table.rows
    )
    return f"<table class=counts><caption>{text(caption())}</caption><tr><td></td>{head}</tr>{rows}</table>\n"


_STYLE: Final = """
article { break-inside: avoid; border-top: 1px solid #e1e4ea; padding: 12px 0 }
.when { margin: 0 0 4px; font-weight: 600 } article table { margin-top: 8px; width: 100%; border-spacing: 0 }
article th { text-align: left; font-weight: 500; width: 130px } article td { padding: 2px 12px 2px 0; overflow-wrap: anywhere }
article th, article td { vertical-align: top } article td:nth-child(2) { width: 150px } a { color: #3454d1 }
.counts { border-collapse: collapse; margin: 16px 0 } .counts caption { text-align: left; font-weight: 600; padding-bottom: 4px }
.counts th, .counts td { padding: 4px 16px 4px 0; border-bottom: 1px solid #e1e4ea; text-align: right }
.counts th[scope=row] { text-align: left; font-weight: 500 } .counts tr:last-child > * { border-bottom: 0; font-weight: 600 }
"""
