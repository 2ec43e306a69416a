"""The rail at the window's side: a button for each place, with a badge where something waits."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QVBoxLayout

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP

_WIDTH: Final = 68
_ICON: Final = 20
_GAP: Final = 2
_MOST: Final = 99
_DOT: Final = 6
_FONT: Final = 0.82
"""The size of the titles' font, as a share of the usual one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the window: its identifier, its title (untranslated) and its icon's Lucide name."""

    identifier: str
    words: str
    icon: str

    @property
    def title(self) -> str:
        """The title in the user's language."""
        return QCoreApplication.translate("Place", self.words)


PLACES: Final = (
    Place("calendar", QT_TRANSLATE_NOOP("Place", "Calendar"), "calendar-days"),
    Place("results", QT_TRANSLATE_NOOP("Place", "Results"), "list"),
    Place("drafts", QT_TRANSLATE_NOOP("Place", "Drafts"), "pencil"),
    Place("repeating", QT_TRANSLATE_NOOP("Place", "Repeating"), "repeat-2"),
    Place("clients", QT_TRANSLATE_NOOP("Place", "Clients"), "users"),
    Place("connections", QT_TRANSLATE_NOOP("Place", "Connections"), "link"),
    Place("reports", QT_TRANSLATE_NOOP("Place", "Reports"), "file-text"),
    Place("testing", QT_TRANSLATE_NOOP("Place", "Testing"), "flask-conical"),
    Place("settings", QT_TRANSLATE_NOOP("Place", "Settings"), "settings"),
)
"""The places in the order of Ctrl+1…8; the settings have a key of their own. The last two are at the rail's foot."""


class Rail(Frame):
    """The buttons of all places, one of them checked.

    `chosen` carries the identifier of the one that the user presses, or checks with a screen reader's "Toggle" (no click).
    The rail is painted before the places are built: `asked_for` keeps the last one.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__("rail", "rail", self.tr("Places"))
        self.asked_for = ""
        self._shown = "calendar"
        self._pressed = False
        self._buttons = {place.identifier: RailButton(theme, place) for place in PLACES}
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.setSpacing(2)
        *usual, testing, settings = self._buttons.values()
        fill(column, *usual)
        column.addStretch(1)
        fill(column, testing, settings)
        for identifier, button in self._buttons.items():
            button.pressed.connect(partial(self._note_press, True))
            button.released.connect(partial(self._note_press, False))
            button.clicked.connect(partial(self._choose, identifier))
            button.toggled.connect(partial(self._follow_toggle, identifier))
        self._buttons["calendar"].setChecked(True)
        testing.hide()

    def show_place(self, identifier: str) -> None:
        """Check the button of that place, and show it: the place for testing may have been asked for."""
        self._shown = identifier
        self._buttons[identifier].show()
        self._buttons[identifier].setChecked(True)

    def show_testing(self) -> None:
        """Show the button of the place for testing from now on; at first it is hidden."""
        self._buttons["testing"].show()

    def set_count(self, identifier: str, count: int, words: str) -> None:
        """Show how many things wait in a place; `words` says it to a screen reader and in the tool tip. 0 shows none."""
        self._buttons[identifier].set_badge(str(min(count, _MOST)) if count else "", words)

    def set_dot(self, identifier: str, words: str) -> None:
        """Show that something waits in a place, which `words` names; empty words show nothing."""
        self._buttons[identifier].set_badge("•" if words else "", words)

    def _note_press(self, pressed: bool) -> None:
        self._pressed = pressed

    def _follow_toggle(self, identifier: str, checked: bool) -> None:
        # A press toggles, too. A button then paints the window at once, which is too early for a place that isn't laid out yet.
        if checked and identifier != self._shown and not self._pressed:
            self._choose(identifier)

    def _choose(self, identifier: str, _: bool = True) -> None:  # a slot of `clicked`
        self._shown = self.asked_for = identifier
        self.chosen.emit(identifier)


class RailButton(QPushButton):
    """The button of a place: its icon over its title. The arrow keys move between the buttons, and Tab leaves them.

    A push button, since a screen reader hears of an exclusive tool button as of a check box.
    """

    def __init__(self, theme: Theme, place: Place) -> None:
        super().__init__()
        self._theme, self._place, self._badge = theme, place, ""
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click gives the focus to the place
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(place.title)
        identify(self, f"rail.{place.identifier}", place.title)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _FONT)
        self.setFont(font)
        self.toggled.connect(self._apply_style)
        theme.changed.connect(self._apply_style)
        self._apply_style()

    def sizeHint(self) -> QSize:
        side = self.iconSize().height()
        return QSize(
            max(_WIDTH - 8, self.fontMetrics().horizontalAdvance(self.text()) + 4), side + self.fontMetrics().height() + 14
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_badge(self, badge: str, words: str) -> None:
        """Set the badge: a number, "•" for a dot, or none."""
        if (badge, words) != (self._badge, self.toolTip()):
            self._badge = badge
            plain_tooltip(self, words)
            title = self._place.title
            self.setAccessibleName(self.tr("{0}, {1}").format(title, words) if words else title)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        side, line = self.iconSize().height(), self.fontMetrics().height()
        top = (self.height() - side - _GAP - line) // 2
        self.icon().paint(painter, QRect(0, top, self.width(), side))
        option.text, option.rect = self.text(), QRect(0, top + side + _GAP, self.width(), line)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        if self._badge:
            self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics = self._theme.colours, self.fontMetrics()
        painter.setPen(Qt.PenStyle.NoPen)
        dotted = self._badge == "•"
        height = _DOT if dotted else metrics.height()
        width = _DOT if dotted else max(height, metrics.horizontalAdvance(self._badge) + 8)
        beside = self.iconSize().width() // 2 + (2 if dotted else -2)
        place = QRect(self.width() // 2 + beside, 3, width, height)
        pill = QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        painter.setBrush(QColor(colours.attention if dotted else colours.attention_soft))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        if not dotted:
            painter.setPen(QColor(colours.attention))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._badge)

    def _apply_style(self) -> None:
        side = scale_to_font(self.fontMetrics(), _ICON)
        colour = "accent" if self.isChecked() else "secondary"
        self.setIcon(QIcon(self._theme.pixmap(self._place.icon, colour, side, self.devicePixelRatioF())))
        self.setIconSize(QSize(side, side))
