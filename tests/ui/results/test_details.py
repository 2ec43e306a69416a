"""The details of the selected post: its whole text, its platforms and their actions; and a repaired post, which is one line."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import find, unidentified
from tests.ui.results.sample_posts import connect, entry, failed, keep, post, published, states_of

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostState
from postdesk.domain.remote import PlatformResult
from postdesk.domain.repairs import with_first_attempt
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.selection_panel import PlatformRow, SelectionPanel
from postdesk.ui.results.tabs import ResultsTab

HOUR = timedelta(hours=1)
LONG = "\n".join(f"Line {number} of a text that is longer than any row of a list has room for." for number in range(40))


def panel(place: ResultsPane) -> SelectionPanel:
    return find(place, SelectionPanel, "results.chosen")


def shown_buttons(place: ResultsPane) -> dict[str, str]:
    found = [each for each in panel(place).findChildren(Button) if each.objectName().startswith("results.action")]
    return {each.objectName().removeprefix("results.action."): each.text() for each in found if each.isVisible()}


def click(place: ResultsPane, row: int) -> None:
    QApplication.processEvents()
    at = QPoint(60, place.table.visualRect(place.table.model().index(row, 0)).center().y())
    QTest.mouseClick(place.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QApplication.processEvents()


def test_there_is_no_panel_without_a_selection(place: ResultsPane, account: QuietSession) -> None:
    keep(account, account.client(), post(published()))
    place.refresh()
    assert not panel(place).isVisible()
    click(place, 0)
    assert panel(place).isVisible()
    find(place, IconButton, "results.chosen.close").click()
    assert not panel(place).isVisible()
    assert place.model.line is None
    click(place, 0)
    QTest.keyClick(place.table, Qt.Key.Key_Escape)
    assert not panel(place).isVisible()


@pytest.mark.parametrize("several", [False, True])
def test_the_cross_is_level_with_the_first_line(place: ResultsPane, account: QuietSession, several: bool) -> None:
    keep(account, account.client(), post(published()))
    if several:
        account.client("Other Client")
    place.refresh()
    click(place, 0)
    first = "results.chosen.client" if several else "results.chosen.state"
    levels = [
        each.mapTo(place, each.rect().center()).y()
        for each in (find(place, QWidget, first), find(place, IconButton, "results.chosen.close"))
    ]
    assert find(place, QWidget, "results.chosen.client").isVisible() is several
    assert abs(levels[0] - levels[1]) <= 1


def test_one_click_shows_the_whole_text(place: ResultsPane, account: QuietSession) -> None:
    keep(account, account.client(), post(published(), text=LONG))
    place.refresh()
    click(place, 0)

    text = find(place, PlainLabel, "results.chosen.text")
    assert text.text() == LONG
    assert text.height() >= text.heightForWidth(text.width())


@pytest.mark.parametrize(("width", "beside"), [(1298, True), (1000, True), (898, False)])
def test_it_is_beside_the_list_where_there_is_room_and_below_otherwise(
    place: ResultsPane, account: QuietSession, width: int, beside: bool
) -> None:
    keep(account, account.client(), post(published(), text=LONG))
    place.resize(width, 696)
    place.refresh()
    click(place, 0)

    corner, table = panel(place).mapTo(place, QPoint()), place.table.rect()
    is_beside = corner.x() >= place.table.mapTo(place, table.topRight()).x()
    is_below = corner.y() >= place.table.mapTo(place, table.bottomLeft()).y()
    assert (is_beside, is_below) == (beside, not beside)
    assert panel(place).width() == (360 if beside else width)
    assert place.table.visualRect(place.table.model().index(0, 0)).top() >= 0


def test_each_of_several_platforms_has_its_own_actions(place: ResultsPane, account: QuietSession) -> None:
    its, client = (published(), published(Platform.FACEBOOK, "1_2"), failed(Platform.REDDIT, "No links here.")), account.client()
    connect(account, client, Platform.REDDIT)
    keep(account, client, post(*its))
    place.refresh()
    click(place, 0)

    assert shown_buttons(place) == {
        "retry": "Fix Reddit",
        "copy": "Copy to a new draft",
        "details": "Details",
        "open.linkedin": "Open",
        "copy_link.linkedin": "Copy link",
        "open.facebook": "Open",
        "copy_link.facebook": "Copy link",
    }
    assert find(place, Button, "results.action.open.facebook").accessibleName() == "Open on Facebook"
    words = [label.text() for label in panel(place).findChildren(PlainLabel) if label.isVisible()]
    assert "“No links here.”" in words
    assert unidentified(place) == []


@pytest.mark.parametrize(("width", "in_one_row"), [(1298, False), (898, True)])
def test_the_actions_of_a_platform_stand_beside_its_state_where_there_is_room(
    place: ResultsPane, account: QuietSession, width: int, in_one_row: bool
) -> None:
    keep(account, account.client(), post(published(), published(Platform.FACEBOOK, "1_2")))
    place.resize(width, 696)
    place.refresh()
    click(place, 0)

    both = [find(place, Button, f"results.action.{each}.facebook") for each in ("open", "copy_link")]
    row = next(each for each in panel(place).findChildren(PlatformRow) if each.isAncestorOf(both[0]))
    assert len({button.y() for button in both}) == 1
    assert (both[0].mapTo(row, both[0].rect().center()).y() < row.height() * 3 // 5) is in_one_row
    assert not place.table.horizontalHeader().isSectionHidden(ResultsColumn.PLATFORMS)


def test_several_questions_are_answered_at_their_platforms(place: ResultsPane, account: QuietSession) -> None:
    keep(account, account.client(), post(entry(State.NEEDS_USER, Platform.TWITTER), entry(State.NEEDS_USER, Platform.THREADS)))
    place.show_tab(ResultsTab.ATTENTION)
    click(place, 0)

    assert {"saw_it.twitter", "saw_it.threads", "send_again.twitter", "send_again.threads"} <= set(shown_buttons(place))
    assert "show_platforms" not in shown_buttons(place)


def repaired(account: QuietSession, client: Client, *again: Entry) -> tuple[Post, Post]:
    """Keep a post of which Reddit failed, and one that tries Reddit again."""
    first = keep(
        account, client, post(published(Platform.FACEBOOK, "1_2", due_in=-2 * HOUR), failed(Platform.REDDIT), text="Tea")
    )
    second = replace(post(*again, text="Tea, without a link"), retries_post=first.id)
    return first, keep(account, client, second)


def test_a_repaired_post_is_one_line_that_tells_both(place: ResultsPane, account: QuietSession) -> None:
    first, second = repaired(account, account.client(), published(Platform.REDDIT, "x7", due_in=-HOUR))
    place.refresh()

    assert list(states_of(place.model.rows)) == [second.id]
    line = place.model.rows.line(place.table.model().index(0, 0))
    assert line
    assert line.platform_states == ((Platform.FACEBOOK, PostState.PUBLISHED), (Platform.REDDIT, PostState.PUBLISHED))
    assert (line.look.word, line.story) == ("Published", "This is another attempt. The first one failed.")
    assert not line.is_quiet
    place.open_post(first.id)
    assert place.model.line == line
    assert {"open.facebook", "open.reddit"} <= set(shown_buttons(place))
    assert find(place, Button, "results.tab.attention").text() == "Needs attention"


def test_a_repair_that_fails_too_is_still_one_line_and_needs_attention(place: ResultsPane, account: QuietSession) -> None:
    client = account.client()
    connect(account, client, Platform.REDDIT)
    _, second = repaired(account, client, failed(Platform.REDDIT, "Still no."))
    place.show_tab(ResultsTab.ATTENTION)

    assert list(states_of(place.model.rows)) == [second.id]
    click(place, 0)
    line = place.model.line
    assert line
    assert line.look.word == "Partly published: 1 of 2"
    assert "Still no." in line.story
    assert shown_buttons(place)["retry"] == "Fix Reddit"


def test_a_repaired_post_whose_other_platform_asks_keeps_its_line(place: ResultsPane, account: QuietSession) -> None:
    client = account.client()
    asking = entry(State.ACCEPTED, Platform.FACEBOOK, -2 * HOUR, stage=Stage.CONTRADICTORY)
    first = keep(account, client, post(asking, failed(Platform.REDDIT), text="Tea"))
    keep(account, client, replace(post(published(Platform.REDDIT, "x7", due_in=-HOUR)), retries_post=first.id))
    place.open_post(first.id)

    line = place.model.line
    assert line
    assert line.post_id == first.id


def test_one_request_for_several_platforms_is_taken_apart() -> None:
    platforms, detail = (Platform.FACEBOOK, Platform.REDDIT), PlatformResult(Platform.REDDIT, "failed", "", "No links")
    results = (PlatformResult(Platform.FACEBOOK, "published", "1_2"), detail)
    first = post(entry(State.ACCEPTED, stage=Stage.PARTIAL, platforms=platforms, results=results, remote_status="partial"))
    whole = with_first_attempt(post(published(Platform.REDDIT, "x7")), replace(first, created_at=NOON))

    assert [each.platforms for each in whole.entries] == [(Platform.FACEBOOK,), (Platform.REDDIT,)]
    assert whole.state is PostState.PUBLISHED


def test_each_platform_is_a_group_with_a_name(place: ResultsPane, account: QuietSession) -> None:
    keep(account, account.client(), post(published(), failed(Platform.REDDIT, "No links here.")))
    place.refresh()
    click(place, 0)
    rows = [row.accessibleName() for row in panel(place).findChildren(PlatformRow) if row.isVisible()]
    assert rows == ["LinkedIn: Published", "Reddit: Failed"]
    assert panel(place).accessibleName() == "Selected post"


def test_a_story_that_is_that_of_each_platform_is_told_once_for_each(place: ResultsPane, account: QuietSession) -> None:
    asked = (entry(State.NEEDS_USER), entry(State.NEEDS_USER, Platform.TWITTER))
    keep(account, account.client(), post(*asked))
    keep(account, account.client("Bea Rossi"), post(entry(State.NEEDS_USER, due_in=-timedelta(hours=1))))
    place.refresh()
    whole = find(place, PlainLabel, "results.story")
    for row, shown in ((0, False), (1, True)):
        place.table.setCurrentIndex(place.model.rows.index(row, 0))
        assert (row, whole.isVisible()) == (row, shown)
