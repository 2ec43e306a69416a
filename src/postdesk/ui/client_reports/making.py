"""Which of the makers makes what was asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

# Those that Qt hands out unasked come to be here, and not in the thread: see `stepwise_import`.
from PySide6.QtCore import QDateTime, QXmlStreamReader  # noqa: F401
from PySide6.QtGui import QBrush, QImage, QRgba64, QTextLine  # noqa: F401

from postdesk.domain.paper import Kind, PaperFormat, Proof
from postdesk.engine.file_writer import Step
from postdesk.engine.papers import Paper, Seeing
from postdesk.ui.client_reports.pages import Format, Group
from postdesk.ui.client_reports.pdf import Press
from postdesk.ui.client_reports.proof_html import ProofHtml
from postdesk.ui.client_reports.proof_pages import ProofPages
from postdesk.ui.client_reports.report_csv import report_csv
from postdesk.ui.client_reports.report_html import ReportHtml
from postdesk.ui.client_reports.report_pages import ReportPages
from postdesk.ui.client_reports.words import titled
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.looks import load_looks


def formats_of(kind: Kind) -> tuple[PaperFormat, ...]:
    """As what it can be had; a proof's rows are what an export is for."""
    return tuple(each for each in PaperFormat if kind is Kind.REPORT or each is not PaperFormat.CSV)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes files of one kind. Called in a thread."""

    format: PaperFormat
    theme: Theme

    def __call__(self, paper: Paper, seeing: Seeing, step: Step) -> Iterable[bytes]:
        resources = self.theme.resources
        if self.format is PaperFormat.PDF:
            return self._pdf(paper, seeing, step)
        if isinstance(paper, Proof):
            return ProofHtml(paper, seeing, load_looks(resources / "previews.toml"), resources).pieces(step)
        return report_csv(paper, step) if self.format is PaperFormat.CSV else ReportHtml(paper, resources).pieces(step)

    def _pdf(self, paper: Paper, seeing: Seeing, step: Step) -> Iterable[bytes]:
        form, title = Format.usual(), titled(paper.head)
        groups = _groups(paper, seeing, self.theme, form.inner.width())
        return Press(self.theme, form, title).pdf(groups, len(paper.posts), title, step)


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a paper begins: how many posts it has, and its first page."""

    posts: int
    page: QImage


@dataclass(frozen=True, slots=True)
class Sketch:
    """Shows how a paper begins: its first page, so many logical pixels wide, for a screen of that ratio. Called in a thread."""

    theme: Theme
    width: int
    ratio: float

    def __call__(self, paper: Paper, seeing: Seeing) -> Beginning:
        form = Format.usual()
        groups = _groups(paper, seeing, self.theme, form.inner.width())
        return Beginning(paper.told, Press(self.theme, form, titled(paper.head)).first(groups, self.width, self.ratio))


def _groups(paper: Paper, seeing: Seeing, theme: Theme, width: float) -> Iterable[Group]:
    if isinstance(paper, Proof):
        return ProofPages(paper, seeing, load_looks(theme.resources / "previews.toml"), theme, width).groups()
    return ReportPages(paper, theme, width).groups()
