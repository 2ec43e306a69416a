"""The menus that filter the posts, shared by the calendar and the results."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.ui.kit.filters import LabelFilter, PlatformFilter, StateFilter
from postdesk.ui.kit.theme import Theme


def action(menu: LabelFilter | PlatformFilter | StateFilter, identifier: str) -> QAction:
    """Return a choice of the opened menu."""
    menu.menu().aboutToShow.emit()
    found = menu.findChild(QAction, identifier)
    assert isinstance(found, QAction)
    return found


@pytest.mark.parametrize("group", StateGroup)
def test_each_group_of_states_can_be_chosen_and_names_the_button(theme: Theme, qtbot: QtBot, group: StateGroup) -> None:
    states = StateFilter(theme, "results")
    qtbot.addWidget(states)
    chosen = action(states, f"results.state.{group.name.lower()}")
    with qtbot.waitSignal(states.chosen, timeout=1000):
        chosen.trigger()
    chosen.trigger()
    assert (states.states, states.text(), chosen.isChecked()) == (group.value, chosen.text(), True)


def test_states_that_are_no_group_are_named_one_by_one_and_none_is_checked(theme: Theme, qtbot: QtBot) -> None:
    states = StateFilter(theme, "results")
    qtbot.addWidget(states)
    states.choose(frozenset({PostState.NEEDS_THIS_COMPUTER}))
    assert states.text() == "Needs this computer"
    states.menu().aboutToShow.emit()
    assert not any(each.isChecked() for each in states.menu().actions())
    states.choose(frozenset())
    assert action(states, "results.state.all").isChecked()


def test_a_platform_is_chosen_and_left_again(theme: Theme, qtbot: QtBot) -> None:
    platforms = PlatformFilter(theme, "calendar")
    qtbot.addWidget(platforms)
    action(platforms, "calendar.platform.twitter").trigger()
    assert (platforms.platform, platforms.text()) == (Platform.TWITTER, "X (Twitter)")
    assert not action(platforms, "calendar.platform.twitter").icon().isNull()
    action(platforms, "calendar.platform.all").trigger()
    assert (platforms.platform, platforms.text()) == ("", "All platforms")


def test_a_label_that_is_gone_is_chosen_no_more(theme: Theme, qtbot: QtBot) -> None:
    labels = LabelFilter(theme, "drafts")
    qtbot.addWidget(labels)
    assert labels.isHidden()
    labels.show_labels(("Autumn & <b>winter</b>", "Spring"))
    with qtbot.waitSignal(labels.chosen, timeout=1000):
        action(labels, "drafts.label.0").trigger()
    assert (labels.label, labels.accessibleName()) == ("Autumn & <b>winter</b>", "Autumn & <b>winter</b>")
    labels.show_labels(("Spring",))
    assert (labels.label, labels.text()) == ("", "All labels")
    labels.show_labels(())
    assert labels.isHidden()


def test_a_menu_is_made_when_it_opens_and_again_only_after_the_choices_changed(theme: Theme, qtbot: QtBot) -> None:
    labels = LabelFilter(theme, "drafts")
    qtbot.addWidget(labels)
    menu = labels.menu()
    labels.show_labels(("Autumn", "Spring"))
    assert menu.actions() == []
    menu.aboutToShow.emit()
    made = menu.actions()
    assert [each.text() for each in made] == ["All labels", "Autumn", "Spring"]
    assert [each.isChecked() for each in made] == [True, False, False]

    labels.show_labels(())
    labels.show_labels(("Autumn", "Spring"))
    labels.choose("Spring")
    menu.aboutToShow.emit()
    assert menu.actions() == made
    assert [each.isChecked() for each in made] == [False, False, True]

    labels.show_labels(("Autumn",))
    menu.aboutToShow.emit()
    assert [each.text() for each in menu.actions()] == ["All labels", "Autumn"]
    assert labels.menu() is menu


def test_an_open_menu_closes_when_its_choices_change_and_offers_none_that_is_gone(theme: Theme, qtbot: QtBot) -> None:
    labels = LabelFilter(theme, "drafts")
    qtbot.addWidget(labels)
    labels.show()
    labels.show_labels(("Autumn", "Spring"))
    labels.menu().popup(QPoint())
    assert labels.menu().isVisible()
    labels.show_labels(("Autumn", "Spring"))
    assert labels.menu().isVisible()
    labels.show_labels(("Autumn",))
    assert not labels.menu().isVisible()
    labels.menu().popup(QPoint())
    assert [each.text() for each in labels.menu().actions()] == ["All labels", "Autumn"]
    labels.menu().close()
