"""The client's accounts as chips: chosen or not, and how much room each leaves."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from postdesk.domain.clients import Connection
from postdesk.domain.platforms import Platform, parse_platform
from postdesk.ui.composer.state import View
from postdesk.ui.composer.words import number
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.flow_layout import FlowLayout
from postdesk.ui.parts.identity import identify
from postdesk.ui.parts.mark import scaled
from postdesk.ui.plain import plain_tooltip
from postdesk.ui.theme import Theme
from postdesk.ui.words import platform_word

_MOST_CHARACTERS: Final = 22


class Chips(QWidget):
    """`chosen` carries a platform and whether it is chosen; `connect_asked` follows "Connect"."""

    chosen = Signal(object, bool)
    connect_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: dict[Platform, Chip] = {}
        self._accounts: tuple[Connection, ...] = ()
        self.connect_chip = Button(theme, "", "composer.connect", role="quiet", icon="plus", colour="secondary")
        self.connect_chip.clicked.connect(self.connect_asked)
        self._row = FlowLayout(self)
        self._row.addWidget(self.connect_chip)

    def show_accounts(self, accounts: tuple[Connection, ...]) -> None:
        """One chip for each account of the client's that we know the platform of."""
        if accounts == self._accounts and self._chips:
            return
        self._accounts = accounts
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = {}
        by_platform = {parse_platform(account.platform): account for account in accounts}
        for platform in Platform:
            if platform in by_platform:
                self._add(platform, by_platform[platform])
        self._row.removeWidget(self.connect_chip)
        self._row.addWidget(self.connect_chip)
        self.connect_chip.set_text(self.tr("Connect more") if self._chips else self.tr("Connect an account"))
        self.connect_chip.setVisible(len(self._chips) < len(Platform))

    def show_view(self, view: View) -> None:
        """What is chosen, and what each platform makes of it."""
        for platform, chip in self._chips.items():
            assessment = view.assessment(platform)
            chosen = platform in view.draft.platforms
            stopped = chosen and platform not in view.ready and not view.draft.empty
            remaining = assessment.remaining if chosen and assessment else None
            chip.show_count(remaining, chosen=chosen, stopped=stopped)

    def _add(self, platform: Platform, account: Connection) -> None:
        chip = Chip(self._theme, platform, account)
        chip.clicked.connect(lambda chosen: self.chosen.emit(platform, chosen))
        self._chips[platform] = chip
        self._row.addWidget(chip)


class Chip(QPushButton):
    """An account: brand, name, a sign where it needs reconnecting, and the characters left. Painted: a pill of two texts."""

    def __init__(self, theme: Theme, platform: Platform, account: Connection) -> None:
        super().__init__()
        self._theme, self._platform = theme, platform
        self._name = account.remote_username or platform_word(platform)
        self._usable = account.ready and not account.account_changed
        self._count, self._over, self._stopped = "", False, False
        self._looks: tuple[object, ...] = ()
        self._pixmap = QPixmap()
        self._count_x = 0.0
        identify(self, f"composer.chip.{platform}")
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._say()
        theme.changed.connect(self.update)

    def show_count(self, remaining: int | None, *, chosen: bool, stopped: bool) -> None:
        """How many characters are left (None: not known yet), and whether anything keeps it from going out."""
        count = "" if remaining is None else number(remaining)
        if (count, chosen, stopped) == (self._count, self.isChecked(), self._stopped):
            return
        wider = len(count) != len(self._count)
        self._count, self._over, self._stopped = count, remaining is not None and remaining < 0, stopped
        self.setChecked(chosen)
        self._say()
        if wider:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics, side = self.fontMetrics(), self._icon_side()
        width = side + metrics.horizontalAdvance(self._shown_name()) + 8 + 24
        if not self._usable:
            width += side + 6
        if self._count:
            width += self._count_font_width() + 8
        return QSize(width, max(28, metrics.height() + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._face())
        if self._count:
            if self._over:
                painter.setFont(self._count_font())
            painter.setPen(QColor(self._theme.colours.bad if self._over else self._theme.colours.secondary))
            self._paint_text(painter, self._count_x, self._count)

    def _face(self) -> QPixmap:
        """All but the count, which alone changes with most keys: painted once for each way it looks."""
        looks = (
            *(self.size(), self.devicePixelRatioF(), self._theme.colours),
            *(self.isChecked(), self._stopped, self.underMouse(), self.hasFocus()),
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
        x = self._paint_icon(painter, 12.0, f"brand-{self._platform}")
        colours = self._theme.colours
        painter.setPen(QColor(colours.text if self.isChecked() else colours.secondary))
        x = self._paint_text(painter, x, self._shown_name())
        if not self._usable:
            x = self._paint_icon(painter, x, "triangle-alert")
        self._count_x = x

    def _paint_pill(self, painter: QPainter) -> None:
        colours, rect = self._theme.colours, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        line, fill = (colours.accent, colours.accent_soft) if self.isChecked() else (colours.outline, colours.surface)
        if self._stopped:
            line, fill = colours.bad, colours.bad_soft
        painter.setBrush(QColor(fill if self.isChecked() or not self.underMouse() else colours.sunk))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else line), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    def _paint_icon(self, painter: QPainter, x: float, name: str) -> float:
        side, ratio = self._icon_side(), self.devicePixelRatioF()
        if name.startswith("brand-"):
            pixmap = self._theme.brand_pixmap(self._platform, side, ratio)
        else:
            pixmap = self._theme.pixmap(name, "attention", side, ratio)
        painter.drawPixmap(QPointF(x, (self.height() - side) / 2), pixmap)
        return x + side + 6

    def _paint_text(self, painter: QPainter, x: float, text: str) -> float:
        rect = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        return x + painter.fontMetrics().horizontalAdvance(text) + 6

    def _count_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold if self._over else QFont.Weight.Normal)
        return font

    def _count_font_width(self) -> int:
        return round(self.fontMetrics().horizontalAdvance(self._count) * 1.08)

    def _icon_side(self) -> int:
        return scaled(self.fontMetrics(), 16)

    def _shown_name(self) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * _MOST_CHARACTERS)

    def _say(self) -> None:
        """The chip in words, for screen readers and as its tool tip."""
        words = [f"{self._name}, {platform_word(self._platform)}"]
        if self._count:
            words.append(self.tr("{0} characters left").format(self._count))
        if not self._usable:
            words.append(self.tr("needs attention in Connections"))
        self.setAccessibleName(words[0])
        self.setAccessibleDescription(", ".join(words[1:]))
        plain_tooltip(self, ", ".join(words))
