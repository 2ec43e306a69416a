"""Classes of Qt are created in the GUI thread only: before Python 3.12, creation in another thread may crash the process."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support import profiles
from tests.support.running_app import SOURCES

_ROOT = Path(__file__).resolve().parents[2]
_STARTED = """
import asyncio, json, os, sys
from tests.support.threads_apart import made_apart
import postdesk.app as app

find = app._import_host
async def found():
    host = await find()
    begin = host._start_sessions

    def begun(self, opening):
        begin(self, opening)
        self.ending = asyncio.ensure_future(connected())

    host._start_sessions = begun
    return host

async def connected():
    while "httpx" not in sys.modules:
        await asyncio.sleep(0.05)
    print(json.dumps(made_apart), flush=True)
    os._exit(0)

app._import_host = found
app.main(["--profile", sys.argv[1]])
"""
_WORKED = """
import asyncio, json, sys
from pathlib import Path
from tests.support.threads_apart import made_apart
import postdesk.app
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from postdesk.domain.client_report import ReportKind, ReportFormat, ProofSheet, ClientReport
from postdesk.resources import find_resources
from postdesk.stepwise_import import import_stepwise
from postdesk.ui.kit.theme import Theme

folder = Path(sys.argv[1])
application = QApplication([])
theme = Theme(application, find_resources())
picture = QImage(64, 48, QImage.Format.Format_ARGB32)
picture.fill(0)


async def work():
    await import_stepwise("postdesk.workspace_host")
    import postdesk.dependencies
    await asyncio.to_thread(postdesk.dependencies._make_probe, "", "")
    await asyncio.to_thread(kept)
    from postdesk.ui.client_reports import pane
    from postdesk.ui.client_reports.maker import ReportMaker, FirstPageMaker
    from tests.ui.client_reports import test_html as papers
    post = papers.planned(text="Fresh bread", variants=())
    proof = ProofSheet(papers.head(ReportKind.PROOF), (post,))
    report = ClientReport(papers.head(ReportKind.REPORT), (papers.out(papers.went(papers.X)),))
    for paper in (proof, report):
        await asyncio.to_thread(FirstPageMaker(theme, 400, 1.0), paper, papers.NOTHING)
        for form in ReportFormat:
            await asyncio.to_thread(lambda: list(ReportMaker(form, theme)(paper, papers.NOTHING, papers.no_step)))


def kept():
    from postdesk.media.local_files import read_candidate
    from postdesk.media.pasted_images import save_png
    save_png(picture, folder / "picture.png")
    assert read_candidate(folder / "picture.png").picture


asyncio.run(work())
print(json.dumps(made_apart))
"""


def made_apart(program: str, folder: Path) -> list[str]:
    """Return the classes of Qt that another thread creates until the program ends."""
    environment = os.environ | {"PYTHONPATH": f"{SOURCES}:{_ROOT}", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", program, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_none_at_the_start(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    assert not made_apart(_STARTED, profile)


def test_none_by_the_work_that_is_done_in_threads(tmp_path: Path) -> None:
    assert not made_apart(_WORKED, tmp_path)
