"""Fixtures of the results place over a real store."""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import QuietSession, quiet_session
from tests.support.sessions import a_session

from postdesk.domain.clients import WorkspaceKind
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.ui.kit.idle_count import AT_ONCE
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope

MANY = AT_ONCE + 1_500


@pytest.fixture
def account(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietSession]:
    """A session of a real account."""
    with quiet_session(tmp_path_factory.mktemp("account") / "profile", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def many(with_posts: Callable[[int], Database]) -> Database:
    """More posts than are counted before they are shown, or are searched at once."""
    return with_posts(MANY)


@pytest.fixture
def long_place(many: Database, whole_scope: Scope, asked: RecordingNavigator, theme: Theme, qtbot: QtBot) -> ResultsPane:
    """All posts at 1000 × 600, the latest first."""
    (workspace,) = workspaces.all_of(many.reader)
    made = ResultsPane(a_session(workspace, many), whole_scope, asked, theme, ZoneInfo("Europe/Berlin"), lambda url: True)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.show_tab(ResultsTab.ALL)
    return made


@pytest.fixture
def asked() -> RecordingNavigator:
    return RecordingNavigator()


@pytest.fixture
def whole_scope() -> Scope:
    return Scope()


@pytest.fixture
def make_place(
    account: QuietSession, whole_scope: Scope, asked: RecordingNavigator, theme: Theme, qtbot: QtBot
) -> Callable[[], ResultsPane]:
    """Return a function that opens the results at 1366 × 768, as a user does."""

    def make() -> ResultsPane:
        made = ResultsPane(account.session, whole_scope, asked, theme, ZoneInfo("Europe/London"), lambda url: True)
        qtbot.addWidget(made)
        made.resize(1298, 696)
        made.show()
        return made

    return make


@pytest.fixture
def place(make_place: Callable[[], ResultsPane]) -> ResultsPane:
    return make_place()
