"""Buttons with a role in the style sheet, an identifier, and an icon that follows the palette."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme

_GAP = 3
"""What the style leaves between icon and words is too little (logical pixels)."""

_BESIDE_ICON = 4
"""So much stands between icon and words by the style (logical pixels)."""

_COLOUR_OF_ROLE = (("primary", "on_accent"), ("link", "accent"), ("danger", "bad"))


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def _escaped(text: str) -> str:
    """A button takes "&" as the mark of a mnemonic."""
    return text.replace("&", "&&")


def _pressed_by(event: QKeyEvent, button: QAbstractButton) -> bool:
    """Enter presses the button that has the focus, on any desktop, and not the one that a dialog presses by itself."""
    if event.key() not in _ENTER or event.modifiers() not in _ALONE:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A push button. `role`: "primary", "quiet", "link", "danger" or none; `colour` overrides the icon's."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        identifier: str,
        *,
        role: str = "",
        icon: str = "",
        colour: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._colour = theme, icon, colour
        identify(self, identifier)
        self.setAutoDefault(False)
        self.setProperty("role", role)
        self.set_text(text)
        self._dress()
        theme.changed.connect(self._dress)

    def set_text(self, text: str) -> None:
        """The button's words, "&" as it is."""
        named = bool(self.text())
        self.setText(_escaped(text))
        self.setAccessibleName(text)
        if bool(text) != named:
            self._dress()

    def set_icon(self, icon: str, colour: str = "") -> None:
        """Another icon, by its Lucide name."""
        self._icon, self._colour = icon, colour
        self._dress()

    def set_role(self, role: str) -> None:
        """Another role in the style sheet."""
        set_property(self, "role", role)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by(event, self):
            super().keyPressEvent(event)

    def _dress(self) -> None:
        if self._icon:
            colour = self._colour or dict(_COLOUR_OF_ROLE).get(str(self.property("role")), "text")
            gap = _GAP if self.text() else 0
            trails = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.setIcon(self._theme.icon(self._icon, colour, -gap if trails else gap))
            self.setIconSize(_icon_size(self.fontMetrics()) + QSize(gap, 0))


class ElidedButton(Button):
    """A button that makes do with less width than its words need: each line of them ends in "…" then, and is read in full."""

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._words(QFontMetrics(self._font_shown())) - self._words(self.fontMetrics()) + 1, 0)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() - QSize(self._words(self.fontMetrics()), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        if not option.icon.isNull():
            room -= option.iconSize.width() + _BESIDE_ICON
        metrics = QFontMetrics(self._font_shown())
        lines = (metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in self.text().split("\n"))
        option.text = "\n".join(lines)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _words(self, metrics: QFontMetrics) -> int:
        return max(map(metrics.horizontalAdvance, self.text().split("\n")))

    def _font_shown(self) -> QFont:
        """As heavy as the style sheet has it, which the button's own font does not tell."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.property("role") == "primary" else QFont.Weight.Medium)
        return font


class IconButton(QToolButton):
    """A tool button that shows only an icon; its words are its name and its tool tip."""

    def __init__(
        self, theme: Theme, icon: str, words: str, identifier: str, *, colour: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._colour = theme, icon, colour
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        identify(self, identifier)
        self.set_words(words)
        self._dress()
        theme.changed.connect(self._dress)

    def set_words(self, words: str) -> None:
        """What the button does, for the tool tip and for screen readers."""
        self.setAccessibleName(words)
        plain_tooltip(self, words)

    def set_icon(self, icon: str, colour: str = "") -> None:
        """Another icon, by its Lucide name."""
        self._icon, self._colour = icon, colour
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _pressed_by(event, self):
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._colour or "text"))
        self.setIconSize(_icon_size(self.fontMetrics()))


class MenuButton(Button):
    """A quiet button with a chevron at its end that opens a menu (`setMenu`)."""

    def __init__(self, theme: Theme, text: str, identifier: str, *, role: str = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, identifier, role=role, icon="chevron-down", parent=parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._dress()

    def setMenu(self, menu: QMenu) -> None:
        """Its lines run as everywhere: a menu takes the direction of what opens it otherwise."""
        menu.setLayoutDirection(QGuiApplication.layoutDirection())
        super().setMenu(menu)


def _icon_size(metrics: QFontMetrics) -> QSize:
    """16 at the usual font, growing with it in steps that keep the lines sharp."""
    side = max(16, round(metrics.height() / 8) * 8)
    return QSize(side, side)
