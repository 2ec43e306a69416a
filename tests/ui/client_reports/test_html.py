"""Proof sheets and reports as HTML and CSV: complete, safe for any text of a post, and clear about what is unknown."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from PySide6.QtGui import QImage
from tests.support.factories import a_client, a_draft, an_entry
from tests.support.filled import a_post
from tests.support.sessions import RESOURCES

from postdesk.domain.approval import Approval
from postdesk.domain.client_report import ClientReport, ProofSheet, ReportFormat, ReportHead, ReportKind, ReportRequest
from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Variant
from postdesk.domain.export_items import ExportItem, item_from_draft
from postdesk.domain.media import MediaCheck, MediaFacts, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState
from postdesk.domain.remote import PlatformResult
from postdesk.engine.client_reports import ReportDocument, ReportMedia
from postdesk.media.media_probe import ProbeResult
from postdesk.ui.client_reports.html import ProofHtml, ReportHtml
from postdesk.ui.client_reports.report import report_csv
from postdesk.ui.previews.card_looks import load_looks

LINKEDIN, X, INSTAGRAM = Platform.LINKEDIN, Platform.TWITTER, Platform.INSTAGRAM
MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)
PICTURE = "https://example.com/studio.jpg"
HOSTILE = "</style><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>&amp;\0\ud800"
NOTHING = ReportMedia({})
LOOKS = load_looks(RESOURCES / "previews.toml")


class Reader(HTMLParser):
    """The contents of a page as a browser parses them: the tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += f"{data}\n" if self.tags and self.tags[-1][0] != "style" else ""


def head(kind: ReportKind, **more: Any) -> ReportHead:
    first = more.pop("first", date(2026, 11, 1))
    last = more.pop("last", date(2026, 11, 30))
    client = a_client(name=more.pop("name", "Ann Archer"), zone=more.pop("zone", "Europe/Berlin"))
    return ReportHead(ReportRequest(kind, 1, first, last, **more), client, MADE)


def planned(**fields: Any) -> ExportItem:
    draft = a_draft(*fields.pop("platforms", (LINKEDIN,)), **{"due_at": NINE} | fields)
    post = item_from_draft(draft, a_client(), (draft,))
    marks = tuple((platform, PostState.SCHEDULED) for platform in draft.platforms)
    return replace(post, state=PostState.SCHEDULED, platform_states=marks)


def proof(*posts: ExportItem, seeing: ReportMedia = NOTHING, **more: Any) -> str:
    return made(ProofSheet(head(ReportKind.PROOF, **more), posts), ReportFormat.HTML, seeing)


def report(*posts: Post, kind: ReportFormat = ReportFormat.HTML, **more: Any) -> str:
    return made(ClientReport(head(ReportKind.REPORT, **more), posts), kind)


def made(paper: ReportDocument, kind: ReportFormat, seeing: ReportMedia = NOTHING) -> str:
    return b"".join(_pieces(paper, kind, seeing)).decode("utf-8-sig")


def _pieces(paper: ReportDocument, kind: ReportFormat, seeing: ReportMedia) -> Iterator[bytes]:
    if isinstance(paper, ProofSheet):
        return ProofHtml(paper, seeing, LOOKS, RESOURCES).pieces(no_step)
    return report_csv(paper, no_step) if kind is ReportFormat.CSV else ReportHtml(paper, RESOURCES).pieces(no_step)


def no_step(done: int, total: int) -> None:
    """Ignore the progress."""


def out(*entries: Entry, text: str = "Hello", origin: PostOrigin = PostOrigin.HERE) -> Post:
    return replace(a_post(a_client(), entries, text, origin), id=1)


def went(platform: Platform, status: str = "published", **fields: Any) -> Entry:
    stage = Stage.PUBLISHED if status == "published" else Stage.FAILED
    result = PlatformResult(platform, status, fields.pop("external_id", ""), fields.pop("detail", ""))
    usual = {"state": State.ACCEPTED, "due_at": NINE, "stage": stage, "results": (result,)}
    return an_entry(platforms=(platform,), **usual | fields)


