"""Makes a client’s files: one maker for all formats, PDF pages, and the first page as a picture."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Final

# Some classes are imported although nothing here names them: Qt returns them in the thread, see `stepwise_import`.
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QDateTime, QMarginsF, QRectF, Qt, QXmlStreamReader  # noqa: F401
from PySide6.QtGui import QBrush, QColor, QImage, QPageLayout, QPainter, QPdfWriter, QRgba64, QTextLine  # noqa: F401

from postdesk.domain.client_report import ProofSheet, ReportFormat, ReportKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.client_reports import ReportDocument, ReportMedia
from postdesk.engine.file_writer import ProgressCallback
from postdesk.ui.client_reports.html import ProofHtml, ReportHtml
from postdesk.ui.client_reports.pages import PER_INCH, BandGroup, PageBands, PageFormat, PageWriter, paginate
from postdesk.ui.client_reports.proof_pages import ProofPages
from postdesk.ui.client_reports.report import ReportPages, planned_count, report_csv
from postdesk.ui.client_reports.words import title_line
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card_looks import load_looks

translate = QCoreApplication.translate

_FOOT: Final = 28.0
_FOOT_SIZE: Final = 11


class PdfPrinter:
    """Prints pages of one format; `foot` stands at the bottom left of each page, its number at the right."""

    def __init__(self, theme: Theme, form: PageFormat, foot: str) -> None:
        self._ink, self._format, self._foot = PageWriter(theme), form, foot

    def pdf(self, groups: Iterable[BandGroup], count: int, title: str, step: ProgressCallback) -> Iterator[bytes]:
        """Yield the file. Call `step` with each of `count` groups laid out, and as often while pages are printed."""
        laid = list(paginate(_stepped(groups, count, step), self._format.inner.height()))
        kept = QByteArray()
        with _writing(kept, self._format, title) as (writer, painter):
            for number, page in enumerate(laid, 1):
                if number > 1:
                    writer.newPage()
                self._print(painter, page, number, len(laid))
                step(count + count * number // len(laid), 2 * count)
        yield bytes(kept.data())

    def first(self, groups: Iterable[BandGroup], width: int, ratio: float) -> QImage:
        """Return the first page, `width` logical pixels wide, for a screen of that device pixel ratio."""
        whole = self._format.whole
        scale = width / whole.width()
        image = QImage((whole * scale * ratio).toSize(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        for page in islice(paginate(groups, self._format.inner.height()), 1):
            painter = QPainter(image)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(scale * ratio, scale * ratio)
            self._print(painter, page, 1, None)
            painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def _print(self, painter: QPainter, page: PageBands, number: int, total: int | None) -> None:
        inner = self._format.inner
        for placed in page:
            rect = QRectF(0, placed.top, inner.width(), placed.bottom - placed.top)
            painter.save()
            painter.translate(inner.x(), inner.y() + placed.y - placed.top)
            if rect.height() < placed.band.height:
                painter.setClipRect(rect)
            # A band that only touches the rectangle would appear twice in a text search of the file.
            placed.band.paint(painter, rect.adjusted(0, 1, 0, -1))
            painter.restore()
        self._end(painter, number, total)

    def _end(self, painter: QPainter, number: int, total: int | None) -> None:
        inner = self._format.inner
        row = QRectF(inner.x(), inner.bottom() + _FOOT, inner.width(), 16)
        painter.setFont(self._ink.font(_FOOT_SIZE))
        painter.setPen(QColor(LIGHT.secondary))
        words = translate("ClientReports", "Page {0} of {1}") if total else translate("ClientReports", "Page {0}")
        right = Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
        painter.drawText(row, int(right), words.format(number, total))
        room = painter.fontMetrics().elidedText(self._foot, Qt.TextElideMode.ElideRight, round(row.width() * 0.75))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine), room)


def _stepped(groups: Iterable[BandGroup], count: int, step: ProgressCallback) -> Iterator[BandGroup]:
    for number, group in enumerate(groups, 1):
        step(min(number, count), 2 * count)
        yield group


@contextmanager
def _writing(kept: QByteArray, form: PageFormat, title: str) -> Iterator[tuple[QPdfWriter, QPainter]]:
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    with closing(buffer):
        writer = QPdfWriter(buffer)
        writer.setResolution(PER_INCH)
        writer.setTitle(title)
        writer.setCreator("Postdesk")
        writer.setPageLayout(QPageLayout(form.size, QPageLayout.Orientation.Portrait, QMarginsF()))
        painter = QPainter(writer)
        try:
            yield writer, painter
        finally:
            painter.end()


def formats_of(kind: ReportKind) -> tuple[ReportFormat, ...]:
    """Return the formats of a kind; the export has the rows of a proof."""
    return tuple(each for each in ReportFormat if kind is ReportKind.REPORT or each is not ReportFormat.CSV)


@dataclass(frozen=True, slots=True)
class ReportMaker:
    """Makes files of one format. Called in a thread."""

    format: ReportFormat
    theme: Theme

    def __call__(self, report: ReportDocument, media: ReportMedia, step: ProgressCallback) -> Iterable[bytes]:
        resources = self.theme.resources
        if self.format is ReportFormat.PDF:
            return self._pdf(report, media, step)
        if isinstance(report, ProofSheet):
            return ProofHtml(report, media, load_looks(resources / "previews.toml"), resources).pieces(step)
        return report_csv(report, step) if self.format is ReportFormat.CSV else ReportHtml(report, resources).pieces(step)

    def _pdf(self, report: ReportDocument, media: ReportMedia, step: ProgressCallback) -> Iterable[bytes]:
        form, title = PageFormat.usual(), title_line(report.head)
        groups = _groups(report, media, self.theme, form.inner.width())
        return PdfPrinter(self.theme, form, title).pdf(groups, len(report.posts), title, step)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The number of posts of a proof or report, its first page, and the planned posts that a report only counts."""

    posts: int
    page: QImage
    planned: int = 0


@dataclass(frozen=True, slots=True)
class FirstPageMaker:
    """Makes a picture of the first page, `width` logical pixels wide, for a screen of that ratio. Called in a thread."""

    theme: Theme
    width: int
    ratio: float

    def __call__(self, report: ReportDocument, media: ReportMedia) -> FirstPage:
        form = PageFormat.usual()
        groups = _groups(report, media, self.theme, form.inner.width())
        printer = PdfPrinter(self.theme, form, title_line(report.head))
        planned = 0 if isinstance(report, ProofSheet) else planned_count(report)
        return FirstPage(report.shown_count, printer.first(groups, self.width, self.ratio), planned)


def _groups(report: ReportDocument, media: ReportMedia, theme: Theme, width: float) -> Iterable[BandGroup]:
    if isinstance(report, ProofSheet):
        return ProofPages(report, media, load_looks(theme.resources / "previews.toml"), theme, width).groups()
    return ReportPages(report, theme, width).groups()
