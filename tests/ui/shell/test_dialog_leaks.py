"""A closed dialog leaves no objects behind, however often it is opened."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog
from tests.support.factories import a_draft
from tests.support.full_window import FullWindow
from tests.support.quiet_session import NOON, QuietSession

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.storage import DatabaseReplacement
from postdesk.ui.calendar.selection_bar import MoveBy, NewLabel
from postdesk.ui.connections.accounts import PlatformAccount
from postdesk.ui.connections.actions import ProfileAddressDialog
from postdesk.ui.drafts.bulk import FillSlotsDialog, ScheduleAllDialog
from postdesk.ui.drafts.dialogs import ClientCopiesDialog, LabelsDialog, TemplateNameDialog
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.details import PostDetailsDialog
from postdesk.ui.scope import Scope
from postdesk.ui.series.dialog import SeriesDialog
from postdesk.ui.settings.transfer import TransferQuestion
from postdesk.ui.shell.close_question import CloseQuestion, WaitingPost, WaitingPosts
from postdesk.ui.snippets.dialog import SnippetsDialog
from postdesk.ui.text.entry_stories import StoryContext

_BEFORE = 3


@dataclass(frozen=True)
class DialogContext:
    """A filled window, and the values that dialogs are opened with."""

    window: FullWindow
    quiet: QuietSession
    theme: Theme
    local_zone: ZoneInfo
    client: Client
    post: Post


@pytest.fixture
def stage(quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path) -> Iterator[DialogContext]:
    client = quiet.client()
    post = quiet.post(client, timedelta(hours=3))
    window = FullWindow(quiet.session, Scope(), theme, local_zone, tmp_path / "layout.ini")
    window.show()
    yield DialogContext(window, quiet, theme, local_zone, client, post)
    window.deleteLater()


Open = Callable[[DialogContext], QDialog | None]
"""Opens a dialog; returns it where it is created without being shown."""

_OPENED: dict[str, Open] = {
    "new account": lambda at: at.window.navigator.ask_for_workspace(),
    "add client": lambda at: at.window.navigator.add_client(),
    "import": lambda at: at.window.navigator.import_posts(),
    "lock in": lambda at: at.window.navigator.lock_in_posts(),
    "missed": lambda at: at.window.navigator.ask_about_missed((at.post.id,)),
    "limits": lambda at: at.window.navigator.show_limits(),
    "replaced": lambda at: at.window.navigator.report_replacement(DatabaseReplacement(brought=True, aside="aside", made_at=NOON)),
    "pause": lambda at: at.window.navigator.ask_to_pause(),
    "export": lambda at: at.window.navigator.export_posts(),
    "problems": lambda at: at.window.navigator.show_error_log(),
    "a series": lambda at: SeriesDialog(
        at.quiet.session, at.theme, at.quiet.session.series.new_from_draft(a_draft(client_id=at.client.id)), at.window, new=True
    ),
    "details": lambda at: PostDetailsDialog(at.quiet.session, at.theme, at.post, StoryContext(at.local_zone, NOON), at.window),
    "snippets": lambda at: SnippetsDialog(at.quiet.session.snippets, (at.client,), at.theme, at.window),
    "profile address": lambda at: ProfileAddressDialog(
        at.quiet.session.connections, at.theme, at.client.id, PlatformAccount(Platform.LINKEDIN, "Ann"), at.window
    ),
    "labels": lambda at: LabelsDialog(at.theme, (a_draft(),), ("autumn",), at.window),
    "name": lambda at: TemplateNameDialog(at.theme, "Save as template", (), at.window),
    "several clients": lambda at: ClientCopiesDialog(at.theme, a_draft(), (), at.window),
    "schedule all": lambda at: ScheduleAllDialog(at.theme, (), at.window),
    "slots": lambda at: FillSlotsDialog(at.theme, at.window),
    "move by": lambda at: MoveBy(at.theme, at.window),
    "new label": lambda at: NewLabel(at.theme, at.window),
    "bring": lambda at: TransferQuestion(at.theme, "words", at.window),
    "close": lambda at: CloseQuestion(
        at.theme,
        WaitingPosts(NOON, (WaitingPost(at.post, "Ann", at.post.entries),), ()),
        at.local_zone,
        NOON,
        tray=False,
        parent=at.window,
    ),
}


def open_and_close(stage: DialogContext, opening: Open) -> None:
    if dialog := opening(stage):
        dialog.open()
    QApplication.processEvents()
    found = [each for each in stage.window.findChildren(QDialog) if each.isVisible()]
    assert found
    for each in found:
        each.close()
    del dialog, found
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def count_qt_objects() -> Counter[str]:
    """Return the number of Qt objects that Python holds, by class."""
    gc.collect()
    return Counter(type(each).__qualname__ for each in gc.get_objects() if isinstance(each, QObject))


@pytest.mark.parametrize("times", [8, pytest.param(50, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", _OPENED)
def test_nothing_stays(name: str, times: int, stage: DialogContext) -> None:
    for _ in range(_BEFORE):
        open_and_close(stage, _OPENED[name])
    before = count_qt_objects()
    for _ in range(times):
        open_and_close(stage, _OPENED[name])
    assert count_qt_objects() - before == Counter()
