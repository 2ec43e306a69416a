"""The calendar's filter: a button whose menu filters the shown posts, and offers what is made of them."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from postdesk.domain.posts import PostState
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.filters import ChoiceMenu, all_platforms, all_states, platform_choices, state_choices, states_words
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word

translate = QCoreApplication.translate


class FilterButton(Button):
    """An icon, and the filters in words where any is set. `platform` is empty, and `states` are none, for all.

    `chosen` follows a choice of the user's. The other entries of the menu are actions: `lock_in`, `export` and `reports`.
    """

    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "calendar.filter", role="icon", icon="filter")
        self.platform, self.states = "", frozenset[PostState]()
        self._menu = QMenu(self)
        identify(self._menu, "calendar.filter.menu")
        self._platforms = ChoiceMenu(self._menu, "calendar.platform", (("", "all", all_platforms()), *platform_choices()))
        self._states = ChoiceMenu(self._menu, "calendar.state", ((frozenset[PostState](), "all", all_states()), *state_choices()))
        self._platforms.picked.connect(lambda platform: self._choose(platform, self.states))
        self._states.picked.connect(lambda states: self._choose(self.platform, states))
        self._menu.aboutToShow.connect(self._draw_icons)
        self._platforms.aboutToShow.connect(self._draw_platforms)
        for submenu in (self._platforms, self._states):
            self._menu.addMenu(submenu)
        self._menu.addSeparator()
        self.lock_in = self._action(self.tr("Lock in the week…"), "lock_in")
        self.export = self._action(self.tr("Export posts…"), "export")
        self.reports = self._action(self.tr("Reports"), "reports")
        self.setMenu(self._menu)
        self.show_filters("", frozenset())

    def show_filters(self, platform: str, states: frozenset[PostState]) -> None:
        """Show these filters."""
        self.platform, self.states = platform, states
        self._platforms.check(platform)
        self._states.check(states)
        platform_words = platform_word(platform) if platform else ""
        set_words = " · ".join(part for part in (platform_words, states_words(states) if states else "") if part)
        self._platforms.setTitle(platform_words or all_platforms())
        self._states.setTitle(states_words(states))
        self.set_text(set_words)
        self.set_icon("filter", "accent" if set_words else "")
        self.setAccessibleName(self.tr("Filter: {0}").format(set_words) if set_words else self.tr("Filter"))
        plain_tooltip(self, self.accessibleName())

    def _choose(self, platform: str, states: frozenset[PostState]) -> None:
        self.show_filters(platform, states)
        self.chosen.emit()

    def _action(self, words: str, name: str) -> QAction:
        action = self._menu.addAction(words)
        action.setObjectName(f"calendar.{name}")
        return action

    def _draw_icons(self) -> None:
        for action, icon in ((self.lock_in, "lock"), (self.export, "download"), (self.reports, "file-text")):
            action.setIcon(self._theme.icon(icon))

    def _draw_platforms(self) -> None:
        for action in self._platforms.actions():
            if action.data():
                action.setIcon(self._theme.brand_icon(action.data()))
