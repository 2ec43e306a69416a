"""The days of what went out, counted some at a time."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import failed, keep, post, published

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results import day_counts
from postdesk.ui.results.chart import DayButton
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.post_list import PostList
from postdesk.ui.results.tabs import Period

DAY = timedelta(days=1)


@pytest.fixture
def week(place: ResultsPane, account: QuietSession) -> ResultsPane:
    client = account.client()
    for days_ago, platform in ((0, Platform.LINKEDIN), (1, Platform.REDDIT), (1, Platform.TWITTER), (3, Platform.REDDIT)):
        keep(account, client, post(published(platform, due_in=-days_ago * DAY)))
    keep(account, client, post(failed(Platform.INSTAGRAM, due_in=-2 * DAY)))
    place.show_again()
    return place


def test_each_part_counts_a_day_at_least_and_all_together_what_one_count_finds(
    week: ResultsPane, account: QuietSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_counts, "_PART_S", 0)
    days, parts = week.model.day_counts(), 0
    while not days.is_complete:
        days.count_on()
        parts += 1
    assert parts == len(days.outcomes) == len(week.model.days) - 1 == 7
    assert [counts.published for counts in days.outcomes] == [0, 0, 0, 1, 0, 2, 1]
    assert sum(counts.failed for counts in days.outcomes) == 1
    assert days.platforms == account.session.board.platforms_of(week.model.filter)
    assert len(days.platforms) == 4


def test_of_one_day_only_its_platforms_are_named(week: ResultsPane) -> None:
    week.model.day = week.model.days[5]
    days = week.model.day_counts()
    while not days.is_complete:
        days.count_on()
    assert days.platforms == {Platform.REDDIT, Platform.TWITTER}
    assert sum(counts.total for counts in days.outcomes) == 5


def test_constant_changes_keep_no_count_from_its_end(
    week: ResultsPane, account: QuietSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_counts, "_PART_S", 0)
    week.model.period = Period.THIRTY_DAYS  # in 30 parts, each with a turn of its own
    week.show_again()
    changes = QTimer(week, interval=100)
    changes.timeout.connect(week.refresh)
    changes.start()
    qtbot.waitUntil(lambda: len(week.findChildren(DayButton)) == 30)
    account.session.changes.blockSignals(True)
    keep(account, account.session.clients.all()[0], post(published(Platform.LINKEDIN)))
    qtbot.waitUntil(lambda: find(week, PlainLabel, "results.summary").text().startswith("Posts: 6 on "))


def test_another_question_ends_the_count_of_the_one_before(week: ResultsPane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_counts, "_PART_S", 0)
    posts = week.table.parentWidget()
    assert isinstance(posts, PostList)
    week.show_again()
    assert posts.count_days()
    before = posts._days
    week.refresh()
    assert posts._days is before
    week.model.day = week.model.days[5]
    week.show_again()
    assert posts._days is not before
    week.reader.finish()
    assert posts._days is None
    assert find(week, PlainLabel, "results.summary").text().startswith("Posts: 2 on ")
