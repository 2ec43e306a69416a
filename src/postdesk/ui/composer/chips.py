"""A client's account as a chip: selected or not, with the number of characters left on it."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QStyle, QToolTip

from postdesk.domain.clients import Connection
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.review import DraftReview
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number, platform_word

translate = QCoreApplication.translate

_MOST_CHARACTERS: Final = 22
_MATTERS: Final = 999
"""The highest count that is shown where there is no room for names."""

_LONGEST_COUNT: Final = 63_206
_GAP: Final = 6
_EDGE: Final = 12
_NARROW_EDGE: Final = 9
"""The room at either end of a chip without its name, in pixels."""

_BY_KEY: Final = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class ChipState(StrEnum):
    """The state of an account in the draft. OPEN: not checked yet, or nothing is written."""

    OPEN = "open"
    FINE = "fine"
    WARNED = "warned"
    STOPPED = "stopped"


_STATE_WORDS: Final = {
    ChipState.FINE: QT_TRANSLATE_NOOP("Chip", "ready to post"),
    ChipState.WARNED: QT_TRANSLATE_NOOP("Chip", "with a warning"),
    ChipState.STOPPED: QT_TRANSLATE_NOOP("Chip", "can’t be posted yet"),
}
_SIGNS: Final = {ChipState.WARNED: ("triangle-alert", "attention"), ChipState.STOPPED: ("circle-x", "bad")}


def chip_state(review: DraftReview, platform: Platform, *, failed: bool = False) -> ChipState:
    """Return the state of the platform's account, if it is selected; `failed`: the platform failed with this content."""
    if review.draft.empty or not review.assessments:
        return ChipState.OPEN
    verdict = review.verdict(platform)
    if platform not in review.ready or verdict is Severity.STOP:
        return ChipState.STOPPED
    return ChipState.WARNED if failed or verdict is Severity.WARN else ChipState.FINE


