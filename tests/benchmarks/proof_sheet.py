"""Measures inside one process: a month's proof sheet as PDF, made beside a window that answers meanwhile."""

import asyncio
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage
from tests.benchmarks.figures import Figure
from tests.benchmarks.loop_stalls import LoopStalls, as_in_the_application
from tests.support.factories import NOON, a_client, a_draft

from postdesk.domain.client_report import ProofSheet, ReportFormat, ReportHead, ReportKind, ReportRequest
from postdesk.domain.export_items import ExportItem, item_from_draft
from postdesk.domain.media import MediaCheck, MediaFacts, MediaType
from postdesk.domain.platforms import Platform
from postdesk.engine.client_reports import ReportMedia
from postdesk.engine.tasks import run_in_thread
from postdesk.media.media_probe import ProbeResult
from postdesk.ui.client_reports.maker import ReportMaker
from postdesk.ui.kit.theme import Theme

_SIDES: Final = 640, 480
_PLATFORMS: Final = (
    (Platform.LINKEDIN, Platform.TWITTER),
    (Platform.INSTAGRAM, Platform.FACEBOOK, Platform.THREADS),
    (Platform.LINKEDIN,),
    (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK),
)


async def of_a_month(folder: Path, theme: Theme, posts: int = 200) -> list[Figure]:
    """Time from posts to a file, and the longest time for which the loop did not turn meanwhile."""
    head = ReportHead(ReportRequest(ReportKind.PROOF, 1, date(2026, 11, 1), date(2026, 11, 30)), a_client(), NOON)
    proof = ProofSheet(head, tuple(map(_post, range(posts))))
    making = partial(ReportMaker(ReportFormat.PDF, theme), proof, _seeing(proof), lambda done, total: None)
    waits = LoopStalls()
    with as_in_the_application():
        begun = time.perf_counter()
        made: bytes = await waits.result(asyncio.ensure_future(run_in_thread("paper", lambda: b"".join(making()))))
        took = time.perf_counter() - begun
    (folder / "proof.pdf").write_bytes(made)
    return [Figure(f"a proof sheet of {posts} posts as PDF", took, "s", 5), *waits.figures()]


def _post(number: int) -> ExportItem:
    text = f"Number {number}: what we baked, what we learned 🥐 and what comes next. https://example.com/{number} #bread\n\nمرحبا"
    media = f"https://example.com/{number % 60}.jpg" if number % 2 else ""
    due_at = NOON + timedelta(minutes=97 * number)
    draft = a_draft(*_PLATFORMS[number % len(_PLATFORMS)], id=str(number), text=text, media_url=media, due_at=due_at)
    return item_from_draft(draft, a_client(), (draft,))


def _seeing(proof: ProofSheet) -> ReportMedia:
    return ReportMedia(
        {url: ProbeResult(MediaCheck(url, NOON, MediaFacts(MediaType.JPEG)), _picture(hash(url))) for url in proof.urls}
    )


def _picture(colour: int) -> QImage:
    image = QImage(*_SIDES, QImage.Format.Format_RGB32)
    image.fill(colour & 0xFFFFFF)
    for y in range(0, _SIDES[1], 3):
        image.setPixel(y, y, y * colour & 0xFFFFFF)
    return image
