"""An icon, alone or with a word beside it, in a tone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone


class IconLabel(QLabel):
    """An icon as decoration, without an accessible name. `name` may be a brand ("brand-linkedin")."""

    def __init__(self, theme: Theme, name: str, colour: str = "text", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size, self._name, self._colour = theme, size, name, colour
        self._apply_style()
        theme.changed.connect(self._apply_style)

    def show_icon(self, name: str, colour: str = "text") -> None:
        """Show another icon."""
        if (name, colour) != (self._name, self._colour):
            self._name, self._colour = name, colour
            self._apply_style()

    def _apply_style(self) -> None:
        side = scale_to_font(self.fontMetrics(), self._size)
        ratio = self.devicePixelRatioF()
        if self._name.startswith("brand-"):
            self.setPixmap(self._theme.brand_pixmap(self._name.removeprefix("brand-"), side, ratio))
        else:
            self.setPixmap(self._theme.pixmap(self._name, self._colour, side, ratio))
        self.setFixedSize(QSize(side, side))


class StateLabel(QWidget):
    """A state as icon and word: never colour alone.

    `wrap`: the text may take several lines, with the icon at the first one. `elide`: the text takes the available width.
    """

    def __init__(
        self, theme: Theme, icon: str, words: str, tone: Tone = Tone.NEUTRAL, *, wrap: bool = False, elide: bool = False
    ) -> None:
        super().__init__()
        self._icon = IconLabel(theme, icon, tone)
        self.label = PlainLabel(elide=elide, wrap=wrap)
        row = row_of(self._icon, self.label, spacing=6 if wrap else 4)
        row.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(row)
        self.show_state(icon, words, tone)

    def show_state(self, icon: str, words: str, tone: Tone) -> None:
        """Show another state."""
        self._icon.show_icon(icon, tone)
        self.label.setText(words)
        set_tone(self.label, tone)
