"""The texts of actions on posts, and menus of them."""

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import QuietSession

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.actions import PostActions
from postdesk.ui.post_actions.offers import add_offers
from postdesk.ui.post_actions.registry import ACTIONS, action_words
from postdesk.ui.scope import Scope

OF_THE_REST = {Action.EDIT, Action.NEW_TIME, Action.BACK_TO_DRAFT, Action.PUBLISH_NOW, Action.CANCEL}


def test_every_kind_of_action_is_in_the_registry() -> None:
    assert set(ACTIONS) == set(Action)


@pytest.mark.parametrize("rest", [False, True])
@pytest.mark.parametrize("several", [False, True])
def test_every_action_has_words_of_its_own(rest: bool, several: bool) -> None:
    offers = [PostAction(kind, 1, 1, platform=Platform.INSTAGRAM, unsent_only=rest) for kind in Action]
    words = [action_words(offer, names_platform=several) for offer in offers]
    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("kind", sorted(OF_THE_REST))
def test_what_is_about_a_part_of_a_post_says_so(kind: Action) -> None:
    assert "unsent" in action_words(PostAction(kind, 1, 1, unsent_only=True))
    assert "unsent" not in action_words(PostAction(kind, 1, 1))


def test_a_double_click_runs_an_action_once(quiet: QuietSession, monkeypatch: pytest.MonkeyPatch) -> None:
    navigator, time = RecordingNavigator(), [100.0]
    actions = PostActions(quiet.session, Scope(), navigator, None)
    monkeypatch.setattr(quiet.session.clock, "monotonic", lambda: time[0])
    for post_id in (7, 7, 8):
        actions.run(PostAction(Action.COPY, post_id, 1))
    assert navigator.of("copy_post") == [(7, None), (8, None)]
    time[0] += 1
    actions.run(PostAction(Action.COPY, 8, 1))
    assert navigator.of("copy_post") == [(7, None), (8, None), (8, None)]


def test_a_menu_runs_what_was_picked_and_names_platforms_that_stand_beside_each_other(theme: Theme, qtbot: QtBot) -> None:
    menu, picked, copied = QMenu(), list[PostAction](), list[tuple[int, int]]()
    qtbot.addWidget(menu)
    menu.setObjectName("menu")
    offers = [PostAction(Action.OPEN, 7, 1, platform=each) for each in (Platform.LINKEDIN, Platform.TWITTER)]
    offers.append(PostAction(Action.COPY, 7, 1))
    other = Client(2, 1, "bo", "Bo & Co", "#c2410c", "Europe/London")

    add_offers(menu, theme, offers, picked.append, [other], lambda *asked: copied.append(asked))

    words = [action.text() for action in menu.actions()]
    assert words == ["Open on LinkedIn", "Open on X (Twitter)", "Copy to a new draft", "Copy to another client"]
    menu.actions()[1].trigger()
    assert picked == [offers[1]]
    (submenu,) = menu.findChildren(QMenu)
    submenu.actions()[0].trigger()
    assert copied == [(7, 2)]
