"""The lines of the series, and their painting."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.clients import Client, zone_of
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.series import SeriesState
from postdesk.engine.series import SeriesStatus
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import beginning, names, zone_word
from postdesk.ui.text.series import drafted_reason_words, rule_words, state_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

LINE: Final = Qt.ItemDataRole.UserRole + 1

_HEAD: Final = 200
"""The most characters of a text; a line shows as many as have room."""
_PAD, _GAP, _ABOVE = 12, 8, 8
_WIDE: Final = 110
"""The least width, in characters, of a line with a column for the state."""

_COLUMN: Final = 58
"""The width of that column, in characters."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """The content of a line: `head` the first text, `about` client, platforms, rule and the number of texts.

    `state` has the next time as well, `needs` what to look at.
    """

    client: Client | None
    head: str
    about: str
    state: str
    tone: Tone
    icon: str
    needs: str

    @property
    def words(self) -> str:
        """All of the line, for a screen reader."""
        return "\n".join(filter(None, (self.head, self.about, self.state, self.needs)))


def series_line(status: SeriesStatus, client: Client | None, local_zone: ZoneInfo, now: datetime) -> SeriesLine:
    """Return the line of a series, with its next time on the client's clock, or else in the local zone."""
    series, following = status.series, status.next_occurrence
    head, count = beginning(series.wordings[0].text, _HEAD), len(series.wordings)
    texts = translate("Repeating", "{0} texts").format(count) if count > 1 else ""
    parts = client.name if client else "", names(series.platforms), rule_words(series.rule), texts
    about = " · ".join(filter(None, parts))
    _, tone, icon = state_words(series.state, over=following is None)
    if status.drafts_to_check:
        tone, icon = Tone.ATTENTION, "triangle-alert"
    return SeriesLine(client, head, about, _state(status, zone_of(client, local_zone), now), tone, icon, _needs(status))


def _state(status: SeriesStatus, zone: ZoneInfo, now: datetime) -> str:
    state, following = status.series.state, status.next_occurrence
    words, _, _ = state_words(state, over=following is None)
    if following and state is SeriesState.RUNNING:
        at = when_text(following.due_at, zone, now)
        words = translate("Repeating", "{0} · next {1} ({2})").format(words, at, zone_word(zone.key))
    if status.missed:
        words = translate("Repeating", "{0} · {1} missed in the last 4 weeks").format(words, status.missed)
    return words


def _needs(status: SeriesStatus) -> str:
    if not status.drafts_to_check:
        return ""
    count, reason = len(status.drafts_to_check), drafted_reason_words(status.drafts_to_check[0].reason)
    return translate("Repeating", "%n need attention. {0}", "", count).format(reason)


class SeriesDelegate(QStyledItemDelegate):
    """Paints the lines of series: two rows with a column for the state, or up to four rows where there is less room."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE)
        rows = 2 if self._is_wide(option) else 4 if isinstance(line, SeriesLine) and line.needs else 3
        return QSize(0, rows * option.fontMetrics.height() + (rows - 1) * 4 + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if isinstance(line, SeriesLine):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _PaintedLine(painter, option, self._theme).paint(line, wide=self._is_wide(option))
            painter.restore()

    def _is_wide(self, option: QStyleOptionViewItem) -> bool:
        return self._view.viewport().width() > _WIDE * option.fontMetrics.averageCharWidth()


class _PaintedLine(LinePainter):
    """Paints one line beside the client's mark."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        super().__init__(painter, option, theme, pad=_PAD, gap=_GAP, size=16)
        self._high = option.fontMetrics.height()

    def paint(self, line: SeriesLine, *, wide: bool) -> None:
        state = self.option.state
        flag = QStyle.StateFlag
        self.paint_background(marked=bool(state & flag.State_Selected), hovered=bool(state & flag.State_MouseOver))
        whole, side = self.area.adjusted(0, _ABOVE, 0, -_ABOVE), round(self._high * 1.6)
        if line.client:
            mark = QRect(whole.left(), whole.top() + (whole.height() - side) // 2 if wide else whole.top(), side, side)
            paint_avatar(self.painter, QRectF(self.seen(mark)), line.client.name, line.client.colour)
        whole.setLeft(whole.left() + side + _PAD)
        column, first = whole, 2
        if wide:
            column = whole.adjusted(whole.width() - _COLUMN * self.option.fontMetrics.averageCharWidth(), 0, 0, 0)
            whole, first = whole.adjusted(0, 0, -column.width() - _PAD, 0), 0
        self.write(line.head, "text", self._row(whole, 0))
        self.write(line.about, "secondary", self._row(whole, 1))
        self.area = column if wide and not line.needs else self._row(column, first)
        self.paint_icon(line.icon, line.tone)
        self.write(line.state, line.tone)
        if line.needs:
            self.write(line.needs, "attention", self._row(column, first + 1))
        if state & flag.State_HasFocus:
            self.paint_frame()

    def _row(self, within: QRect, number: int) -> QRect:
        return QRect(within.left(), within.top() + number * (self._high + 4), within.width(), self._high)
