"""Paints the cells of the results: texts, marks with their icons, and the buttons of a line."""

from functools import cache
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import PostState
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.icon_label import scale_to_font
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS, action_words
from postdesk.ui.results.columns import COLUMNS, ResultsColumn
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.tree import AnyIndex, PostTree
from postdesk.ui.text.states import state_icon, state_tone, state_word

_PAD: Final = 8
_GAP: Final = 6
_ICON: Final = 16
_SMALL: Final = 12
_NAME: Final = 18
"""The letters of a client's name that have room."""

_MOST_BUTTONS: Final = 3
_MARKS: Final = 4
_BOLDER: Final = 1.1
_LONG_MOMENT: Final = "Wed 30 Nov 2026 00:00"
_COLOURS: Final = {"primary": "on_accent", "": "text", "link": "accent"}
_QUESTION: Final = (Action.CHECK_PROFILE, Action.SAW_IT, Action.SEND_AGAIN)
_NEVER_IN_LINE: Final = frozenset({Action.DETAILS, Action.CHECK_NOW, Action.COPY_LINK})
_SHOWN: Final = {
    PostState.TO_DECIDE: 3,
    **dict.fromkeys((PostState.SCHEDULED, PostState.NEEDS_THIS_COMPUTER, PostState.HELD, PostState.MISSED), 2),
    **dict.fromkeys((PostState.REJECTED, PostState.FAILED, PostState.PARTIAL), 2),
}


def line_actions(line: ResultsLine) -> tuple[PostAction, ...]:
    """Return the actions shown in the line itself, one of each kind; the panel and the context menu show all."""
    wanted = 1 if line.postponed else _SHOWN.get(line.state, 1)
    # Copies only for posts that can't be changed any more.
    left_out = _NEVER_IN_LINE if line.state == PostState.LOCKED else _NEVER_IN_LINE | {Action.COPY}
    worth = [offer for offer in line.buttons if offer.kind not in left_out]
    alike = {offer.kind: offer for offer in reversed(worth)}
    return tuple([offer for offer in worth if alike[offer.kind] is offer][:wanted])