def lines(page: str) -> list[str]:
    return [line.strip() for line in Reader(page).words.splitlines() if line.strip()]


def test_a_proof_says_whose_it_is_of_when_and_by_whose_clock() -> None:
    found = lines(proof(planned()))
    assert found[1:6] == [
        "Ann Archer",
        "Planned posts · November 2026",
        "Times are in the time zone of Berlin (Europe/Berlin).",
        "Created on Wednesday 25 November 2026, 13:00.",
        "1 post",
    ]
    assert "Friday 27 November 2026, 09:00" in found


def test_without_times_a_proof_has_the_day_alone() -> None:
    assert "Friday 27 November 2026" in lines(proof(planned(), times=False))


def test_a_change_of_the_clock_within_the_days_is_told() -> None:
    found = lines(proof(first=date(2026, 10, 1), last=date(2026, 10, 31)))
    assert "Clocks change on Sunday 25 October 2026, from UTC+2 to UTC+1." in found


def test_a_time_that_comes_twice_says_which_it_is() -> None:
    twice = [planned(due_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1)]
    found = lines(proof(*twice, first=date(2026, 10, 1), last=date(2026, 10, 31)))
    assert [line[-11:] for line in found if line.startswith("Sunday 25")] == ["02:30 UTC+2", "02:30 UTC+1"]


def test_each_platform_shows_what_it_gets() -> None:
    post = planned(platforms=(LINKEDIN, X), text="Shared", variants=(Variant(X, text="Its own"),))
    found = lines(proof(post))
    assert found[found.index("LinkedIn") :] == [
        "LinkedIn", "Planned", "AA", "Ann Archer", "Shared",
        "X (Twitter)", "Planned", "AA", "Ann Archer", "Its own",
    ]  # fmt: skip


def test_a_proof_says_how_far_each_post_is() -> None:
    waiting = replace(planned(), approval=Approval.WAITING)
    locked = replace(planned(), platform_states=((LINKEDIN, PostState.LOCKED),), approval=Approval.APPROVED)
    draft = replace(planned(), state=None, platform_states=())
    page = proof(planned(), waiting, replace(planned(), approval=Approval.APPROVED), locked, draft)
    words = ("Planned", "Waiting for your approval", "Approved", "Locked", "Draft")
    assert [line for line in lines(page) if line in words] == list(words)


def test_a_picture_that_was_seen_is_in_the_file_and_one_that_was_not_is_said() -> None:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill("#c2410c")
    seen = ReportMedia({PICTURE: ProbeResult(MediaCheck(PICTURE, MADE, MediaFacts(MediaType.JPEG)), image)})
    post = planned(platforms=(INSTAGRAM,), media_url=PICTURE)
    (source,) = [each["src"] or "" for tag, each in Reader(proof(post, seeing=seen)).tags if tag == "img"]
    assert source.startswith("data:image/jpeg;base64,")
    assert "studio.jpg (no picture available)" in lines(proof(post))


def test_platforms_that_get_the_same_stand_together_in_text_alone() -> None:
    post = planned(platforms=(LINKEDIN, X), text="Shared", media_url=PICTURE)
    found = lines(proof(post, pictures=False))
    assert found[-6:] == ["LinkedIn", "Planned", "X (Twitter)", "Planned", "Shared", "studio.jpg"]


def test_nothing_that_a_post_says_is_taken_for_markup() -> None:
    """A post's text adds no tag and no address that would be fetched, and all of the text can be read."""
    platforms = tuple(Platform)
    post = planned(platforms=platforms, text=HOSTILE, title=HOSTILE, media_url=f"https://x.example/{HOSTILE}")
    sent = out(went(X, "failed", content=HOSTILE, detail=HOSTILE, external_id=HOSTILE), text=HOSTILE)
    for page in (proof(post, name=HOSTILE), proof(post, name=HOSTILE, pictures=False), report(sent, name=HOSTILE)):
        read = Reader(page)
        assert not {"script", "iframe", "object", "form", "base", "link"} & {tag for tag, _ in read.tags}
        assert not [each for tag, each in read.tags if tag == "img" or any(name.startswith("on") for name in each)]
        assert "<script>alert(1)</script>" in read.words
        assert not re.search("[\0\ud800]", page)


