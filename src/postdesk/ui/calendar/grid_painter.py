"""Paints the cells of a grid in one go: backgrounds, numbers, notes, cards and the cursor."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QLocale, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import QTableView

from postdesk.domain.board import CardTally
from postdesk.domain.calendar_days import WEEK, wall_time
from postdesk.domain.posts import PostState
from postdesk.ui.calendar.cards import CardPainter, arrange_cell
from postdesk.ui.calendar.cell_layout import CellMeasures
from postdesk.ui.calendar.cells import ITSELF, CellLocator, Highlights, free_words, notes_words
from postdesk.ui.calendar.paint_kit import PaintKit, Strip, TextPainter
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import state_icon, state_tone
from postdesk.ui.text.times import date_text

_HOUR: Final = timedelta(hours=1)
_SMOOTH: Final = QPainter.RenderHint.Antialiasing
_LINE: Final = 2
"""The height of the line of the present."""
_SIGN, _SIGN_GAP = 14, 4
"""The size of the icon before "+3", and the gap after it."""


class CellPainter:
    """Paints cells with a kit."""

    def __init__(self, kit: PaintKit, measures: CellMeasures) -> None:
        self.kit, self.measures = kit, measures
        self._cards = CardPainter(kit, mirrored=measures.mirrored)
        working = {day.value for day in QLocale().weekdays()}
        self._free_days = frozenset(day for day in range(1, WEEK + 1) if day not in working)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        cell: Cell,
        context: CalendarContext,
        today: date,
        *,
        place: int | None,
        target: bool,
    ) -> None:
        """Paint a cell in `rect`.

        `place`: the cursor's position in it, None where the cursor is elsewhere; `target`: a drag ends there.
        """
        self._fill(painter, rect, "accent_soft" if target else self._ground(cell, context))
        cards = cell.span.cards
        lies = arrange_cell(cell, rect.size(), self.measures, context, self.kit.plain.width)
        if place is not None and place >= lies.places:
            place = ITSELF
        painter.translate(rect.topLeft())
        taken = 0
        if self.measures.labelled:
            tight = lies.more is not None and not self.measures.suits_margins(rect.width())
            taken = self._paint_number(painter, lies.label, cell, today, context, tight=tight)
        elif cell.span.start <= context.now < cell.span.end:
            self._paint_now(painter, rect, cell, context)
        if lies.note:
            self._paint_note(painter, lies.note, cell)
        if cell.free and not lies.places:
            self._paint_free(painter, rect, cell, context)
        for n, where in enumerate(lies.cards):
            self._cards.paint(painter, where, cards[n], context, marked=n == place)
        if lies.more:
            area = self._beside(lies.more, lies.label, taken)
            self._paint_more(painter, area, cell.span.after(len(lies.cards)), marked=place == len(lies.cards))
        painter.translate(-rect.topLeft())
        if place == ITSELF or target:
            self._ring(painter, QRectF(rect).adjusted(1, 1, -1, -1))

    def _fill(self, painter: QPainter, rect: QRect, colour: str) -> None:
        painter.setRenderHint(_SMOOTH, False)  # a smooth edge would leave half a pixel unpainted at a scale of 150 %
        painter.fillRect(rect, self.kit.colour(colour))
        painter.setRenderHint(_SMOOTH)

    def _ground(self, cell: Cell, context: CalendarContext) -> str:
        """Return the background's colour: another for a day without work, and for an hour that is over."""
        day = self.measures.labelled
        sunk = cell.wall.isoweekday() in self._free_days if day else cell.span.end <= context.now
        return "sunk" if sunk else "surface"

    def _beside(self, area: QRect, label: QRect, taken: int) -> QRect:
        """Return the part of `area` that the label's first pixels leave free."""
        if not self.measures.labelled:
            return area
        free = label.adjusted(0, 0, -taken, 0) if self.measures.mirrored else label.adjusted(taken, 0, 0, 0)
        return area.intersected(free)

    def _paint_number(
        self, painter: QPainter, area: QRect, cell: Cell, today: date, context: CalendarContext, *, tight: bool
    ) -> int:
        """Paint the day's number, without its month and with less background where `tight`; return the width taken."""
        day = cell.wall.date()
        is_today, first = day == today, cell.month_named or day.day == 1
        number = date_text(day, "d MMM") if first and not tight else QLocale().toString(day.day)
        lettering = self.kit.strong if is_today or day.day == 1 else self.kit.medium
        side = 4 if tight or not is_today else 8
        width = lettering.width(number) + 2 * side
        left = area.right() + 1 - width if self.measures.mirrored else area.left()
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.kit.colour("accent"))
            painter.drawRoundedRect(QRectF(left, area.top() + 1, width, area.height() - 2), 9, 9)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        pale = cell.outside_period or cell.span.end <= context.now
        painter.setPen(self.kit.colour("on_accent" if is_today else "secondary" if pale else "text"))
        lettering.write(painter, left + side, _top(area, lettering), number)
        return width

    def _paint_note(self, painter: QPainter, area: QRect, cell: Cell) -> None:
        """Paint the notes behind the mark of a note."""
        lettering, colour = self.kit.plain, "secondary" if cell.outside_period else "text"
        icon = scale_to_font(lettering.metrics, _SIGN)
        strip = Strip(area.left() + 2, area.right(), _top(area, lettering), self.measures.mirrored)
        pixmap = self.kit.icon("bookmark", "accent", icon)
        painter.drawPixmap(strip.take(icon, 2 * _SIGN_GAP - 2), area.top() + (area.height() - icon) // 2, pixmap)
        painter.setPen(self.kit.colour(colour))
        words = lettering.elided(notes_words(cell.notes), strip.width)
        lettering.write(painter, strip.take(lettering.width(words)), strip.top, words)

    def _paint_now(self, painter: QPainter, rect: QRect, cell: Cell, context: CalendarContext) -> None:
        """Paint a line across the present part of the day, at its minute, and within it: it alone is painted each minute."""
        passed = wall_time(context.now, context.zone) - cell.wall
        down = round(rect.height() * min(1.0, passed / _HOUR)) - _LINE // 2
        painter.setRenderHint(_SMOOTH, False)  # as the background: at a scale of 150 % no half pixel is left beside it
        painter.fillRect(0, min(max(0, down), rect.height() - _LINE), rect.width(), _LINE, self.kit.colour("accent"))
        painter.setRenderHint(_SMOOTH)

    def _paint_free(self, painter: QPainter, rect: QRect, cell: Cell, context: CalendarContext) -> None:
        """Paint a faint outline of a card at the first free slot."""
        area = QRectF(4.5, 2.5, rect.width() - 9, min(rect.height() - 5, self.measures.line + 4))
        painter.setPen(QPen(self.kit.colour("outline"), 1, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(self.kit.colour("secondary"))
        lettering, free, room = self.kit.plain, free_words(cell.free[0], context), round(area.width()) - 8
        signed = f"+ {free}"
        words = lettering.elided(signed if lettering.width(signed) <= room else free, room)
        lettering.write(painter, round(area.left()) + 6, _top(area.toRect(), lettering), words)

    def _paint_more(self, painter: QPainter, area: QRect, more: CardTally, *, marked: bool) -> None:
        """Paint the number of posts without room, and whether one of them needs attention.

        It stands at the end of the line of the day's number, or at the beginning of one below the cards; the icon alone where
        both have no room.
        """
        lettering, state, words = self.kit.plain, _more_state(more), f"+{more.count}"
        icon = scale_to_font(lettering.metrics, _SIGN) if state else 0
        sign, edge = icon + _SIGN_GAP if state else 0, 5
        if lettering.width(words) + sign > area.width() - 4:
            words, edge, sign = ("", 1, icon) if state else (words, 1, 0)
        strip = Strip(area.left() + edge, area.right() - edge, _top(area, lettering), self.measures.mirrored)
        width = sign + lettering.width(words)
        left = strip.take_end(width) if self.measures.labelled else strip.take(width)
        own = Strip(left, left + width, strip.top, self.measures.mirrored)
        tone = state_tone(state) if state else "secondary"
        if state:
            pixmap = self.kit.icon(state_icon(state), tone, icon)
            painter.drawPixmap(own.take(icon, sign - icon), area.top() + (area.height() - icon) // 2, pixmap)
        painter.setPen(self.kit.colour("accent" if marked else tone))
        lettering.write(painter, own.left, own.top, words)
        if marked:
            self._ring(painter, QRectF(area))

    def _ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(self.kit.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner = min(4.0, rect.height() / 5)  # a quarter of an hour is hardly higher than two corners
        painter.drawRoundedRect(rect, corner, corner)


class GridPainter:
    """Paints a table's cells without a delegate, which Qt would call for one cell after the other: that takes much longer."""

    def __init__(self, theme: Theme, view: QTableView, places: CellLocator, highlights: Highlights) -> None:
        self._theme, self._view, self._places, self._highlights = theme, view, places, highlights
        self._cell_painter: CellPainter | None = None

    def paint(self, region: QRegion, context: CalendarContext | None) -> None:
        """Paint the cells that `region` touches."""
        painter, cells = QPainter(self._view.viewport()), self._suitable()
        self._paint_between(painter, cells.kit)
        painter.setRenderHint(_SMOOTH)
        if context is None:
            return
        index, today, target = self._view.currentIndex(), context.today, self._highlights.target
        current = (index.row(), index.column()) if self._view.hasFocus() else None
        for at, rect, cell in self._places.within(region):
            place = self._highlights.place if at == current else None
            cells.paint(painter, rect, cell, context, today, place=place, target=at == target)
            if cells.measures.labelled and cell.wall.day <= WEEK:
                self._paint_month_edge(painter, at, rect, cell.wall.day, cells)

    def _paint_between(self, painter: QPainter, kit: PaintKit) -> None:
        """Paint the lines at the right of each column and below each row, and the background below them all."""
        view, line = self._view, kit.colour("line")
        columns, rows = view.horizontalHeader(), view.verticalHeader()
        top, width, height = -rows.offset(), columns.length(), rows.length()
        faint, seen = kit.colour("sunk"), range(view.viewport().height())
        for n in range(rows.count()):
            if (bottom := view.rowViewportPosition(n) + view.rowHeight(n) - 1) in seen:
                painter.fillRect(0, bottom, width, 1, line if self._places.ends_full_hour(n) else faint)
        for n in range(columns.count()):
            painter.fillRect(view.columnViewportPosition(n) + view.columnWidth(n) - 1, top, 1, height, line)
        if (below := view.viewport().height() - top - height) > 0:
            painter.fillRect(0, top + height, view.viewport().width(), below, kit.colour("surface"))

    def _paint_month_edge(self, painter: QPainter, at: tuple[int, int], rect: QRect, day: int, cells: CellPainter) -> None:
        """Paint the line between a month and the one before: above its first seven days, and before the first."""
        (row, column), colour = at, cells.kit.colour("outline")
        painter.setRenderHint(_SMOOTH, False)
        if row:
            painter.fillRect(rect.left() - 1, rect.top() - 1, rect.width() + 2, 1, colour)
        if day == 1 and column:
            left = rect.right() + 1 if cells.measures.mirrored else rect.left() - 1
            painter.fillRect(left, rect.top() - 1, 1, rect.height() + 2, colour)

    def _suitable(self) -> CellPainter:
        font, ratio, measures = self._view.font(), self._view.viewport().devicePixelRatioF(), self._places.measures()
        known = self._cell_painter
        if known is None or known.measures != measures or not known.kit.is_valid_for(font, ratio):
            kit = PaintKit(self._theme, font, ratio, known.kit if known else None)
            self._cell_painter = known = CellPainter(kit, measures)
        return known


def _top(area: QRect, lettering: TextPainter) -> int:
    """Return the top of a line that is centred in `area`."""
    return area.top() + (area.height() - lettering.metrics.height()) // 2


def _more_state(more: CardTally) -> PostState | None:
    """Return the state whose icon and colour stand for the posts without room that need attention; None where none does."""
    if more.to_decide:
        return PostState.TO_DECIDE
    return PostState.FAILED if more.failed else None
