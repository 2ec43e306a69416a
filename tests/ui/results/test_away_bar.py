"""The bar about what happened while Postdesk was closed."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession, quiet_session
from tests.support.widgets import find
from tests.ui.results.sample_posts import entry, keep, post, published

from postdesk.api.errors import KeyRejected, NotSent, NotSentReason
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.delivery import State
from postdesk.engine.health import KeyState
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.away_bar import AwayBar, AwayReport

HOUR = timedelta(hours=1)


@pytest.fixture
def real(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietSession]:
    with quiet_session(tmp_path_factory.mktemp("real") / "profile", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def report(real: QuietSession, local_zone: ZoneInfo) -> AwayReport:
    return AwayReport(real.session, local_zone)


def begin(real: QuietSession, report: AwayReport) -> None:
    report.begin(real.session.clock.now() - 3 * HOUR)


def test_it_says_nothing_where_nothing_happened(real: QuietSession, report: AwayReport) -> None:
    keep(real, real.client(), post(entry(State.PLANNED, due_in=HOUR)))
    begin(real, report)
    assert report.words == ""


def test_it_grows_while_the_service_is_asked_and_not_later(
    real: QuietSession, report: AwayReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = real.client()
    begin(real, report)
    keep(real, client, post(published(due_in=-HOUR)))
    report.refresh()
    assert report.words == "Since you were away (today 09:00): 1 published"
    later = real.session.clock.monotonic() + 120
    monkeypatch.setattr(real.session.clock, "monotonic", lambda: later)
    keep(real, client, post(published(due_in=-HOUR)))
    report.refresh()
    assert report.words == "Since you were away (today 09:00): 1 published"


def test_once_put_away_it_does_not_come_back(real: QuietSession, report: AwayReport, theme: Theme, qtbot: QtBot) -> None:
    client = real.client()
    keep(real, client, post(published(due_in=-HOUR)))
    begin(real, report)
    assert report.words
    bar = AwayBar(theme, report)
    qtbot.addWidget(bar)
    bar.show_report()
    find(bar, QAbstractButton, "results.away.dismiss").click()
    keep(real, client, post(published(due_in=-HOUR)))
    report.refresh()
    assert report.words == ""


@pytest.mark.parametrize(("minutes", "told"), [(20, "MyPostShare is reachable again. Since today 11:59: 1 published"), (0.5, "")])
def test_it_says_what_was_missed_while_the_service_was_out_of_reach(
    real: QuietSession, report: AwayReport, monkeypatch: pytest.MonkeyPatch, minutes: float, told: str
) -> None:
    client, health, start = real.client(), real.session.health, real.session.clock.now()
    monkeypatch.setattr(real.session.clock, "now", lambda: start - timedelta(seconds=20))
    health.note_error(NotSent(NotSentReason.DNS))
    health.note_error(KeyRejected(status=401))
    keep(real, client, post(published(due_in=-HOUR)))
    monkeypatch.setattr(real.session.clock, "now", lambda: start + timedelta(minutes=minutes))
    health.note_key(KeyState.OK)
    assert report.words == told


def test_and_while_this_computer_slept(real: QuietSession, report: AwayReport) -> None:
    keep(real, real.client(), post(published(due_in=-HOUR)))
    real.session.changes.outage_ended.emit(real.session.clock.now() - 2 * HOUR, True)
    assert report.words == "Since you were away (today 10:00): 1 published"
