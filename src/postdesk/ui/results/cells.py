"""Paints the lines of the results: a post in two lines, its platforms, its state and its button."""

from collections.abc import Hashable
from functools import cache
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import PostState
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.line_painter import LinePainter, is_on_pixels
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import action_words
from postdesk.ui.results.columns import ResultsColumn
from postdesk.ui.results.lines import ResultsLine
from postdesk.ui.results.pictures import KeptPictures
from postdesk.ui.results.rows import PostRows
from postdesk.ui.text.states import post_word, state_icon, state_tone, state_word
from postdesk.ui.text.times import widest_time

_PAD: Final = 8
BESIDE_HEADING: Final = 12
"""The margins of a day's heading; its lines begin there, too."""
_GAP: Final = 6
_ICON: Final = 16
_SMALL: Final = 12
_AVATAR: Final = 22
_MARKS: Final = 4
_BOLDER: Final = 1.1
_LEAST: Final = 42
_BUTTON: Final = 26
_AROUND_WORD: Final = 24
_CENTRED: Final = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)
_RAISED: Final = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Raised
_POINTED: Final = _RAISED | QStyle.StateFlag.State_MouseOver
_MOST_PICTURES: Final = 12
"""The room for pictures of cells, as a multiple of the cells of a line: their states and buttons are few."""
_WIDEST: Final = PostAction(Action.SHOW_PLATFORMS, 0, 0, primary=True)
_NOT_IN_LINE: Final = frozenset({Action.DETAILS, Action.CHECK_NOW, Action.COPY_LINK, Action.COPY})


def line_action(line: ResultsLine) -> PostAction | None:
    """Return the action with a button in the line itself: the most useful one. The post's panel and its menu show all."""
    return next((offer for offer in line.buttons if offer.kind not in _NOT_IN_LINE), None)


