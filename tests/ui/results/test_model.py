"""The model of the results as Qt sees it."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.support.quiet_session import QuietSession
from tests.ui.results.sample_posts import become, entry, keep, post, published

from postdesk.domain.board import BoardFilter
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.tree import PAGE, PostTree

HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Europe/London")


def shown(quiet: QuietSession, *, checked: bool = True) -> PostTree:
    """Return the model, checked by Qt's own tester, which fetches more by itself."""
    model = PostTree(quiet.session)
    if checked:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(BoardFilter(), ZONE)
    return model


def titles(model: PostTree) -> list[str]:
    return [str(model.data(model.index(row, ResultsColumn.POST))) for row in range(model.rowCount())]


def test_questions_come_first_then_the_latest(quiet: QuietSession) -> None:
    client = quiet.client()
    keep(quiet, client, post(published(due_in=-HOUR), text="up"))
    keep(quiet, client, post(entry(State.NEEDS_USER, due_in=-5 * HOUR), text="asks"))
    keep(quiet, client, post(entry(State.PLANNED, due_in=HOUR), text="soon"))

    assert titles(shown(quiet)) == ["asks", "soon", "up"]


def test_a_post_opens_to_a_line_a_platform(quiet: QuietSession) -> None:
    keep(quiet, quiet.client(), post(published(), entry(State.ACCEPTED, Platform.TWITTER, HOUR)))
    model = shown(quiet)

    parent = model.index(0, 0)
    assert model.rowCount(parent) == 2
    assert [model.data(model.index(n, ResultsColumn.POST, parent)) for n in range(2)] == ["LinkedIn", "X (Twitter)"]
    assert model.data(model.index(1, ResultsColumn.STATE, parent)) == "Locked"
    assert model.parent(model.index(1, 0, parent)) == parent


def test_only_a_page_is_read_until_more_is_wanted(quiet: QuietSession) -> None:
    client = quiet.client()
    for n in range(PAGE + 5):
        keep(quiet, client, post(published(due_in=-n * HOUR), text=f"post {n}"))
    model = shown(quiet, checked=False)

    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 5
    assert not model.canFetchMore(QModelIndex())
    assert len(set(titles(model))) == PAGE + 5


def test_reading_again_lets_go_of_what_is_far_below(quiet: QuietSession) -> None:
    client = quiet.client()
    made = [keep(quiet, client, post(published(due_in=-n * HOUR), text=f"post {n}")) for n in range(3 * PAGE + 5)]
    model = shown(quiet, checked=False)
    for _ in range(3):
        model.fetchMore(QModelIndex())
    top = QPersistentModelIndex(model.index_of(made[1].id))
    removed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))

    model.refresh(last=10)

    assert removed == [(PAGE + 10, 3 * PAGE + 4)]
    assert top.row() == 1
    assert model.canFetchMore(QModelIndex())


def test_a_change_keeps_the_lines_that_were_there(quiet: QuietSession) -> None:
    client = quiet.client()
    made = [keep(quiet, client, post(entry(State.PLANNED, due_in=n * HOUR), text=f"post {n}")) for n in range(1, 5)]
    model = shown(quiet)
    kept = QPersistentModelIndex(model.index_of(made[0].id))
    child = QPersistentModelIndex(model.index(0, 0, model.index_of(made[0].id)))

    become(quiet, made[0], state=State.NEEDS_USER)
    become(quiet, made[2], state=State.CANCELLED)
    keep(quiet, client, post(entry(State.PLANNED, due_in=9 * HOUR), text="new"))
    model.refresh()

    assert titles(model) == ["post 1", "new", "post 4", "post 2"]
    assert kept.row() == 0
    assert child.parent().row() == 0
    assert model.states()[made[0].id] == PostState.TO_DECIDE


def test_a_platform_that_was_cancelled_leaves_the_open_post(quiet: QuietSession) -> None:
    made = keep(quiet, quiet.client(), post(entry(State.PLANNED), entry(State.PLANNED, Platform.TWITTER)))
    model = shown(quiet)
    parent = model.index(0, 0)
    assert model.rowCount(parent) == 2

    removed: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, _last: removed.append(first))
    become(quiet, replace(made, entries=made.entries[1:]), state=State.CANCELLED)
    model.refresh()

    assert model.rowCount(model.index(0, 0)) == 1
    assert removed == [1]


def test_headers_sort_and_a_third_click_gives_the_first_order_back(quiet: QuietSession) -> None:
    client = quiet.client()
    for n, text in enumerate(("beta", "Alpha", "gamma")):
        keep(quiet, client, post(published(due_in=-n * HOUR), text=text))
    model = shown(quiet)

    model.sort(ResultsColumn.POST, Qt.SortOrder.AscendingOrder)
    assert titles(model) == ["Alpha", "beta", "gamma"]
    model.sort(ResultsColumn.WHEN, Qt.SortOrder.AscendingOrder)
    assert titles(model) == ["gamma", "Alpha", "beta"]
    model.sort(-1)
    assert titles(model) == ["beta", "Alpha", "gamma"]


def test_every_cell_can_be_spoken(quiet: QuietSession) -> None:
    keep(quiet, quiet.client("Alex Morgan"), post(entry(State.NEEDS_USER, Platform.TWITTER)))
    model = shown(quiet)

    spoken = [model.data(model.index(0, column), Qt.ItemDataRole.AccessibleTextRole) for column in ResultsColumn]
    assert spoken[ResultsColumn.PLATFORMS] == "X (Twitter): Did this go out?"
    assert str(spoken[ResultsColumn.ACTIONS]).startswith("Check the profile, Yes, it’s there")
    whole = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert str(whole).startswith("for Alex Morgan. Did this go out?")
