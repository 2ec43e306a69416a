"""Buttons with a role in the style sheet, an identifier, and an icon that follows the palette."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from postdesk.ui.parts.identity import identify
from postdesk.ui.plain import plain_tooltip, set_property
from postdesk.ui.theme import Theme

_GAP = 3
"""What the style leaves between icon and words is too little (logical pixels)."""

_COLOUR_OF_ROLE = (("primary", "on_accent"), ("link", "accent"), ("danger", "bad"))


def _escaped(text: str) -> str:
    """A button takes "&" as the mark of a mnemonic."""
    return text.replace("&", "&&")


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

    def _dress(self) -> None:
        if self._icon:
            colour = self._colour or dict(_COLOUR_OF_ROLE).get(str(self.property("role")), "text")
            gap = _GAP if self.text() else 0
            trails = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.setIcon(self._theme.icon(self._icon, colour, -gap if trails else gap))
            self.setIconSize(_icon_size(self.fontMetrics()) + QSize(gap, 0))


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

    def _dress(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._colour or "text"))
        self.setIconSize(_icon_size(self.fontMetrics()))


class MenuButton(Button):
    """A quiet button with a chevron at its end that opens a menu (`setMenu`)."""

    def __init__(self, theme: Theme, text: str, identifier: str, *, role: str = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, identifier, role=role, icon="chevron-down", parent=parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._dress()


def _icon_size(metrics: QFontMetrics) -> QSize:
    """16 at the usual font, growing with it in steps that keep the lines sharp."""
    side = max(16, round(metrics.height() / 8) * 8)
    return QSize(side, side)