def test_a_report_counts_by_platform_and_state() -> None:
    posts = (
        replace(out(went(X, external_id="17"), went(LINKEDIN, "failed", detail="nothing of that")), id=1),
        replace(out(went(X)), id=2),
        replace(out(an_entry(due_at=NINE)), id=3),
    )
    table = re.search("<table class=counts>.*?</table>", report(*posts), re.DOTALL)
    assert table
    assert lines(table[0]) == [
        "Posts by platform", "Published", "Failed", "Planned", "Total",
        "LinkedIn", "0", "1", "1", "2",
        "X (Twitter)", "2", "0", "0", "2",
        "Total", "2", "1", "1", "4",
    ]  # fmt: skip


def test_a_report_tells_where_each_post_is_and_why_one_is_not() -> None:
    page = report(out(went(X, external_id="1890"), went(LINKEDIN, "failed", detail="content_refused")))
    found = lines(page)
    start = found.index("Friday 27 November 2026, 09:00")
    assert found[start:] == [
        "Friday 27 November 2026, 09:00", "Hello",
        "X (Twitter)", "Published", "https://x.com/i/web/status/1890",
        "LinkedIn", "Failed", "The platform refused the content.",
    ]  # fmt: skip
    assert [each["href"] for tag, each in Reader(page).tags if tag == "a"] == ["https://x.com/i/web/status/1890"]
    assert "The platform refused the content." not in lines(
        report(out(went(X, "failed", detail="content_refused")), reasons=False)
    )


def test_a_report_invents_nothing() -> None:
    elsewhere = out(replace(went(INSTAGRAM), content=""), text="", origin=PostOrigin.ELSEWHERE)
    found = lines(report(elsewhere))
    assert "Made elsewhere (text unknown)" in found
    assert any(line.startswith("Times are the planned times. Reach, clicks") for line in found)


def test_a_report_names_a_post_by_how_it_begins_and_its_rows_have_all_of_it() -> None:
    text = "A long story about bread. " * 40
    assert lines(report(out(went(X, content=text))))[-3] == f"{text[:278]}…"
    assert text in report(out(went(X, content=text)), kind=ReportFormat.CSV)


def test_what_is_still_planned_is_counted_and_not_told_of() -> None:
    found = lines(report(out(an_entry(due_at=NINE, content="Secret plan"))))
    assert ("Planned" in found, "Secret plan" in found) == (True, False)
    assert "No posts went out in these days. Planned: 1." in found


def test_a_report_counts_what_is_planned_beside_what_went_out() -> None:
    coming = replace(out(an_entry(due_at=NINE, content="Secret plan")), id=2)
    assert "1 post. Planned: 1." in lines(report(out(went(X)), coming))
    assert "1 post" in lines(report(out(went(X))))


def test_the_rows_of_a_report_are_harmless_cells() -> None:
    rows = [*csv.DictReader(io.StringIO(report(out(went(X, content="=1+1", external_id="1890")), kind=ReportFormat.CSV)))]
    assert [*rows[0].items()] == [
        ("Client", "Ann Archer"), ("Date", "2026-11-27"), ("Time", "09:00"), ("Time zone", "Europe/Berlin"),
        ("Platform", "X (Twitter)"), ("State", "Published"), ("Text", "'=1+1"), ("Link", "https://x.com/i/web/status/1890"),
        ("Reason", ""), ("Source", "Postdesk"),
    ]  # fmt: skip


def test_times_of_a_report_are_the_clients_over_a_change_of_the_clock() -> None:
    moments = [datetime(2026, 10, 25, 7, tzinfo=UTC) + timedelta(days=days) for days in (-1, 0)]
    found = lines(report(*(replace(out(went(X, due_at=moment)), id=n) for n, moment in enumerate(moments))))
    assert [line[-5:] for line in found if "October 2026, " in line] == ["09:00", "08:00"]
