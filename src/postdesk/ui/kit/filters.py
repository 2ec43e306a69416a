"""Menus that filter posts: by client, label, platform or group of states."""

from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION, StateGroup
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.states import state_word

translate = QCoreApplication.translate

T = TypeVar("T")

_NAME_CHARACTERS: Final = 24

_GROUPS: Final = {
    StateGroup.TO_DECIDE: QT_TRANSLATE_NOOP("Filters", "Did this go out?"),
    StateGroup.FAILED: QT_TRANSLATE_NOOP("Filters", "Failed or missed"),
    StateGroup.HELD: QT_TRANSLATE_NOOP("Filters", "On hold"),
    StateGroup.SCHEDULED: QT_TRANSLATE_NOOP("Filters", "Scheduled"),
    StateGroup.LOCKED: QT_TRANSLATE_NOOP("Filters", "Locked"),
    StateGroup.UNDER_WAY: QT_TRANSLATE_NOOP("Filters", "Sending"),
    StateGroup.PUBLISHED: QT_TRANSLATE_NOOP("Filters", "Published"),
    StateGroup.CANCELLED: QT_TRANSLATE_NOOP("Filters", "Cancelled"),
}


class ChoiceMenu(QMenu):
    """Exclusive choices; `picked` carries a value. Each choice has a value, the end of its identifier, and words."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, identifier: str, choices: Iterable[tuple[object, str, str]] = ()) -> None:
        super().__init__(parent)
        self._identifier = identifier
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[object, str, str]]) -> None:
        """Set the choices."""
        for child in (*self.actions(), *self.findChildren(QActionGroup)):
            child.deleteLater()
        self.clear()
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for value, key, words in choices:
            action = QAction(words.replace("&", "&&"), self, checkable=True)
            action.setObjectName(f"{self._identifier}.{key}")
            action.setData(value)
            action.triggered.connect(lambda _, value=value: self.picked.emit(value))
            group.addAction(action)
            self.addAction(action)

    def check(self, value: object) -> None:
        """Check the choice with that value, or none."""
        for action in self.actions():
            action.setChecked(action.data() == value)


class ChoiceFilter(MenuButton, Generic[T]):
    """Shows the present choice; its menu offers all, and each choice. `chosen` follows a choice.

    The menu gets its choices when it opens. Identifiers: `<pane>.<kind>s`, `<pane>.<kind>.all`, `<pane>.<kind>.<key>`.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, pane: str, kind: str, everything: T, *, elided: bool = False) -> None:
        super().__init__(theme, "", f"{pane}.{kind}s")
        self._identifier, self._value, self._everything, self._elided = f"{pane}.{kind}", everything, everything, elided
        self._choices: list[tuple[T, str, str]] = []
        self._in_menu: list[tuple[T, str, str]] = []
        self._menu = ChoiceMenu(self, self._identifier)
        self._menu.picked.connect(self.choose)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def offer(self, all_words: str, choices: Iterable[tuple[T, str, str]]) -> None:
        """Set the choices: value, key and words. If the present value is not among them, all are shown."""
        offered = [(self._everything, "all", all_words), *choices]
        if offered == self._choices:
            return
        self._menu.close()  # an open one offers what may be gone
        self._choices = offered
        if self._value not in {value for value, _, _ in offered}:
            self._value = self._everything
        self._show_choice()

    def choose(self, value: T) -> None:
        """Set the value."""
        self._value = value
        self._show_choice()
        self.chosen.emit()

    def words_of(self, value: T) -> str:
        """Return the words for a value."""
        return next(words for choice, _, words in self._choices if choice == value)

    def _fill(self) -> None:
        if self._in_menu != self._choices:
            self._in_menu = self._choices
            self._menu.offer(self._choices)
        self._menu.check(self._value)

    def _show_choice(self) -> None:
        self._menu.check(self._value)
        words, metrics = self.words_of(self._value), self.fontMetrics()
        longest = metrics.averageCharWidth() * _NAME_CHARACTERS
        self.set_text(metrics.elidedText(words, Qt.TextElideMode.ElideRight, longest) if self._elided else words)
        self.setAccessibleName(words)


class ClientFilter(ChoiceFilter[int | None]):
    """A filter by client."""

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, pane, "client", None, elided=True)
        self.show_clients(())

    @property
    def client_id(self) -> int | None:
        """The client's id, None for all."""
        return self._value

    def show_clients(self, clients: Sequence[Client]) -> None:
        """Set the clients; without any, the filter is hidden and shows all."""
        self.setVisible(bool(clients))
        self.offer(self.tr("All clients"), ((client.id, str(client.id), client.name) for client in clients))


class LabelFilter(ChoiceFilter[str]):
    """A filter by label; the key in an identifier is the label's index."""

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, pane, "label", "", elided=True)
        self.show_labels(())

    @property
    def label(self) -> str:
        """The label, empty for all."""
        return self._value

    def show_labels(self, labels: Sequence[str]) -> None:
        """Set the labels; without any, the filter is hidden and shows all."""
        self.setVisible(bool(labels))
        self.offer(self.tr("All labels"), ((each, str(place), each) for place, each in enumerate(labels)))


class PlatformFilter(ChoiceFilter[str]):
    """A filter by platform."""

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, pane, "platform", "")
        self.offer(all_platforms(), platform_choices())
        self.menu().aboutToShow.connect(self._draw_icons)

    @property
    def platform(self) -> str:
        """The platform's key, empty for all."""
        return self._value

    def _draw_icons(self) -> None:
        for action in self.menu().actions():
            if action.data():
                action.setIcon(self._theme.brand_icon(action.data()))


class StateFilter(ChoiceFilter[frozenset[PostState]]):
    """A filter by state: the states that need attention, a group of states, or all."""

    def __init__(self, theme: Theme, pane: str) -> None:
        super().__init__(theme, pane, "state", frozenset())
        self.offer(all_states(), state_choices())

    @property
    def states(self) -> frozenset[PostState]:
        """The states, empty for all; they may be no group."""
        return self._value

    def words_of(self, value: frozenset[PostState]) -> str:
        """Return the words of a group, or those of each state."""
        return states_words(value)


def all_platforms() -> str:
    """Return the words for no filter by platform."""
    return translate("PlatformFilter", "All platforms")


def platform_choices() -> tuple[tuple[str, str, str], ...]:
    """Return the platforms as choices: value, key and words."""
    return tuple((each.value, each.value, platform_word(each)) for each in Platform)


def all_states() -> str:
    """Return the words for no filter by state."""
    return translate("Filters", "All states")


def state_choices() -> tuple[tuple[frozenset[PostState], str, str], ...]:
    """Return the states that need attention, and each group of states, as choices: value, key and words."""
    groups = ((group.value, group.name.lower(), translate("Filters", str(_GROUPS[group]))) for group in StateGroup)
    return (NEEDS_ATTENTION, "to_do", translate("Filters", "Needs attention")), *groups


def states_words(states: frozenset[PostState]) -> str:
    """Return the words of a group of states, of all (none named), or of each."""
    known = (words for group, _, words in state_choices() if group == states)
    return next(known, "") or ", ".join(map(state_word, sorted(states))) or all_states()
