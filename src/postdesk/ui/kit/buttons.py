"""Buttons with a role in the style sheet, an identifier, and an icon that follows the palette."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, SignalInstance
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton

from postdesk.ui.kit.icons import icon_side, line_height
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme

Slot = Callable[..., object] | SignalInstance | None

_GAP = 3
"""Room to add between icon and text, in logical pixels: the style leaves too little."""

_BESIDE_ICON = 4
"""The style's own room between icon and text, in logical pixels."""

_AROUND = 12
"""The padding and the frame of a button above and below its text, in logical pixels."""

_LOW = ("status", "link", "sum")
"""The roles of buttons that are as low as their contents: the others are as high as those beside them."""

_COLOUR_OF_ROLE = {"primary": "on_accent", "link": "accent", "danger": "bad"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def _pressed_by(event: QKeyEvent, button: QAbstractButton) -> bool:
    """Press the focused button on Enter, on any desktop, and return True; otherwise a dialog would press its default one."""
    if event.key() not in _ENTER or event.modifiers() not in _ALONE:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def _take_pointer_off(button: QAbstractButton) -> None:
    """Tell the button that the pointer has left it. Qt doesn't when a menu opens on the press, and the button stays hovered."""
    QCoreApplication.sendEvent(button, QEvent(QEvent.Type.Leave))


class Button(QPushButton):
    """A push button. `role`: "primary", "quiet", "link", "danger" or none; `colour` overrides the icon's."""

    def __init__(
        self, theme: Theme, text: str, identifier: str, *, role: str = "", icon: str = "", colour: str = "", on_click: Slot = None
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._colour = theme, icon, colour
        identify(self, identifier)
        self.setAutoDefault(False)
        self.setProperty("role", role)
        self.set_text(text)
        self._apply_style()
        theme.changed.connect(self._apply_style)
        if on_click:
            self.clicked.connect(on_click)

    def sizeHint(self) -> QSize:
        """Return the size, as high with text or an icon as with both."""
        metrics, hint = self.fontMetrics(), super().sizeHint()
        if self.property("role") in _LOW:
            return hint
        icon = 0 if self.icon().isNull() else icon_side(metrics)
        text = metrics.height() if self.text() or not icon else 0  # Qt counts an empty text without an icon as one of letters
        return hint + QSize(0, line_height(metrics) - max(icon, text))

    def set_text(self, text: str) -> None:
        """Set the button's text; "&" is shown as it is."""
        named = bool(self.text())
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        if bool(text) != named:
            self._apply_style()

    def set_icon(self, icon: str, colour: str = "") -> None:
        """Set the icon by its Lucide name; empty for none."""
        if (icon, colour) != (self._icon, self._colour):
            self._icon, self._colour = icon, colour
            self._apply_style()

    def set_role(self, role: str) -> None:
        """Set the role in the style sheet."""
        if role != self.property("role"):
            set_property(self, "role", role)
            self._apply_style()

    def setMenu(self, menu: QMenu) -> None:
        super().setMenu(menu)
        menu.aboutToShow.connect(self._note_menu)

    def _note_menu(self) -> None:
        _take_pointer_off(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by(event, self):
            super().keyPressEvent(event)

    def _apply_style(self) -> None:
        if not self._icon:
            self.setIcon(QIcon())
        else:
            colour = self._colour or _COLOUR_OF_ROLE.get(str(self.property("role")), "text")
            gap = _GAP if self.text() else 0
            trails = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.setIcon(self._theme.icon(self._icon, colour, -gap if trails else gap))
            self.setIconSize(_icon_size(self.fontMetrics()) + QSize(gap, 0))


class ElidedButton(Button):
    """A button that can be narrower than its text: each line is then elided, and spoken in full."""

    _short: str | None = None

    def shorten(self, words: str | None, icon: str = "") -> None:
        """Show these words in place of the text, which is still spoken, beside the icon; None shows the text."""
        if (words, icon) == (self._short, self._icon):
            return
        before, self._short = self._shown_width(), words
        if icon != self._icon:
            self.set_icon(icon, self._colour)
            self.updateGeometry()
        elif self._shown_width() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        added = self._shown_width() - self._width(self.text(), self.fontMetrics())
        return super().sizeHint() + QSize(added + 1, 0)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() - QSize(self._width(self.text(), self.fontMetrics()), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        if not option.icon.isNull():
            room -= option.iconSize.width() + _BESIDE_ICON
        metrics = QFontMetrics(self._font_shown())
        lines = (metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in self._words().split("\n"))
        option.text = "\n".join(lines)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _words(self) -> str:
        """Return the shown words, with "&" doubled."""
        return self.text() if self._short is None else self._short.replace("&", "&&")

    def _shown_width(self) -> int:
        return self._width(self._words(), QFontMetrics(self._font_shown()))

    @staticmethod
    def _width(words: str, metrics: QFontMetrics) -> int:
        return max(map(metrics.horizontalAdvance, words.split("\n")))

    def _font_shown(self) -> QFont:
        """Return the font with the style sheet's weight, which `font()` doesn't have."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.property("role") == "primary" else QFont.Weight.Medium)
        return font


class IconButton(QToolButton):
    """A tool button with an icon only; its words are its accessible name and its tool tip."""

    def __init__(self, theme: Theme, icon: str, words: str, identifier: str, *, colour: str = "", on_click: Slot = None) -> None:
        super().__init__()
        self._theme, self._icon, self._colour = theme, icon, colour
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        identify(self, identifier)
        self.set_words(words)
        self._apply_style()
        theme.changed.connect(self._apply_style)
        if on_click:
            self.clicked.connect(on_click)

    def sizeHint(self) -> QSize:
        """Return the size; in a frame, as high as the buttons with text."""
        side = line_height(self.fontMetrics()) + _AROUND
        return QSize(side, side) if self.property("role") == "icon" else super().sizeHint()

    def set_words(self, words: str) -> None:
        """Set the words of the tool tip and the accessible name."""
        self.setAccessibleName(words)
        plain_tooltip(self, words)

    def set_icon(self, icon: str, colour: str = "") -> None:
        """Set the icon by its Lucide name."""
        self._icon, self._colour = icon, colour
        self._apply_style()

    def setMenu(self, menu: QMenu) -> None:
        super().setMenu(menu)
        menu.aboutToShow.connect(self._note_menu)

    def _note_menu(self) -> None:
        _take_pointer_off(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by(event, self):
            super().keyPressEvent(event)

    def _apply_style(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._colour or "text"))
        self.setIconSize(_icon_size(self.fontMetrics()))


class MenuButton(Button):
    """A quiet button with a chevron at its end that opens a menu (`setMenu`)."""

    def __init__(self, theme: Theme, text: str, identifier: str, *, role: str = "quiet") -> None:
        super().__init__(theme, text, identifier, role=role, icon="chevron-down")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._apply_style()

    def setMenu(self, menu: QMenu) -> None:
        """Set the menu in the application's layout direction; it would take that of the button."""
        menu.setLayoutDirection(QGuiApplication.layoutDirection())
        super().setMenu(menu)


def _icon_size(metrics: QFontMetrics) -> QSize:
    return QSize(icon_side(metrics), icon_side(metrics))
