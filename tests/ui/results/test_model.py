"""The model of the results as Qt sees it."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.support.quiet_session import QuietSession
from tests.ui.results.sample_posts import become, entry, keep, post, published, states_of

from postdesk.domain.board import BoardFilter
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.rows import PostRows
from postdesk.ui.results.shown_posts import PAGE

HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Europe/London")


def shown(quiet: QuietSession, *, checked: bool = True) -> PostRows:
    """Return the model, checked by Qt's own tester, which fetches more by itself."""
    model = PostRows(quiet.session)
    if checked:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(BoardFilter(), ZONE)
    return model


def titles(model: PostRows) -> list[str]:
    return [str(model.data(model.index(row, ResultsColumn.POST))) for row in range(model.rowCount())]


def test_the_latest_come_first_and_scheduled_ones_the_other_way_around(quiet: QuietSession) -> None:
    client = quiet.client()
    keep(quiet, client, post(published(due_in=-HOUR), text="up"))
    keep(quiet, client, post(entry(State.NEEDS_USER, due_in=-5 * HOUR), text="asks"))
    keep(quiet, client, post(entry(State.PLANNED, due_in=HOUR), text="soon"))
    model = shown(quiet)

    assert titles(model) == ["soon", "up", "asks"]
    model.show(BoardFilter(), ZONE, descending=False)
    assert titles(model) == ["asks", "up", "soon"]


def test_the_first_post_of_each_day_carries_the_day_in_the_zone_of_the_times(quiet: QuietSession) -> None:
    client = quiet.client()
    for hours in (14, 5, -1, -2, -14, -13 * 24, -400 * 24):
        keep(quiet, client, post(published(due_in=hours * HOUR)))
    model = shown(quiet)

    headings = [model.heading(row) for row in range(model.rowCount())]
    assert headings == ["Tomorrow", "Today", "", "", "Yesterday", "Wednesday 11 November", "Monday 20 October 2025"]
    spoken = str(model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleDescriptionRole))
    assert spoken.startswith("Today. for Alex Morgan. Published")
    model.show(BoardFilter(), ZoneInfo("Asia/Tokyo"))
    assert [model.heading(row) for row in range(3)] == ["Tomorrow", "", "Today"]


def test_each_platform_of_a_post_has_a_line(quiet: QuietSession) -> None:
    keep(quiet, quiet.client(), post(published(), entry(State.ACCEPTED, Platform.TWITTER, HOUR)))
    model = shown(quiet)

    lines = model.platform_lines(model.index(0, 0))
    assert [(line.title, line.look.word) for line in lines] == [("LinkedIn", "Published"), ("X (Twitter)", "Locked")]
    assert model.rowCount(model.index(0, 0)) == 0


def test_all_posts_have_a_row_and_only_those_in_view_are_read(quiet: QuietSession) -> None:
    client = quiet.client()
    for n in range(3 * PAGE + 5):
        keep(quiet, client, post(published(due_in=-n * HOUR), text=f"post {n}"))
    model, asked = shown(quiet, checked=False), list[str]()
    assert model.rowCount() == 3 * PAGE + 5

    quiet.database.reader.set_trace_callback(asked.append)
    last = model.data(model.index(3 * PAGE + 4, ResultsColumn.POST))
    quiet.database.reader.set_trace_callback(None)

    assert last == f"post {3 * PAGE + 4}"
    assert len([query for query in asked if "AS head" in query]) == 1
    assert titles(model) == [f"post {n}" for n in range(3 * PAGE + 5)]


@pytest.mark.parametrize("leaves", [True, False])
def test_a_kept_line_stays_in_place_and_hides_no_other(quiet: QuietSession, leaves: bool) -> None:
    client = quiet.client()
    made = [keep(quiet, client, post(entry(State.MISSED, due_in=-n * HOUR), text=f"post {n}")) for n in range(2 * PAGE + 5)]
    model = shown(quiet, checked=False)
    missed = BoardFilter(states=frozenset({PostState.MISSED}))
    model.show(missed, ZONE)
    model.kept_id = made[1].id
    if leaves:
        become(quiet, made[1], state=State.QUEUED)
    model.refresh(range(1), missed)
    assert titles(model)[:3] == ["post 0", "post 1", "post 2"]

    assert titles(model) == [f"post {n}" for n in range(2 * PAGE + 5)]
    model.kept_id = 0
    model.refresh(range(1), missed)
    assert ("post 1" in titles(model)) is not leaves


def test_a_change_keeps_the_lines_that_were_there(quiet: QuietSession) -> None:
    client = quiet.client()
    made = [keep(quiet, client, post(entry(State.PLANNED, due_in=n * HOUR), text=f"post {n}")) for n in range(1, 5)]
    model = shown(quiet)
    kept = QPersistentModelIndex(model.index_of(made[0].id))
    before = made[0].entries[0].due_at

    become(quiet, made[0], state=State.NEEDS_USER, due_at=before + 6 * HOUR)
    become(quiet, made[2], state=State.CANCELLED)
    keep(quiet, client, post(entry(State.PLANNED, due_in=9 * HOUR), text="new"))
    model.refresh()

    assert titles(model) == ["new", "post 1", "post 4", "post 2"]
    assert kept.row() == 1
    assert states_of(model)[made[0].id] == PostState.TO_DECIDE


def test_a_platform_that_was_cancelled_is_left_out(quiet: QuietSession) -> None:
    made = keep(quiet, quiet.client(), post(entry(State.PLANNED), entry(State.PLANNED, Platform.TWITTER)))
    model = shown(quiet)
    assert len(model.platform_lines(model.index(0, 0))) == 2

    become(quiet, replace(made, entries=made.entries[1:]), state=State.CANCELLED)
    model.refresh()

    assert [line.platform for line in model.platform_lines(model.index(0, 0))] == [Platform.LINKEDIN]


def test_every_cell_can_be_spoken(quiet: QuietSession) -> None:
    keep(quiet, quiet.client("Alex Morgan"), post(entry(State.NEEDS_USER, Platform.TWITTER)))
    model = shown(quiet)

    spoken = [model.data(model.index(0, column), Qt.ItemDataRole.AccessibleTextRole) for column in ResultsColumn]
    assert spoken[ResultsColumn.PLATFORMS] == "X (Twitter): Did this go out?"
    assert str(spoken[ResultsColumn.ACTIONS]).startswith("Check the profile, Yes, it’s there")
    whole = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert str(whole).startswith("Today. for Alex Morgan. Did this go out?")
