"""Menus that say which posts are shown: one client's or all, one platform's or all, a group of states or all."""

from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import TO_DO, StateGroup
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.states import state_word

translate = QCoreApplication.translate

_NAME_CHARACTERS: Final = 24


class ClientFilter(MenuButton):
    """`client_id` is None for all; `chosen` follows a choice. Identifiers: `<pane>.clients`, `<pane>.client.<id>`."""

    chosen = Signal()

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, "", f"{pane}.clients")
        self._pane, self._clients = pane, tuple[Client, ...]()
        self.client_id: int | None = None
        self._choices: _ChoiceMenu | None = None
        self.show_clients(())

    def show_clients(self, clients: Sequence[Client]) -> None:
        """Among whom can be chosen; hidden, and nobody chosen, where there is nobody."""
        self.setVisible(bool(clients))
        if self._clients == tuple(clients) and self._choices:
            return
        self._clients = tuple(clients)
        if self.client_id not in {client.id for client in clients}:
            self.client_id = None
        choices = [(None, "all", self._word(None)), *((each.id, str(each.id), self._word(each.id)) for each in clients)]
        menu = _ChoiceMenu(self, f"{self._pane}.client", choices)
        menu.picked.connect(self.choose)
        if self._choices:
            self._choices.deleteLater()
        self._choices = menu
        self.setMenu(menu)
        self._show_choice()

    def choose(self, client_id: int | None) -> None:
        """Only this client's posts, all with None."""
        self.client_id = client_id
        self._show_choice()
        self.chosen.emit()

    def _show_choice(self) -> None:
        menu = self.menu()
        assert isinstance(menu, _ChoiceMenu)
        menu.check(self.client_id)
        name = self._word(self.client_id)
        longest = self.fontMetrics().averageCharWidth() * _NAME_CHARACTERS
        self.set_text(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, longest))
        self.setAccessibleName(name)

    def _word(self, client_id: int | None) -> str:
        return next((client.name for client in self._clients if client.id == client_id), self.tr("All clients"))


class LabelFilter(MenuButton):
    """`label` is empty for all; `chosen` follows a choice. Identifiers: `<pane>.labels`, `<pane>.label.<n>`."""

    chosen = Signal()

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, "", f"{pane}.labels")
        self._pane = pane
        self.label = ""
        self._choices: _ChoiceMenu | None = None
        self.show_labels(())

    def show_labels(self, labels: Sequence[str]) -> None:
        """Among which can be chosen; hidden, and none chosen, where there are none."""
        self.setVisible(bool(labels))
        self.label = self.label if self.label in labels else ""
        choices = [("", "all", self.tr("All labels")), *((each, str(n), each) for n, each in enumerate(labels))]
        menu = _ChoiceMenu(self, f"{self._pane}.label", choices)
        menu.picked.connect(self.choose)
        if self._choices:
            self._choices.deleteLater()
        self._choices = menu
        self.setMenu(menu)
        self._show_choice(menu)

    def choose(self, label: str) -> None:
        """Only what has this label, all with an empty one."""
        self.label = label
        if self._choices:
            self._show_choice(self._choices)
        self.chosen.emit()

    def _show_choice(self, menu: "_ChoiceMenu") -> None:
        menu.check(self.label)
        longest = self.fontMetrics().averageCharWidth() * _NAME_CHARACTERS
        words = self.label or self.tr("All labels")
        self.set_text(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, longest))
        self.setAccessibleName(words)


class PlatformFilter(MenuButton):
    """`platform` is empty for all; `chosen` follows a choice. Identifiers: `<pane>.platforms`, `<pane>.platform.<name>`."""

    chosen = Signal()

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, "", f"{pane}.platforms")
        self._theme = theme
        self.platform = ""
        self._all = self.tr("All platforms")
        choices = [("", "all", self._all), *((each.value, each.value, platform_word(each)) for each in Platform)]
        self._menu = _ChoiceMenu(self, f"{pane}.platform", choices)
        self._menu.picked.connect(self.choose)
        self._menu.aboutToShow.connect(self._draw_icons)
        self.setMenu(self._menu)
        self.set_text(self._all)

    def choose(self, platform: str) -> None:
        """Only this platform's posts, all with an empty one."""
        self.platform = platform
        self._menu.check(platform)
        self.set_text(platform_word(platform) if platform else self._all)
        self.chosen.emit()

    def _draw_icons(self) -> None:
        for action in self._menu.actions():
            if action.data():
                action.setIcon(self._theme.brand_icon(action.data()))


class StateFilter(MenuButton):
    """`states` is empty for all; `chosen` follows a choice. Identifiers: `<pane>.states`, `<pane>.state.<group>`."""

    chosen = Signal()

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, "", f"{pane}.states")
        self.states = frozenset[PostState]()
        self._words = {states: words for states, _, words in _state_choices()}
        self._menu = _ChoiceMenu(self, f"{pane}.state", _state_choices())
        self._menu.picked.connect(self.choose)
        self.setMenu(self._menu)
        self.set_text(self._words[self.states])

    def choose(self, states: frozenset[PostState]) -> None:
        """Only the posts in these states, all with none; any states will do, whether they are a group or not."""
        self.states = states
        self._menu.check(states)
        self.set_text(self._words.get(states) or ", ".join(state_word(state) for state in sorted(states)))
        self.chosen.emit()


class _ChoiceMenu(QMenu):
    """Choices of which one is checked; `picked` carries its value. Each has a value, the end of its identifier, and words."""

    picked = Signal(object)

    def __init__(self, parent: MenuButton, identifier: str, choices: Iterable[tuple[object, str, str]]) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for value, key, words in choices:
            action = QAction(words.replace("&", "&&"), self, checkable=True, checked=not self.actions())
            action.setObjectName(f"{identifier}.{key}")
            action.setData(value)
            action.triggered.connect(lambda _, value=value: self.picked.emit(value))
            group.addAction(action)
            self.addAction(action)

    def check(self, value: object) -> None:
        """Mark the choice with that value, or none."""
        for action in self.actions():
            action.setChecked(action.data() == value)


def _state_choices() -> list[tuple[frozenset[PostState], str, str]]:
    """All first, then what asks for something, then the groups, in which each state has its place."""
    return [
        (frozenset(), "all", translate("Filters", "All states")),
        (TO_DO, "to_do", translate("Filters", "Needs attention")),
        *((group.value, group.name.lower(), _group_word(group)) for group in StateGroup),
    ]


def _group_word(group: StateGroup) -> str:
    match group:
        case StateGroup.TO_DECIDE:
            return translate("Filters", "Did this go out?")
        case StateGroup.FAILED:
            return translate("Filters", "Failed or missed")
        case StateGroup.HELD:
            return translate("Filters", "On hold")
        case StateGroup.SCHEDULED:
            return translate("Filters", "Scheduled")
        case StateGroup.LOCKED:
            return translate("Filters", "Locked")
        case StateGroup.UNDER_WAY:
            return translate("Filters", "Sending")
        case StateGroup.PUBLISHED:
            return translate("Filters", "Published")
        case StateGroup.CANCELLED:
            return translate("Filters", "Cancelled")
        case never:
            assert_never(never)