class ResultsCells:
    """The sizes of the cells of `view`, and their painting in the theme's colours.

    Above the first line of a day is room for the day's heading.
    """

    def __init__(self, theme: Theme, rows: PostRows, view: QTableView) -> None:
        self._theme, self._rows, self._view = theme, rows, view
        self._templates = {role: _template(role, view) for role in ("primary", "")}
        self._hovered: PostAction | None = None
        self._columns: list[tuple[ResultsColumn, int, int]] = []
        self.pictures = KeptPictures()
        self._avatar = cache(avatar_pixmap)
        self.names_client = False
        self.measure()

    def measure(self) -> None:
        """Take the sizes from the view's font."""
        height = self._view.fontMetrics().height()
        self.line_height, self._heading_height = max(_LEAST, 2 * height + 8), height + 11
        self.day_height = self._heading_height + self.line_height  # of the first line of a day

    def line_rect(self, rect: QRect, row: int) -> QRect:
        """Return a cell or a row without the heading above it."""
        return rect.adjusted(0, self._heading_height, 0, 0) if self._rows.begins_day(row) else rect

    def width(self, column: ResultsColumn) -> int:
        """Return a column's width, whatever its texts: widths that follow the texts would move as these change."""
        metrics = self._view.fontMetrics()
        icon = scale_to_font(metrics, _ICON)
        match column:
            case ResultsColumn.PLATFORMS:
                return _MARKS * self._mark_width(icon) + 2 * _PAD
            case ResultsColumn.STATE:
                words = state_word(PostState.NEEDS_THIS_COMPUTER), post_word(PostState.PARTIAL, _TWO_OF_THREE)
                return icon + _GAP + round(max(map(metrics.horizontalAdvance, words)) * _BOLDER) + 2 * _PAD
            case ResultsColumn.WHEN:
                return metrics.horizontalAdvance(widest_time()) + 2 * _PAD
            case _:
                return self._templates["primary"].fontMetrics().horizontalAdvance(action_words(_WIDEST)) + _AROUND_WORD + 2 * _PAD

    def painter(self, painter: QPainter) -> LinePainter:
        """Return a painter of cells that paints with `painter`."""
        option = QStyleOptionViewItem()
        option.initFrom(self._view)
        option.font = self._view.font()  # Qt has a font for lists on some systems
        return LinePainter(painter, option, self._theme, pad=_PAD, gap=_GAP, size=_ICON)

    def look(self, cell: LinePainter) -> object:
        """Return what decides how the cells of a line look, besides its contents and the font; use pictures of that look."""
        columns = [(each, self._view.columnViewportPosition(each), self._view.columnWidth(each)) for each in ResultsColumn]
        self._columns = [each for each in columns if each[-1]]
        look = self._theme.colours, self.names_client, self._view.layoutDirection(), cell.ratio, self.line_height, columns
        self.pictures.use(look, _MOST_PICTURES * sum(width for *_, width in columns[1:]) * self.line_height * cell.ratio**2)
        return look

    def paint(self, cell: LinePainter, line: ResultsLine, rect: QRect, ground: str) -> None:
        """Paint the cells of a line in their columns. `ground` is the colour that has been painted there."""
        for column, left, width in self._columns:
            place = QRect(left, rect.top(), width, rect.height())
            shown = self._shown(column, line)
            if shown is None or not is_on_pixels(cell.painter, place):
                cell.go_to(place)
                self._paint_cell(cell, column, line)
            else:
                key = column, shown, ground
                picture = self.pictures.of(key) or self._picture(cell, line, place.size(), key)
                cell.painter.drawPixmap(place.topLeft(), picture)

    def _shown(self, column: ResultsColumn, line: ResultsLine) -> Hashable:
        """Return what many lines show alike in a column; None where each line has something else."""
        match column:
            case ResultsColumn.STATE:
                return line.look
            case ResultsColumn.ACTIONS if offer := line_action(line):
                return action_words(offer), offer.primary, offer == self._hovered
        return None

    def _picture(self, cell: LinePainter, line: ResultsLine, size: QSize, key: tuple[ResultsColumn, Hashable, str]) -> QPixmap:
        """Return the picture of a cell, and keep it."""
        rect = QRect(QPoint(), size)
        with cell.on_picture(size) as picture:
            cell.painter.fillRect(rect, cell.colour(key[-1]))
            cell.go_to(rect)
            self._paint_cell(cell, key[0], line)
        self.pictures.keep(picture, key)
        return picture

    def _paint_cell(self, cell: LinePainter, column: ResultsColumn, line: ResultsLine) -> None:
        match column:
            case ResultsColumn.POST:
                self._paint_post(cell, line)
            case ResultsColumn.PLATFORMS:
                self._paint_marks(cell, line)
            case ResultsColumn.STATE:
                cell.paint_icon(line.look.icon, line.look.tone)
                cell.write(line.look.word, line.look.tone, bold=True)
            case ResultsColumn.WHEN:
                cell.write(line.time, "secondary")
            case ResultsColumn.ACTIONS:
                self._paint_button(cell, line)

    def button_rect(self, cell: QRect) -> QRect:
        """Return the place of the button in its cell."""
        rect = cell.adjusted(_PAD, 0, -_PAD, 0)
        height = max(_BUTTON, self._templates[""].fontMetrics().height() + 8)
        return QRect(rect.left(), rect.top() + (rect.height() - height) // 2, rect.width(), height)

    def hovers(self, line: ResultsLine) -> bool:
        """Return True where the button of a line is under the mouse."""
        return self._hovered is not None and line_action(line) == self._hovered

    def hover(self, offer: PostAction | None) -> bool:
        """Set the action whose button is under the mouse. Return True where that changes."""
        changed = offer != self._hovered
        self._hovered = offer
        return changed

    def _paint_post(self, cell: LinePainter, line: ResultsLine) -> None:
        cell.area.setLeft(cell.area.left() + BESIDE_HEADING - _PAD)
        if self.names_client:
            side = scale_to_font(cell.metrics, _AVATAR)
            cell.paint_picture(self._avatar(line.client_name, line.client_colour, side, cell.ratio), side)
        if line.repeats:
            cell.paint_icon("repeat-2", "secondary")
        colour = "text" if line.has_text else "secondary"
        area, height = cell.area, cell.metrics.height()
        if not line.story or line.is_quiet:
            cell.write(line.title, colour, bold=line.has_text, italic=not line.has_text)
            return
        top = area.top() + (area.height() - 2 * height) // 2
        first, second = (QRect(area.left(), top + row * height, area.width(), height) for row in range(2))
        cell.write(line.title, colour, first, bold=line.has_text, italic=not line.has_text)
        cell.write(line.story, "secondary", second)

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

    def _paint_button(self, cell: LinePainter, line: ResultsLine) -> None:
        offer = line_action(line)
        if offer is None:
            return
        role = "primary" if offer.primary else ""
        painter, template, button = cell.painter, self._templates[role], QStyleOptionButton()
        button.initFrom(template)
        button.rect = self.button_rect(cell.rect)
        button.state = _POINTED if offer == self._hovered else _RAISED
        template.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, button, painter, template)
        font = QFont(template.font())
        font.setWeight(QFont.Weight.DemiBold if offer.primary else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(cell.colour("on_accent" if offer.primary else "text"))
        room = button.rect.width() - _GAP * 2
        words = painter.fontMetrics().elidedText(action_words(offer), Qt.TextElideMode.ElideRight, room)
        painter.drawText(button.rect, _CENTRED, words)

    def _mark_width(self, icon: int) -> int:
        """Return the width of a platform with its state, and the gap to the next."""
        return icon + 2 + icon * _SMALL // _ICON + _PAD


_TWO_OF_THREE: Final = (PostState.PUBLISHED, PostState.PUBLISHED, PostState.FAILED)


def _template(role: str, view: QWidget) -> QPushButton:
    """Return a hidden button whose style sheet the painted buttons use."""
    button = QPushButton(view)
    button.setProperty("role", role)
    button.setVisible(False)
    button.ensurePolished()
    return button
