"""The banner about a list that isn't complete, and about a clock that is wrong."""

from datetime import date, timedelta

import pytest
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.shell.conftest import Opener

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.list_plan import NO_GAP, ListGap
from postdesk.engine.health import HealthState, ListRange
from postdesk.ui.shell.health import Remedy, sending_problem
from postdesk.ui.shell.status_bar import StatusButton

DAYS = tuple(date(2026, 11, day) for day in range(23, 28))


def said(state: HealthState) -> str:
    trouble = sending_problem(state, WorkspaceKind.REAL)
    assert trouble
    assert trouble.remedy is Remedy.CHECK
    return trouble.text


def test_a_list_that_is_whole_is_nothing_to_speak_of() -> None:
    assert sending_problem(HealthState(), WorkspaceKind.REAL) is None
    assert sending_problem(HealthState(listed_so_far=24_674), WorkspaceKind.REAL) is None


def test_a_database_that_cannot_be_checked_is_told_with_what_it_means_for_posts() -> None:
    problem = sending_problem(HealthState(check_failing=True), WorkspaceKind.REAL)
    assert problem
    assert (problem.short, problem.holds, problem.remedy) == ("Not checked", True, Remedy.REPAIR)
    assert "Nothing is sent until it can. Postdesk keeps trying." in problem.text


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "MyPostShare doesn’t list all posts of these days: Fri 27 Nov 2026."),
        (3, "MyPostShare doesn’t list all posts of these days: Wed 25 Nov 2026, Thu 26 Nov 2026, Fri 27 Nov 2026."),
        (4, "Fri 27 Nov 2026 and 1 more day."),
        (5, "Fri 27 Nov 2026 and 2 more days."),
    ],
)
def test_the_days_that_cant_be_had_whole_are_named(count: int, words: str) -> None:
    text = said(HealthState(list_gap=ListGap(DAYS[-count:])))
    assert words in text
    assert text.endswith("Posts made outside Postdesk may be missing here.")


def test_a_service_that_ignores_dates_is_named() -> None:
    assert "lists only its newest posts" in said(HealthState(list_gap=ListGap(ignores_dates=True)))


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (timedelta(minutes=-119), "119 minutes off"),
        (timedelta(hours=5), "5 hours off"),
        (timedelta(days=20_000), "20000 days off"),
    ],
)
def test_how_far_a_clock_is_off_is_said_in_what_people_count_in(off: timedelta, words: str) -> None:
    assert words in said(HealthState(clock_off=off))


def test_the_status_line_has_the_number_of_posts_without_details(open_window: Opener, quiet: QuietSession) -> None:
    window = open_window(quiet.session)
    checked = find(window, StatusButton, "status.checked")
    quiet.session.watcher.checked_at = quiet.session.clock.now()
    quiet.session.health.note_without_details(234)
    assert checked.text().endswith("posts without details: 234")
    assert "lists only their state" in checked.toolTip()
    quiet.session.health.note_list(ListRange.BEYOND, 500, NO_GAP)
    assert checked.text().endswith("500 posts so far, more to come")
    quiet.session.health.note_list(ListRange.BEYOND, None, NO_GAP)
    quiet.session.health.note_without_details(0)
    assert "details" not in checked.text()