class ResultsDelegate(QStyledItemDelegate):
    """Paints lines in the theme's colours."""

    def __init__(self, theme: Theme, tree: PostTree, view: QTreeView) -> None:
        super().__init__(view)
        self._theme, self._tree, self._view = theme, tree, view
        self._templates = {role: _template(role, view) for role in ("primary", "", "link")}
        self._hovered: PostAction | None = None
        self._most = _MOST_BUTTONS
        self._avatar = cache(avatar_pixmap)
        self._names_client = False

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, max(30, option.fontMetrics.height() + 14))

    def width(self, column: ResultsColumn, roomy: bool) -> int:
        """Return a column's width, whatever its texts: widths that follow the texts would move as these change."""
        metrics = self._view.fontMetrics()
        icon = scale_to_font(metrics, _ICON)
        match column:
            case ResultsColumn.CLIENT:
                return icon + _GAP + metrics.averageCharWidth() * _NAME + 2 * _PAD
            case ResultsColumn.PLATFORMS:
                return (_MARKS if roomy else _MARKS - 1) * self._mark_width(icon) + 2 * _PAD
            case ResultsColumn.STATE:
                word = metrics.horizontalAdvance(state_word(PostState.NEEDS_THIS_COMPUTER))
                return icon + _GAP + round(word * _BOLDER) + 2 * _PAD
            case ResultsColumn.WHEN:
                return metrics.horizontalAdvance(_LONG_MOMENT) + 2 * _PAD
            case ResultsColumn.ACTIONS:
                shown = [PostAction(kind, 0, 0, primary=kind == Action.CHECK_PROFILE) for kind in _QUESTION[: self._most]]
                return sum(self._button_size(each).width() + _GAP for each in shown) + 2 * _PAD
            case _:
                return metrics.averageCharWidth() * COLUMNS[column].letters

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line = self._tree.line(index)
        if line is None:
            return
        painter.save()
        cell = LinePainter(painter, option, self._theme, pad=_PAD, gap=_GAP, size=_ICON)
        match ResultsColumn(index.column()):
            case ResultsColumn.POST:
                self._paint_title(cell, line)
            case ResultsColumn.CLIENT:
                if not line.platform:
                    self._paint_whose(cell, line)
                    cell.write(line.client_name, "text")
            case ResultsColumn.PLATFORMS:
                self._paint_marks(cell, line)
            case ResultsColumn.STATE:
                cell.paint_icon(line.look.icon, line.look.tone)
                cell.write(line.look.word, line.look.tone, bold=True)
            case ResultsColumn.STORY:
                cell.area.setRight(cell.area.right() + self._room_before_buttons(line))
                cell.write(line.story, "attention" if line.asks else "secondary")
            case ResultsColumn.ACTIONS:
                self._paint_buttons(painter, option, line)
            case column:
                cell.write(COLUMNS[column].text(line), "text")
        painter.restore()

    def placed(self, area: QRect, line: ResultsLine) -> list[tuple[PostAction, QRect]]:
        """Return the places of the buttons in `area`: from the right, the first actions as far as there is room."""
        sizes = [(offer, self._button_size(offer)) for offer in self._shown(line)]
        while sizes and sum(size.width() + _GAP for _, size in sizes) > area.width():
            sizes.pop()
        placed, right = [], area.right() + 1 - _PAD
        for offer, size in reversed(sizes):
            top = area.top() + (area.height() - size.height()) // 2
            placed.append((offer, QRect(QPoint(right - size.width(), top), size)))
            right -= size.width() + _GAP
        return placed[::-1]

    def set_compact(self, compact: bool, names_client: bool) -> None:
        """`compact`: paint only the first button of each line. `names_client`: paint the client's mark before the title."""
        self._most = 1 if compact else _MOST_BUTTONS
        self._names_client = names_client

    def hover(self, offer: PostAction | None) -> bool:
        """Set the action whose button is under the mouse. Return True where that changes."""
        changed = offer != self._hovered
        self._hovered = offer
        return changed

    def _paint_title(self, cell: LinePainter, line: ResultsLine) -> None:
        if line.platform:
            cell.paint_brand(line.platform)
        elif self._names_client:
            self._paint_whose(cell, line)
        if line.repeats:
            cell.paint_icon("repeat-2", "secondary")
        cell.write(line.title, "text" if line.has_text else "secondary", italic=not line.has_text)

    def _paint_whose(self, cell: LinePainter, line: ResultsLine) -> None:
        """Paint the client's mark."""
        side = cell.side + 4
        cell.paint_picture(self._avatar(line.client_name, line.client_colour, side, cell.ratio), side)

    def _paint_marks(self, cell: LinePainter, line: ResultsLine) -> None:
        step = self._mark_width(cell.side)
        fitting = (cell.area.width() + _PAD) // step
        shown = line.platform_states if len(line.platform_states) <= fitting else line.platform_states[: max(1, fitting - 1)]
        for platform, mark in shown:
            left = cell.area.left()
            cell.paint_brand(platform)
            cell.area.setLeft(left + cell.side + 2)
            cell.paint_icon(state_icon(mark), state_tone(mark), cell.side * _SMALL // _ICON)
            cell.area.setLeft(left + step)
        if more := len(line.platform_states) - len(shown):
            cell.write(f"+{more}", "secondary")

    def _paint_buttons(self, painter: QPainter, option: QStyleOptionViewItem, line: ResultsLine) -> None:
        for offer, rect in self.placed(option.rect, line):
            template, button = self._templates[_role(offer)], QStyleOptionButton()
            button.initFrom(template)
            button.rect = rect
            button.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Raised
            if offer == self._hovered:
                button.state |= QStyle.StateFlag.State_MouseOver
            template.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, button, painter, template)
            self._paint_word(painter, template.font(), rect, offer)

    def _paint_word(self, painter: QPainter, font: QFont, rect: QRect, offer: PostAction) -> None:
        """Paint the button's text: the style would cut it where a line is lower than a real button."""
        colour = _COLOURS[_role(offer)]
        if offer.kind == Action.OPEN:
            pixmap = self._theme.pixmap(ACTIONS[offer.kind].icon, colour, _ICON, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.left() + _GAP, rect.top() + (rect.height() - _ICON) // 2, pixmap)
            rect = rect.adjusted(_ICON + _GAP, 0, 0, 0)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.of(colour)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, action_words(offer))

    def _shown(self, line: ResultsLine) -> tuple[PostAction, ...]:
        return line_actions(line)[: self._most]

    def _room_before_buttons(self, line: ResultsLine) -> int:
        """Return the width that the line's buttons leave to the text before them."""
        taken = sum(self._button_size(offer).width() + _GAP for offer in self._shown(line))
        return max(0, self._view.header().sectionSize(ResultsColumn.ACTIONS) - taken - _PAD)

    def _button_size(self, offer: PostAction) -> QSize:
        metrics = self._templates[_role(offer)].fontMetrics()
        room = 36 if offer.kind == Action.OPEN else 24
        return QSize(metrics.horizontalAdvance(action_words(offer)) + room, max(24, metrics.height() + 8))

    def _mark_width(self, icon: int) -> int:
        """Return the width of a platform with its state, and the gap to the next."""
        return icon + 2 + icon * _SMALL // _ICON + _PAD


def _role(offer: PostAction) -> str:
    if offer.kind == Action.OPEN:
        return "link"
    return "primary" if offer.primary else ""


def _template(role: str, view: QWidget) -> QPushButton:
    """Return a hidden button whose style sheet the painted buttons use."""
    button = QPushButton(view)
    button.setProperty("role", role)
    button.setVisible(False)
    button.ensurePolished()
    return button
