"""The bar of the selection: the number of selected cards, and the actions on all of them."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu

from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.calendar.header import Header
from postdesk.ui.calendar.selection import Selection
from postdesk.ui.calendar.selection_actions import SelectionActions
from postdesk.ui.kit.buttons import Button, IconButton, MenuButton
from postdesk.ui.kit.copies import add_clients
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.pane import pass_focus_on
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.menu import add_offers
from postdesk.ui.post_actions.registry import ACTIONS, action_words

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_BUTTON: Final = 13
_APPROVAL: Final = (Action.ASK_CLIENT, Action.APPROVE)
_ACTIONS: Final = tuple(kind for kind, spec in ACTIONS.items() if spec.several and kind not in _APPROVAL)
"""Each has a button; those of the approval share a menu."""


class SelectionBar(QFrame):
    """Shown while anything of `selection` is selected; its buttons and menus run `actions`."""

    def __init__(self, theme: Theme, selection: Selection, actions: SelectionActions) -> None:
        super().__init__()
        self._theme, self._selection, self._actions = theme, selection, actions
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        identify(self, "calendar.several", self.tr("Selection"))
        self._count = PlainLabel(role="title")
        self._count.setMinimumHeight(self.fontMetrics().height() + _BUTTON)  # in the middle of the buttons beside it
        identify(self._count, "calendar.several.count")
        row = FlowLayout(spacing=2)
        self._add_menu(row, self.tr("Move"), "move", self._fill_moves)
        self._copy = self._add_menu(row, self.tr("Copy to client"), "copy", self._fill_copies)
        self._add_menu(row, self.tr("Label"), "label", self._fill_labels)
        self._add_menu(row, self.tr("Approval"), "word", self._fill_words)
        for kind in _ACTIONS:
            asked = partial(actions.run, kind)
            self._add_button(row, action_words(PostAction(kind, 0, 0)), kind, ACTIONS[kind].icon, asked)
        self._add_button(row, self.tr("Delete"), "delete", "trash-2", actions.delete)
        clear = IconButton(theme, "x", self.tr("Clear selection (Esc)"), "calendar.several.clear")
        clear.clicked.connect(selection.clear)
        self._lay_out(row, clear)
        self._header: Header | None = None
        selection.changed.connect(self._show_count)
        self.hide()

    def _lay_out(self, acts: FlowLayout, clear: IconButton) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 8, 4)
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(acts, 1)
        line.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)

    def setVisible(self, visible: bool) -> None:
        if not visible:
            pass_focus_on(self)
        super().setVisible(visible)

    def lie_over(self, header: Header) -> None:
        """Show it over a part of the header, so that nothing moves away from under the mouse."""
        self.setParent(header.parentWidget())
        self.hide()
        self._header = header
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._header is None or self.isHidden():
            if self._header:
                self._header.cover(QRect())
            return
        row = self.layout()
        assert row
        least = row.heightForWidth(self._header.width())
        room = self._header.room(least)
        self._header.cover(room)
        room.setHeight(max(room.height(), least))
        self.setGeometry(room.translated(self._header.pos()))
        self.raise_()

    def _show_count(self) -> None:
        count = len(self._selection)
        self._count.setText(self.tr("{0} selected").format(count))
        self._copy.setVisible(len(self._actions.clients()) > 1)
        self.setVisible(count > 0)
        self._place()

    def _add_button(self, row: FlowLayout, words: str, name: str, icon: str, asked: Callable[[], object]) -> None:
        button = Button(self._theme, words, f"calendar.several.{name}", role="quiet", icon=icon)
        button.clicked.connect(lambda checked: asked())
        row.addWidget(button)

    def _add_menu(self, row: FlowLayout, words: str, name: str, fill: Callable[[QMenu], None]) -> MenuButton:
        button = MenuButton(self._theme, words, f"calendar.several.{name}")
        menu = QMenu(button)
        identify(menu, f"calendar.several.{name}.menu")
        menu.aboutToShow.connect(partial(self._refill, menu, fill))
        button.setMenu(menu)
        row.addWidget(button)
        return button

    def _refill(self, menu: QMenu, fill: Callable[[QMenu], None]) -> None:
        menu.clear()
        fill(menu)

    def _fill_moves(self, menu: QMenu) -> None:
        for words, by in (
            (self.tr("A day later"), _DAY),
            (self.tr("A day earlier"), -_DAY),
            (self.tr("A week later"), 7 * _DAY),
            (self.tr("A week earlier"), -7 * _DAY),
            (self.tr("An hour later"), _HOUR),
            (self.tr("An hour earlier"), -_HOUR),
        ):
            menu.addAction(words, partial(self._actions.move, by))
        menu.addSeparator()
        menu.addAction(self.tr("By days and hours…"), self._actions.move_by)

    def _fill_copies(self, menu: QMenu) -> None:
        add_clients(menu, self._actions.clients(), self._actions.copy_for)

    def _fill_words(self, menu: QMenu) -> None:
        offers = [PostAction(kind, 0, 0) for kind in _APPROVAL]
        add_offers(menu, self._theme, offers, lambda offer: self._actions.run(offer.kind))

    def _fill_labels(self, menu: QMenu) -> None:
        for name, has_it in self._actions.labels():
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(has_it)
            action.triggered.connect(lambda on, name=name: self._actions.label(name, on=on))
        menu.addSeparator()
        menu.addAction(self.tr("New label…"), self._actions.add_label)