class Chip(QPushButton):
    """An account: its brand icon with a sign for problems, its name, and the characters left.

    Painted as a pill with two texts. Without its name (`show_name`) it shows only a low count, and the name as a tool tip while
    it is under the mouse or has the focus of a key.
    """

    def __init__(self, theme: Theme, platform: Platform, account: Connection) -> None:
        super().__init__()
        self._theme, self.platform, self._named = theme, platform, True
        self._name = account.remote_username or platform_word(platform)
        self._usable = account.ready and not account.account_changed
        self._remaining: int | None = None
        self._count = self._problems = ""
        self._state = ChipState.OPEN
        self._looks: tuple[object, ...] = ()
        self._pixmap = QPixmap()
        self._count_x = 0.0
        identify(self, f"composer.chip.{platform}", f"{self._name}, {platform_word(platform)}")
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._say()
        theme.changed.connect(self.update)

    def show_count(self, remaining: int | None, chosen: bool, state: ChipState, problems: str = "") -> bool:
        """Show the characters left (None: not known yet), the selection and the state; return True if the width changes.

        `problems`: their number, in words.
        """
        if (remaining, chosen, state, problems) == (self._remaining, self.isChecked(), self._state, self._problems):
            return False
        self._problems = problems
        looked, counted = (self.isChecked(), self._state), self._remaining is not None
        self._remaining, self._state = remaining, state
        self.setChecked(chosen)
        self._say()
        if looked != (chosen, state):
            self.update()
        return self._show_count() or counted is (remaining is None)

    def show_name(self, named: bool) -> None:
        """Show the name, or only the icon."""
        if named is not self._named:
            self._named, self._looks = named, ()
            self.updateGeometry()
            self._show_count()

    def most_width(self) -> int:
        """Return the width with the name and, if it is selected, the longest count."""
        return self._width(self._shown_name(), number(_LONGEST_COUNT) if self.isChecked() else "")

    def _show_count(self) -> bool:
        """Show the count where it has room, and return True if that takes another width."""
        before, hidden = self._count, self._remaining is None or (not self._named and self._remaining > _MATTERS)
        self._count = "" if hidden or self._remaining is None else number(self._remaining)
        if before != self._count:
            self.update()
        if len(before) != len(self._count):
            self.updateGeometry()
        return len(before) != len(self._count)

    @property
    def _over(self) -> bool:
        return self._remaining is not None and self._remaining < 0

    def sizeHint(self) -> QSize:
        width = self._width(self._shown_name() if self._named else "", self._count)
        return QSize(width, max(28, self.fontMetrics().height() + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _width(self, name: str, count: str) -> int:
        metrics, width = self.fontMetrics(), 2 * (_EDGE if name else _NARROW_EDGE) + self._icon_side()
        width += metrics.horizontalAdvance(name) + _GAP if name else 0
        return width + (round(metrics.horizontalAdvance(count) * 1.08) + _GAP if count else 0)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_words()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            self._show_words()

    def _show_words(self) -> None:
        """Show the tool tip at once in place of a name that has no room."""
        if not self._named:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._face())
        if self._count:
            if self._over:
                font = QFont(self.font())
                font.setWeight(QFont.Weight.Bold)
                painter.setFont(font)
            painter.setPen(QColor(self._theme.colours.bad if self._over else self._theme.colours.secondary))
            painter.drawText(self._from(self._count_x), self._near_edge(), self._count)

    def _face(self) -> QPixmap:
        """Return the chip without the count as a pixmap, cached until its look changes: most keys change only the count."""
        looks = (
            *(self.size(), self.devicePixelRatioF(), self._theme.colours, self.layoutDirection()),
            *(self.isChecked(), self._state, self.underMouse(), self.hasFocus(), self._named),
        )
        if looks != self._looks:
            self._looks = looks
            self._pixmap = QPixmap(self.size() * self.devicePixelRatioF())
            self._pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            self._pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._pixmap)
            painter.setFont(self.font())
            self._paint_face(painter)
            painter.end()
        return self._pixmap

    def _paint_face(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_pill(painter)
        x = self._paint_brand(painter, _EDGE if self._named else _NARROW_EDGE) + _GAP
        name = self._shown_name() if self._named else ""
        colours = self._theme.colours
        painter.setPen(QColor(colours.text if self.isChecked() else colours.secondary))
        painter.drawText(self._from(x), self._near_edge(), name)
        self._count_x = x + (painter.fontMetrics().horizontalAdvance(name) + _GAP if name else 0)

    def _paint_pill(self, painter: QPainter) -> None:
        colours, rect = self._theme.colours, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        line = colours.outline
        if self.isChecked():
            line = colours.bad if self._state is ChipState.STOPPED else colours.accent
        painter.setBrush(QColor(self._background()))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else line), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def _background(self) -> str:
        """Return the fill colour."""
        colours = self._theme.colours
        if self.isChecked():
            return colours.bad_soft if self._state is ChipState.STOPPED else colours.accent_soft
        return colours.sunk if self.underMouse() else colours.surface

    def _paint_brand(self, painter: QPainter, x: float) -> float:
        """Paint the brand's icon with the sign on its corner, which takes no room of its own; return the x after it."""
        side, ratio = self._icon_side(), self.devicePixelRatioF()
        top, left = (self.height() - side) / 2, self._turned(x, side)
        painter.drawPixmap(QPointF(left, top), self._theme.brand_pixmap(self.platform, side, ratio))
        sign, colour = _SIGNS.get(ChipState.WARNED if not self._usable else self._state, ("", ""))
        if sign:
            small = scale_to_font(self.fontMetrics(), 12)
            right, bottom = x + side + _GAP - 1, min(top + side + small / 2, self.height()) - 2  # within the chip
            corner = QPointF(self._turned(right - small, small), bottom - small)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._background()))
            painter.drawEllipse(QRectF(corner, QSizeF(small, small)).adjusted(-1, -1, 1, 1))
            painter.drawPixmap(corner, self._theme.pixmap(sign, colour, small, ratio))
        return x + side

    def _from(self, x: float) -> QRectF:
        """Return the area from `x` to the far edge."""
        area = QRect(round(x), 0, self.width() - round(x), self.height())
        return QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), area))

    def _near_edge(self) -> Qt.AlignmentFlag:
        """Return the alignment at the edge where reading begins, which a painter of a pixmap doesn't know."""
        near = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return near | Qt.AlignmentFlag.AlignAbsolute

    def _turned(self, x: float, width: float) -> float:
        """Return the left edge of something that begins at `x`, also where the window is mirrored."""
        return x if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else self.width() - x - width

    def _icon_side(self) -> int:
        return scale_to_font(self.fontMetrics(), 16)

    def _shown_name(self) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * _MOST_CHARACTERS)

    def _say(self) -> None:
        """Put the chip into words, for screen readers and as its tool tip."""
        words = []
        if self._remaining is not None:
            words.append(self.tr("{0} characters left").format(number(self._remaining)))
        if not self._usable:
            words.append(self.tr("needs attention in Connections"))
        if self._problems:
            words.append(self._problems)
        if self._usable and self._state in _STATE_WORDS and not (self._problems and self._state is ChipState.WARNED):
            words.append(translate("Chip", str(_STATE_WORDS[self._state])))
        self.setAccessibleDescription(", ".join(words))
        plain_tooltip(self, ", ".join((self.accessibleName(), *words)))
