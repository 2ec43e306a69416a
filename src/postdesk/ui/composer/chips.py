"""The client's accounts as chips: selected or not, with the number of characters left on each."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from postdesk.domain.clients import Connection
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform, parse_platform
from postdesk.domain.review import DraftReview
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import scale_to_font
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number, platform_word

translate = QCoreApplication.translate

_MOST_CHARACTERS: Final = 22
_ROOMY: Final = 4
"""The most accounts that have room for their names and counts."""

_FEW_CHARACTERS: Final = 11
_MIDDLE_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MATTERS: Final = 999


class Chips(QWidget):
    """A chip for each account. `connect_requested` follows "Connect"."""

    connect_requested = Signal()

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._chips: dict[Platform, Chip] = {}
        self._accounts: tuple[Connection, ...] = ()
        self.connect_chip = Button(theme, "", "composer.connect", role="quiet", icon="plus", colour="secondary")
        self.connect_chip.clicked.connect(self.connect_requested)
        self._row = FlowLayout(self)
        self._row.addWidget(self.connect_chip)
        model.review_changed.connect(self._show)

    def _show(self) -> None:
        if review := self._model.review:
            self._show_accounts(self._model.context.accounts)
            self._show_review(review)

    def _show_accounts(self, accounts: tuple[Connection, ...]) -> None:
        """Rebuild the chips: one for each of the client's accounts with a known platform."""
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
        known = [platform for platform in Platform if platform in by_platform]
        for platform in known:
            chip = Chip(self._theme, platform, by_platform[platform], short=len(known) > _ROOMY)
            chip.clicked.connect(lambda chosen, platform=platform: self._model.draft_session.select_platform(platform, chosen))
            self._chips[platform] = chip
            self._row.addWidget(chip)
        self._row.removeWidget(self.connect_chip)
        self._row.addWidget(self.connect_chip)
        self.connect_chip.set_text(self.tr("Connect more") if self._chips else self.tr("Connect an account"))
        self.connect_chip.setVisible(len(self._chips) < len(Platform))

    def _show_review(self, review: DraftReview) -> None:
        """Show which chips are selected, and the state of each."""
        for platform, chip in self._chips.items():
            chosen = platform in review.draft.platforms
            assessment = review.assessment(platform) if chosen else None
            state = _chip_state(review, platform) if chosen else ChipState.OPEN
            chip.show_count(assessment.remaining if assessment else None, chosen, state)


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


def _chip_state(review: DraftReview, platform: Platform) -> ChipState:
    if review.draft.empty or not review.assessments:
        return ChipState.OPEN
    verdict = review.verdict(platform)
    if platform not in review.ready or verdict is Severity.STOP:
        return ChipState.STOPPED
    return ChipState.WARNED if verdict is Severity.WARN else ChipState.FINE


class Chip(QPushButton):
    """An account: its brand icon with a sign for problems, its name, and the characters left.

    Painted as a pill with two texts. `short`: for many accounts, the name is cut earlier, and only a low count is shown.
    """

    def __init__(self, theme: Theme, platform: Platform, account: Connection, *, short: bool = False) -> None:
        super().__init__()
        self._theme, self.platform, self._short = theme, platform, short
        self._name = account.remote_username or platform_word(platform)
        self._usable = account.ready and not account.account_changed
        self._remaining: int | None = None
        self._count = ""
        self._state = ChipState.OPEN
        self._looks: tuple[object, ...] = ()
        self._pixmap = QPixmap()
        self._count_x = 0.0
        identify(self, f"composer.chip.{platform}", f"{self._name}, {platform_word(platform)}")
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._say()
        theme.changed.connect(self.update)

    def show_count(self, remaining: int | None, chosen: bool, state: ChipState) -> None:
        """Show the number of characters left (None: not known yet), the selection and the state."""
        if (remaining, chosen, state) == (self._remaining, self.isChecked(), self._state):
            return
        before, looked = self._count, (self._count, self.isChecked(), self._state)
        self._remaining, self._state = remaining, state
        self._count = "" if remaining is None or (self._short and remaining > _MATTERS) else number(remaining)
        self.setChecked(chosen)
        self._say()
        if len(before) != len(self._count):
            self.updateGeometry()
        if looked != (self._count, chosen, state):
            self.update()

    @property
    def _over(self) -> bool:
        return self._remaining is not None and self._remaining < 0

    def sizeHint(self) -> QSize:
        metrics, side = self.fontMetrics(), self._icon_side()
        width = side + metrics.horizontalAdvance(self._shown_name()) + 8 + 24
        if self._count:
            width += round(metrics.horizontalAdvance(self._count) * 1.08) + 8
        return QSize(width, max(28, metrics.height() + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._face())
        if self._count:
            if self._over:
                font = QFont(self.font())
                font.setWeight(QFont.Weight.Bold)
                painter.setFont(font)
            painter.setPen(QColor(self._theme.colours.bad if self._over else self._theme.colours.secondary))
            painter.drawText(self._from(self._count_x), _MIDDLE_LEFT, self._count)

    def _face(self) -> QPixmap:
        """Return the chip without the count as a pixmap, cached until its look changes: most keys change only the count."""
        looks = (
            *(self.size(), self.devicePixelRatioF(), self._theme.colours),
            *(self.isChecked(), self._state, self.underMouse(), self.hasFocus()),
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
        x = self._paint_brand(painter, 12.0)
        colours = self._theme.colours
        painter.setPen(QColor(colours.text if self.isChecked() else colours.secondary))
        painter.drawText(self._from(x), _MIDDLE_LEFT, self._shown_name())
        self._count_x = x + painter.fontMetrics().horizontalAdvance(self._shown_name()) + 6

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
        top = (self.height() - side) / 2
        painter.drawPixmap(QPointF(x, top), self._theme.brand_pixmap(self.platform, side, ratio))
        sign, colour = _SIGNS.get(ChipState.WARNED if not self._usable else self._state, ("", ""))
        if sign:
            small = scale_to_font(self.fontMetrics(), 12)
            corner = QPointF(x + side - small / 2 - 1, top + side - small / 2 - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._background()))
            painter.drawEllipse(QRectF(corner, QSizeF(small, small)).adjusted(-1, -1, 1, 1))
            painter.drawPixmap(corner, self._theme.pixmap(sign, colour, small, ratio))
        return x + side + 8

    def _from(self, x: float) -> QRectF:
        """Return the area from `x` to the right edge."""
        return QRectF(x, 0, self.width() - x, self.height())

    def _icon_side(self) -> int:
        return scale_to_font(self.fontMetrics(), 16)

    def _shown_name(self) -> str:
        metrics, most = self.fontMetrics(), _FEW_CHARACTERS if self._short else _MOST_CHARACTERS
        return metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * most)

    def _say(self) -> None:
        """Put the chip into words, for screen readers and as its tool tip."""
        words = []
        if self._remaining is not None:
            words.append(self.tr("{0} characters left").format(number(self._remaining)))
        if not self._usable:
            words.append(self.tr("needs attention in Connections"))
        elif self._state in _STATE_WORDS:
            words.append(translate("Chip", str(_STATE_WORDS[self._state])))
        self.setAccessibleDescription(", ".join(words))
        plain_tooltip(self, ", ".join((self.accessibleName(), *words)))
