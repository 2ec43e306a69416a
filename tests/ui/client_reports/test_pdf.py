"""Proof sheets and reports as PDF, read by another program: all text is found, and no post is split without need."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from PySide6.QtCore import QLocale, QRectF
from PySide6.QtGui import QImage, QPainter
from tests.support.factories import an_entry
from tests.ui.client_reports.test_html import INSTAGRAM, LINKEDIN, NINE, NOTHING, PICTURE, X, head, no_step, out, planned, went

from postdesk.domain.approval import Approval
from postdesk.domain.client_report import ClientReport, ProofSheet, ReportFormat, ReportKind
from postdesk.domain.drafts import Variant
from postdesk.domain.export_items import ExportItem
from postdesk.domain.media import MediaCheck, MediaFacts, MediaType
from postdesk.engine.client_reports import ReportDocument, ReportMedia
from postdesk.media.media_probe import ProbeResult
from postdesk.ui.client_reports.maker import FirstPage, FirstPageMaker, ReportMaker
from postdesk.ui.client_reports.pages import Band, BandGroup, PageBands, paginate
from postdesk.ui.kit.theme import Theme

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)


@contextmanager
def opened(theme: Theme, paper: ReportDocument, seeing: ReportMedia = NOTHING) -> Iterator[pypdfium2.PdfDocument]:
    with closing(pypdfium2.PdfDocument(made(theme, paper, seeing))) as document:
        yield document


def made(theme: Theme, paper: ReportDocument, seeing: ReportMedia = NOTHING) -> bytes:
    return b"".join(ReportMaker(ReportFormat.PDF, theme)(paper, seeing, no_step))


def pages_of(theme: Theme, paper: ReportDocument, seeing: ReportMedia = NOTHING) -> list[str]:
    """Return the text of each page, with single spaces."""
    with opened(theme, paper, seeing) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def a_proof(*posts: ExportItem, **more: object) -> ProofSheet:
    return ProofSheet(head(ReportKind.PROOF, **more), posts)


def numbered(count: int, **fields: object) -> list[ExportItem]:
    return [planned(text=f"Post number {n}.", due_at=NINE + timedelta(hours=n), **fields) for n in range(count)]


def test_a_proof_can_be_searched_and_says_what_it_is(theme: Theme) -> None:
    post = planned(platforms=(LINKEDIN, X), text="Fresh bread", variants=(Variant(X, text="Bread, freshly"),))
    (page,) = pages_of(theme, a_proof(replace(post, approval=Approval.WAITING)))
    for words in (
        "Ann Archer Planned posts · November 2026",
        "Times are in the time zone of Berlin (Europe/Berlin).",
        "Created on Wednesday 25 November 2026, 13:00.",
        "Friday 27 November 2026, 09:00",
        "X (Twitter)",
        "Waiting for your approval",
        "Fresh bread",
        "Bread, freshly",
        "Page 1 of 1",
    ):
        assert words in page


def test_texts_of_any_script_can_be_searched(theme: Theme) -> None:
    words = ("Größe naïve ½ Łódź", "Καλημέρα κόσμε", "Доброе утро")
    (page,) = pages_of(theme, a_proof(planned(text="\n".join((*words, "🥖 مرحبا بالعالم 👩‍👩‍👧 日本語")))))
    assert [each for each in words if each in page] == [*words]


def test_every_page_has_its_number_and_no_post_is_on_two(theme: Theme) -> None:
    pages = pages_of(theme, a_proof(*numbered(30, platforms=(LINKEDIN, X))))
    assert len(pages) > 3
    assert [page.rpartition("Page ")[2] for page in pages] == [f"{n} of {len(pages)}" for n in range(1, len(pages) + 1)]
    for number in range(30):
        assert sum(f"Post number {number}." in page for page in pages) == 1
        assert sum(page.count(f"Post number {number}.") for page in pages) == 2


def test_a_post_that_is_longer_than_a_page_is_all_there(theme: Theme) -> None:
    lines = [f"Line{number}ofmany." for number in range(400)]
    for pictures in (True, False):
        found = pages_of(theme, a_proof(planned(text="\n".join(lines)), pictures=pictures))
        pages = ["".join(page.split()) for page in found]  # the reader takes a narrow column for a column of letters
        assert len(pages) > 2
        assert [line for line in lines if sum(line in page for page in pages) != 1] == []


def test_a_picture_is_in_the_file_once_however_many_posts_show_it(theme: Theme) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    for x in range(400):
        for y in range(0, 300, 7):
            image.setPixel(x, y, x * y)
    seeing = ReportMedia({PICTURE: ProbeResult(MediaCheck(PICTURE, MADE, MediaFacts(MediaType.JPEG)), image)})
    one, ten = (len(made(theme, a_proof(*numbered(n, platforms=(INSTAGRAM,), media_url=PICTURE)), seeing)) for n in (1, 10))
    assert ten < 2 * one


def test_a_picture_that_was_not_seen_is_said(theme: Theme) -> None:
    (page,) = pages_of(theme, a_proof(planned(platforms=(INSTAGRAM,), media_url=PICTURE)))
    assert "studio.jpg (no picture available)" in page


def test_no_words_of_a_card_are_cut_where_it_is_as_narrow_as_on_paper(theme: Theme) -> None:
    (page,) = pages_of(theme, a_proof(planned(text="Fresh bread")))
    assert "…" not in page


def test_a_report_has_the_figures_links_and_reasons(theme: Theme) -> None:
    posts = (
        replace(out(went(X, external_id="17"), went(LINKEDIN, "failed", detail="content_refused")), id=1),
        replace(out(an_entry(due_at=NINE, content="Secret plan")), id=2),
    )
    paper = ClientReport(head(ReportKind.REPORT), posts)
    (page,) = pages_of(theme, paper)
    links = made(theme, paper).count(b"/URI (https://x.com/i/web/status/17)")
    assert "Posts by platform Published Failed Planned Total LinkedIn 0 1 1 2 X (Twitter) 1 0 0 1 Total 1 1 1 3" in page
    assert "X (Twitter) Published https://x.com/i/web/status/17" in page
    assert "LinkedIn Failed The platform refused the content." in page
    assert ("Secret plan" in page, links) == (False, 1)


def test_a_paper_of_nothing_is_still_a_page(theme: Theme) -> None:
    (page,) = pages_of(theme, ClientReport(head(ReportKind.REPORT), ()))
    assert "No posts went out in these days." in page


@pytest.mark.parametrize(("locale", "size"), [("en_GB", (595, 842)), ("en_US", (612, 792))])
def test_the_paper_is_that_of_the_users_country(theme: Theme, locale: str, size: tuple[int, int]) -> None:
    QLocale.setDefault(QLocale(locale))
    with opened(theme, a_proof(planned())) as document:
        assert tuple(map(round, document[0].get_size())) == size


def test_each_step_is_told_and_the_last_is_the_end(theme: Theme) -> None:
    steps: list[tuple[int, int]] = []
    paper = a_proof(*numbered(12))
    b"".join(ReportMaker(ReportFormat.PDF, theme)(paper, NOTHING, lambda done, total: steps.append((done, total))))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert (steps[-1], {total for _, total in steps}) == ((24, 24), {24})


def test_the_first_page_is_shown_without_the_others(theme: Theme) -> None:
    begun = FirstPageMaker(theme, 300, 2.0)(a_proof(*numbered(500)), NOTHING)
    assert isinstance(begun, FirstPage)
    assert (begun.posts, begun.page.width(), begun.page.devicePixelRatio()) == (500, 600, 2.0)


def heights(page: PageBands) -> list[tuple[float, float]]:
    return [(placed.top, placed.bottom) for placed in page]


def a_group(*parts: float, cuts: Sequence[float] = ()) -> BandGroup:
    return BandGroup(tuple(Band(height, _paint_nothing, tuple(cuts)) for height in parts))


def _paint_nothing(painter: QPainter, clip: QRectF) -> None:
    """Paint nothing: only the height of the band counts."""


def test_what_has_no_room_below_begins_a_page() -> None:
    pages = paginate([a_group(60), a_group(30, 20)], 100)
    assert [heights(page) for page in pages] == [[(0, 60)], [(0, 30), (0, 20)]]


def test_what_is_longer_than_a_page_is_cut_where_it_may_be() -> None:
    (page, *others) = paginate([a_group(270, cuts=(40, 80, 120, 160, 240))], 100)
    assert [heights(each) for each in (page, *others)] == [[(0, 80)], [(80, 160)], [(160, 240)], [(240, 270)]]


def test_what_may_not_be_cut_is_cut_at_the_end_of_the_page() -> None:
    assert [heights(page) for page in paginate([a_group(250)], 100)] == [[(0, 100)], [(100, 200)], [(200, 250)]]


def test_a_heading_is_never_alone_at_the_end_of_a_page() -> None:
    pages = [heights(page) for page in paginate([a_group(70), a_group(20, 90, 50)], 115)]
    assert pages == [[(0, 70)], [(0, 20), (0, 90)], [(0, 50)]]
