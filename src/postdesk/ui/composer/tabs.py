"""The tabs of the draft's texts: one for the shared text, and one for each platform."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.words import own_fields_words
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import platform_word, short_name

_SHARED: Final = "shared"
_NAMED: Final = 4
_AROUND: Final = 16
"""The width of a tab without its name, in pixels."""

_ICON: Final = 16
_DOT: Final = 2.5
_RING: Final = 4.0
_ROOMY: Final = "QTabBar::tab { padding: 4px 4px 6px 4px; margin-right: 2px; min-width: 0; } QToolButton { padding: 1px; }"
_TIGHT: Final = """
QTabBar::tab { padding: 4px -8px 6px 4px; margin-right: 0; min-width: 0; } QToolButton { padding: 1px; }
QTabBar::tab:first { padding: 4px 0 6px 0; margin-right: 2px; }
"""
"""The style for icons only: the negative padding takes back the room that Qt keeps for a word beside an icon."""


class PlatformTabs(QTabBar):
    """The tabs. A dot marks a platform with own values: behind its name or, without names, on its icon.

    `turned` carries the platform of the current tab, None for the shared one.
    """

    turned = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys: tuple[str, ...] = ()
        self._own: frozenset[Platform] = frozenset()
        self._variants: tuple[Variant, ...] | None = None
        self._draft: Draft | None = None
        self._platform: Platform | None = None
        self._many = False
        identify(self, "composer.tabs", self.tr("Shared text and platforms"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setStyleSheet(_ROOMY)
        self.currentChanged.connect(self._turn)
        theme.changed.connect(self._apply_style)

    def show_draft(self, draft: Draft, platform: Platform | None) -> None:
        """Show a tab for each platform, and select that of `platform` or (None) the shared one; hidden if one tab would do."""
        self._draft, self._platform, keys = draft, platform, (_SHARED, *draft.platforms)
        many = self._too_many(draft)
        if keys != self._keys or many is not self._many:
            self._variants, self._many = None, many
            self._rebuild(keys)
        self.setCurrentIndex(keys.index(platform or _SHARED))
        if draft.variants is not self._variants:
            self._variants = draft.variants
            self._show_own(draft)
        several = len(draft.platforms) > 1 or any(own.platform in draft.platforms for own in draft.variants)
        self.setVisible(several or platform is not None)

    def _turn(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.turned.emit(Platform(self._keys[index]) if index else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._draft and self._too_many(self._draft) is not self._many:
            self.show_draft(self._draft, self._platform)

    def _too_many(self, draft: Draft) -> bool:
        """Return True if the names don't fit."""
        if len(draft.platforms) > _NAMED:
            return True
        names = (self.tr("Shared text"), *(f"{short_name(each)} •" for each in draft.platforms))
        return sum(self.fontMetrics().horizontalAdvance(name) + _AROUND for name in names) > self.width()

    def _show_own(self, draft: Draft) -> None:
        for index, platform in enumerate(draft.platforms, start=1):
            self._name(index, platform, own_fields_words(draft.variant(platform).own))
        own = frozenset(platform for platform in draft.platforms if draft.variant(platform).own)
        if own != self._own:
            self._own = own
            self._apply_style()

    def _name(self, index: int, platform: Platform, own: str) -> None:
        name = short_name(platform)
        spoken = f"{platform_word(platform)}, {own}" if own else platform_word(platform)
        if self.accessibleTabName(index) != spoken:
            self.setTabText(index, "" if self._many else f"{name} •" if own else name)
            self.setAccessibleTabName(index, spoken)
            self.setTabToolTip(index, spoken)

    def _rebuild(self, keys: tuple[str, ...]) -> None:
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self.addTab(self.tr("Shared") if self._many else self.tr("Shared text"))
        for _ in keys[1:]:
            self.addTab("")
        self._keys = keys
        self.setStyleSheet(_TIGHT if self._many else _ROOMY)
        self.setIconSize(QSize(self._side, self._side))
        self._apply_style()
        self.setCurrentIndex(keys.index(self._platform or _SHARED))
        self.blockSignals(False)

    def _apply_style(self) -> None:
        """Show the platforms' icons if their names don't fit."""
        for index, key in enumerate(self._keys[1:], start=1):
            self.setTabIcon(index, self._icon(Platform(key)) if self._many else QIcon())

    def _icon(self, platform: Platform) -> QIcon:
        if platform not in self._own:
            return self._theme.brand_icon(platform)
        mark = self._theme.brand_pixmap(platform, self._side, self.devicePixelRatioF())
        return QIcon(_dotted(mark, QColor(self._theme.colours.text)))

    @property
    def _side(self) -> int:
        """The side of an icon."""
        return scale_to_font(self.fontMetrics(), _ICON)


def _dotted(mark: QPixmap, colour: QColor) -> QPixmap:
    """Return the icon with a dot in its upper right corner, surrounded by a transparent ring."""
    painter = QPainter(mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    scale = mark.deviceIndependentSize().width() / _ICON
    painter.scale(scale, scale)
    middle = QPointF(_ICON - _DOT, _DOT)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setBrush(colour)
    painter.drawEllipse(middle, _RING, _RING)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.drawEllipse(middle, _DOT, _DOT)
    painter.end()
    return mark
