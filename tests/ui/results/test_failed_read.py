"""Results whose posts can't be read, and what is done about it."""

from collections.abc import Callable

import pytest
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import keep, post, published, states_of

from postdesk.store.sqlite import open_reader
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results.pane import ResultsPane

pytestmark = pytest.mark.logs("ResultsPane can't be read")


def words(place: ResultsPane) -> list[str]:
    return [label.text() for label in place.findChildren(PlainLabel) if label.isVisible()]


@pytest.fixture
def unreadable(account: QuietSession) -> Callable[[], None]:
    """Return a function that ends the reading of the file."""
    return account.database.reader.close


def test_a_failed_read_is_said_with_what_it_means_and_is_tried_again(
    place: ResultsPane, account: QuietSession, unreadable: Callable[[], None]
) -> None:
    kept = keep(account, account.client(), post(published()))
    place.refresh()
    unreadable()
    place.refresh()
    assert place.table.isHidden()
    assert "This list can’t be read" in words(place)
    assert any("locked posts still go out" in each for each in words(place))
    again = find(place, Button, "results.empty.action")
    again.click()
    assert "This list can’t be read" in words(place)

    account.database.reader = open_reader(account.database.path)
    again.click()
    assert list(states_of(place.model.rows)) == [kept.id]
    assert place.table.isVisible()


def test_the_place_can_be_opened_though_nothing_can_be_read(
    account: QuietSession, unreadable: Callable[[], None], make_place: Callable[[], ResultsPane]
) -> None:
    account.client()
    unreadable()
    place = make_place()
    assert find(place, Button, "results.empty.action").text() == "Try again"
    account.database.reader = open_reader(account.database.path)
    place.refresh()
    assert "This list can’t be read" not in words(place)
