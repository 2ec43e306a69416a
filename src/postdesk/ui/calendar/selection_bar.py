"""The bar of the selection: the number of selected cards, and the bulk actions."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from postdesk.domain.post_actions import Action, PostAction
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.header import CalendarHeader
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.selection import CardSelection
from postdesk.ui.kit.buttons import ElidedButton, IconButton, MenuButton
from postdesk.ui.kit.copy_menu import add_clients
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import FieldForm, number_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.pane import TransientFrame
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.offers import add_offers
from postdesk.ui.post_actions.registry import ACTIONS, action_words

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_BUTTON: Final = 13
_MARGINS: Final = 12, 4, 8, 4
_LETTERS: Final = 56
_MOST_DAYS: Final = 3650
_APPROVAL: Final = (Action.ASK_CLIENT, Action.APPROVE)
_ACTIONS: Final = tuple(kind for kind, spec in ACTIONS.items() if spec.bulk and kind not in _APPROVAL)
"""The actions with a button of their own; those of the approval share a menu."""


class SelectionBar(TransientFrame):
    """Shown while anything is selected; the session's `BulkActions.done` reports the results of its buttons and menus."""

    def __init__(self, session: WorkspaceSession, theme: Theme, selection: CardSelection, mover: Mover) -> None:
        super().__init__("bar", "calendar.several", self.tr("Selection"))
        self._session, self._bulk, self._theme, self._selection = session, session.bulk, theme, selection
        self._mover = mover
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = PlainLabel(role="title", identifier="calendar.several.count")
        self._count.setMinimumHeight(self.fontMetrics().height() + _BUTTON)  # as high as the buttons beside it
        self._with_icons: list[tuple[ElidedButton, str]] = []
        self._flow = row = FlowLayout(spacing=2)
        self._add_menu(row, self.tr("Move"), "move", self._fill_moves)
        self._copy = self._add_menu(row, self.tr("Copy to client"), "copy", self._fill_copies)
        self._add_menu(row, self.tr("Label"), "label", self._fill_labels)
        self._add_menu(row, self.tr("Approval"), "word", self._fill_approvals)
        for kind in _ACTIONS:
            asked = partial(self._run, kind)
            self._add_button(row, action_words(PostAction(kind, 0, 0)), kind, ACTIONS[kind].icon, asked)
        self._add_button(row, self.tr("Delete"), "delete", "trash-2", lambda: self._bulk.delete(selection.cards))
        clear = IconButton(theme, "x", self.tr("Clear selection (Esc)"), "calendar.several.clear", on_click=selection.clear)
        self._lay_out(row, clear)
        self._header: CalendarHeader | None = None
        selection.changed.connect(self._show_count)
        self.hide()

    def _lay_out(self, acts: FlowLayout, clear: IconButton) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(*_MARGINS)
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(acts, 1)
        line.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)

    def lie_over(self, header: CalendarHeader) -> None:
        """Attach the hidden bar to the header. It covers it when it is shown, so that the layout doesn't move."""
        self.setParent(header.parentWidget())
        self.hide()
        self._header = header
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._header is None:
            return
        self._header.cover(covered=not self.isHidden())
        if self.isHidden():
            return
        row = self.layout()
        assert row
        place = self._header.geometry().adjusted(0, 0, 0, -1)
        row.setContentsMargins(*_MARGINS)
        self._shorten(None)
        if row.heightForWidth(place.width()) > place.height():
            self._shorten("")  # the icons alone may save a second row
        spare = max(0, place.height() - row.heightForWidth(place.width()))
        left, top, right, bottom = _MARGINS
        row.setContentsMargins(left, top + spare // 2, right, bottom)
        place.setHeight(max(place.height(), row.heightForWidth(place.width())))
        self.setGeometry(place)
        self.raise_()

    def _shorten(self, words: str | None) -> None:
        """Show these words beside the icons, or with None those of each button."""
        for button, icon in self._with_icons:
            button.shorten(words, icon)
        self._flow.invalidate()
        if row := self.layout():
            row.invalidate()

    def _show_count(self) -> None:
        count = len(self._selection)
        self._count.setText(self.tr("{0} selected").format(count))
        self._copy.setVisible(len(self._session.clients.all()) > 1)
        self.setVisible(count > 0)
        self._place()

    def _add_button(self, row: FlowLayout, words: str, name: str, icon: str, asked: Callable[[], object]) -> None:
        identifier = f"calendar.several.{name}"
        button = ElidedButton(self._theme, words, identifier, role="quiet", icon=icon, on_click=lambda checked: asked())
        plain_tooltip(button, words)
        row.addWidget(button)
        self._with_icons.append((button, icon))

    def _add_menu(self, row: FlowLayout, words: str, name: str, fill: Callable[[QMenu], None]) -> MenuButton:
        button = MenuButton(self._theme, words, f"calendar.several.{name}")
        menu = QMenu(button)
        identify(menu, f"calendar.several.{name}.menu")
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(partial(fill, menu))
        button.setMenu(menu)
        row.addWidget(button)
        return button

    def _fill_moves(self, menu: QMenu) -> None:
        for words, by in (
            (self.tr("A day later"), _DAY),
            (self.tr("A day earlier"), -_DAY),
            (self.tr("A week later"), 7 * _DAY),
            (self.tr("A week earlier"), -7 * _DAY),
            (self.tr("An hour later"), _HOUR),
            (self.tr("An hour earlier"), -_HOUR),
        ):
            menu.addAction(words, partial(self._move, by))
        menu.addSeparator()
        menu.addAction(self.tr("By days and hours…"), partial(self._ask, MoveBy, self._move))

    def _fill_copies(self, menu: QMenu) -> None:
        add_clients(menu, self._session.clients.all(), lambda client_id: self._bulk.copy_for(self._selection.cards, client_id))

    def _fill_approvals(self, menu: QMenu) -> None:
        add_offers(menu, self._theme, [PostAction(kind, 0, 0) for kind in _APPROVAL], lambda offer: self._run(offer.kind))

    def _fill_labels(self, menu: QMenu) -> None:
        """Add all labels, and check those that all selected cards have."""
        had = self._bulk.labels_of(self._selection.cards)
        for name in sorted({*self._bulk.labels(), *(name for labels in had for name in labels)}, key=str.casefold):
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(all(name in labels for labels in had))
            action.triggered.connect(lambda on, name=name: self._label(name, on=on))
        menu.addSeparator()
        menu.addAction(self.tr("New label…"), partial(self._ask, NewLabel, self._label))

    def _ask(self, kind: "type[MoveBy | NewLabel]", act: Callable[..., object]) -> None:
        question = kind(self._theme, self.window())
        question.chosen.connect(act)
        question.open()

    def _move(self, by: timedelta) -> None:
        self._mover.move(None, by)

    def _label(self, name: str, *, on: bool = True) -> None:
        self._bulk.label(self._selection.cards, name, on=on)

    def _run(self, kind: Action) -> None:
        if run := ACTIONS[kind].bulk:
            run(self._session, self._selection.cards)


class MoveBy(Dialog):
    """The dialog for days and hours, later or, below 0, earlier. `chosen` carries the timedelta."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Move selected posts"), "calendar.move_by", parent, _LETTERS)
        self._days = number_box("calendar.move_by.days", self.tr("Days"), -_MOST_DAYS, _MOST_DAYS)
        self._hours = number_box("calendar.move_by.hours", self.tr("Hours"), -23, 23)
        self.body.addWidget(PlainLabel(self.windowTitle(), role="heading"))
        self.body.addLayout(FieldForm(self._days, self._hours))
        words = self.tr("Negative numbers move posts earlier. The client’s time of day stays the same when clocks change.")
        self.body.addWidget(remark(words))
        self.add_main_button(theme, self.tr("Move"), "act", self.accept)
        self._days.selectAll()

    def accept(self) -> None:
        if by := timedelta(days=self._days.value(), hours=self._hours.value()):
            self.chosen.emit(by)
        super().accept()


class NewLabel(Dialog):
    """The dialog for a label's name. `chosen` carries it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("New label"), "calendar.new_label", parent, _LETTERS)
        self._name = QLineEdit(placeholderText=self.tr("Launch"), maxLength=60)
        identify(self._name, "calendar.new_label.name", self.tr("Label"))
        self.body.addWidget(PlainLabel(self.windowTitle(), role="heading"))
        self.body.addWidget(self._name)
        self.add_main_button(theme, self.tr("Label"), "act", self.accept)
        self._name.setFocus()

    def accept(self) -> None:
        if name := " ".join(self._name.text().split()):
            self.chosen.emit(name)
        super().accept()
