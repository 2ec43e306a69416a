"""Which posts the calendar shows: by platform and by state."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.board import TO_DO
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.parts.buttons import MenuButton
from postdesk.ui.theme import Theme
from postdesk.ui.words import platform_word


@dataclass(frozen=True, slots=True)
class States:
    """Some states under one word. `key` is part of identifiers."""

    key: str
    words: str
    states: frozenset[PostState]


def state_choices() -> tuple[States, ...]:
    """What can be chosen, all first; each state has its place in one of the others."""
    tr = QCoreApplication.translate
    under_way = {PostState.QUEUED, PostState.SENDING, PostState.PROCESSING, PostState.UNKNOWN, PostState.RECEIVED}
    return (
        States("all", tr("Calendar", "All states"), frozenset()),
        States("scheduled", tr("Calendar", "Scheduled"), frozenset({PostState.SCHEDULED, PostState.FROM_HERE})),
        States("locked", tr("Calendar", "Locked"), frozenset({PostState.LOCKED})),
        States("under_way", tr("Calendar", "On the way"), frozenset({*under_way, PostState.CHECKING})),
        States("published", tr("Calendar", "Published"), frozenset({PostState.PUBLISHED, PostState.CONFIRMED})),
        States("to_do", tr("Calendar", "To decide or fix"), TO_DO),
        States("cancelled", tr("Calendar", "Cancelled"), frozenset({PostState.CANCELLED})),
    )


class PlatformChoice(MenuButton):
    """Shows the posts of one platform, or of all."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "calendar.platforms", parent=parent)
        self.platform = ""
        self._all = self.tr("All platforms")
        menu = QMenu(self)
        choices = (("", self._all), *((platform.value, platform_word(platform)) for platform in Platform))
        _fill(menu, [(partial(self.choose, key), words, f"calendar.platform.{key or 'all'}") for key, words in choices])
        self.setMenu(menu)
        self.set_text(self._all)

    def choose(self, platform: str) -> None:
        """Show only this platform's posts; all with an empty one."""
        self.platform = platform
        self.set_text(platform_word(platform) if platform else self._all)
        _check(self.menu(), f"calendar.platform.{platform or 'all'}")
        self.chosen.emit()


class StateChoice(MenuButton):
    """Shows the posts in some states, or in all."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "calendar.states", parent=parent)
        self._choices = state_choices()
        self.states: frozenset[PostState] = frozenset()
        menu = QMenu(self)
        _fill(menu, [(partial(self.choose, each), each.words, f"calendar.state.{each.key}") for each in self._choices])
        self.setMenu(menu)
        self.set_text(self._choices[0].words)

    def choose(self, choice: States) -> None:
        """Show only posts in these states."""
        self.states = choice.states
        self.set_text(choice.words)
        _check(self.menu(), f"calendar.state.{choice.key}")
        self.chosen.emit()

    def choose_all(self) -> None:
        """Show posts in all states."""
        self.choose(self._choices[0])


def _fill(menu: QMenu, choices: list[tuple[partial[None], str, str]]) -> None:
    group = QActionGroup(menu)
    for choose, words, identifier in choices:
        action = QAction(words, menu, checkable=True, checked=not group.actions())
        action.setObjectName(identifier)
        action.triggered.connect(lambda checked, choose=choose: choose())
        group.addAction(action)
        menu.addAction(action)


def _check(menu: QMenu, identifier: str) -> None:
    next(action for action in menu.actions() if action.objectName() == identifier).setChecked(True)
