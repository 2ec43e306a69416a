"""The results have the missing details of what is in view and of what is selected read first."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession
from tests.ui.results.sample_posts import keep, post, published

from postdesk.domain.posts import PostOrigin
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab

POSTS = 80


@pytest.fixture
def shown(account: QuietSession, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The posts that were said to be in view, one list after another."""
    told = list[list[int]]()

    def show(post_ids: Iterable[int]) -> None:
        told.append(list(post_ids))

    monkeypatch.setattr(account.session.post_details, "show", show)
    return told


def test_the_posts_in_view_are_told_and_others_after_scrolling(
    account: QuietSession, shown: list[list[int]], make_place: Callable[[], ResultsPane], qtbot: QtBot
) -> None:
    client = account.client()
    kept = [
        keep(account, client, post(published(due_in=timedelta(minutes=-number)), origin=PostOrigin.ELSEWHERE)).id
        for number in range(POSTS)
    ]
    place = make_place()
    place.show_tab(ResultsTab.ALL)
    qtbot.waitUntil(lambda: bool(shown) and shown[-1][:1] == kept[:1])
    assert 5 < len(shown[-1]) < POSTS / 2
    assert shown[-1] == kept[: len(shown[-1])]
    place.table.go_to(kept[60])
    qtbot.waitUntil(lambda: kept[60] in shown[-1])
    assert kept[0] not in shown[-1]


def test_a_selected_post_is_opened(
    account: QuietSession, make_place: Callable[[], ResultsPane], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = list[int]()
    monkeypatch.setattr(account.session.post_details, "open", opened.append)
    kept = keep(account, account.client(), post(published(), origin=PostOrigin.ELSEWHERE))
    place = make_place()
    place.open_post(kept.id)
    assert set(opened) == {kept.id}
