"""Which results are shown: one platform or all, a group of states or all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from postdesk.domain.board import TO_DO
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.parts.buttons import MenuButton
from postdesk.ui.theme import Theme
from postdesk.ui.words import platform_word, state_word


@dataclass(frozen=True, slots=True)
class Group:
    """States that are looked for together."""

    word: str
    states: frozenset[PostState]


EVERYTHING: Final = frozenset[PostState]()


def groups() -> tuple[Group, ...]:
    """The groups of states, all of them first."""
    tr, state = QCoreApplication.translate, PostState
    return (
        Group(tr("Results", "All states"), EVERYTHING),
        Group(tr("Results", "Needs you"), TO_DO),
        Group(tr("Results", "Did this go out?"), frozenset({state.TO_DECIDE})),
        Group(tr("Results", "Waiting"), frozenset({state.SCHEDULED, state.FROM_HERE, state.LOCKED, state.QUEUED})),
        Group(tr("Results", "On hold"), frozenset({state.HELD})),
        Group(
            tr("Results", "On its way"),
            frozenset({state.SENDING, state.CHECKING, state.RECEIVED, state.PROCESSING, state.UNKNOWN}),
        ),
        Group(tr("Results", "Published"), frozenset({state.PUBLISHED, state.CONFIRMED, state.PARTIAL})),
        Group(tr("Results", "Failed or missed"), frozenset({state.FAILED, state.PARTIAL, state.REJECTED, state.MISSED})),
        Group(tr("Results", "Cancelled"), frozenset({state.CANCELLED})),
    )


class Filters(QWidget):
    """Two quiet menus. `changed` follows a choice."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.platform = ""
        self.states = EVERYTHING
        self._platform = MenuButton(theme, "", "results.filter.platform")
        self._states = MenuButton(theme, "", "results.filter.state")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button, fill in ((self._platform, self._fill_platforms), (self._states, self._fill_states)):
            menu = QMenu(button)
            menu.aboutToShow.connect(partial(fill, menu))
            button.setMenu(menu)
            row.addWidget(button)
        self._name()

    @property
    def active(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.platform or self.states)

    def show_states(self, states: frozenset[PostState]) -> None:
        """Only these states, all where empty."""
        self.states = states
        self._tell()

    def show_platform(self, platform: str) -> None:
        """Only this platform, all where empty."""
        self.platform = platform
        self._tell()

    def clear(self) -> None:
        """Everything."""
        self.platform, self.states = "", EVERYTHING
        self._tell()

    def _tell(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        self._platform.set_text(platform_word(self.platform) if self.platform else self.tr("All platforms"))
        self._states.set_text(self._states_word())

    def _states_word(self) -> str:
        named = next((group.word for group in groups() if group.states == self.states), "")
        return named or ", ".join(state_word(state) for state in sorted(self.states))

    def _fill_platforms(self, menu: QMenu) -> None:
        menu.clear()
        self._offer(menu, self.tr("All platforms"), not self.platform, partial(self.show_platform, ""))
        for platform in Platform:
            action = self._offer(menu, platform_word(platform), self.platform == platform, partial(self.show_platform, platform))
            action.setIcon(self._theme.brand_icon(platform))

    def _fill_states(self, menu: QMenu) -> None:
        menu.clear()
        for group in groups():
            self._offer(menu, group.word, group.states == self.states, partial(self.show_states, group.states))

    def _offer(self, menu: QMenu, word: str, chosen: bool, choose: Callable[[], object]) -> QAction:
        action = menu.addAction(word)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(choose)
        return action
