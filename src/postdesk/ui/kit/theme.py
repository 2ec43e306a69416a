"""The look of the application: palette, style sheet, font and icons, light or dark, 12-hour or 24-hour clock, first weekday."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from postdesk.domain.settings import Appearance, ClockFace
from postdesk.ui.kit.colours import DARK, LIGHT, brand_colour
from postdesk.ui.kit.icons import IconCache
from postdesk.ui.kit.style import palette, style_sheet
from postdesk.ui.text.clock_face import TwelveHours, twelve_hours

if TYPE_CHECKING:
    from postdesk.ui.kit.hidden_widgets import HiddenWidgets

_FAMILY: Final = "Inter"
_POINTS: Final = 10


class Theme(QObject):
    """Styles the application, and provides colours and icons for widgets that paint themselves.

    A colour is a name (`"good"`, a field of `Colours`) or a value (`"#17734a"`). `changed` follows a change of the palette, the
    clock or the first weekday, `times_changed` then one of the latter two. Call `apply_style` before the first window is shown.
    `resources` is the folder of the data files.
    """

    changed = Signal()
    times_changed = Signal()

    def __init__(self, app: QApplication, resources: Path, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__()
        self._app = app
        self.resources = resources
        self._folder = resources / "icons"
        self._icons = IconCache(self._folder, app.devicePixelRatio())
        self._appearance = appearance
        self._styled = False
        self._hidden: HiddenWidgets | None = None
        self.dark = False
        self.twelve_hours = False
        self._first_weekday = 0
        self._twelve_hours = TwelveHours(self)
        self.colours = LIGHT
        app.setStyle("Fusion")
        _use_font(app, resources / "fonts")
        self._choose_colours()
        app.setPalette(palette(self.colours))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def apply_style(self) -> None:
        """Apply the style sheet. It doubles the time to create a widget: create a window's widgets first where possible."""
        if not self._styled:
            self._styled = True
            self._app.setStyleSheet(self._sheet())

    def set_appearance(self, appearance: Appearance) -> None:
        """Use the light or the dark palette, or the desktop's preference."""
        self._appearance = appearance
        if self._wants_dark() == self.dark:
            return
        self._choose_colours()
        if self._styled:
            self._renew_style()
        else:
            self._app.setPalette(palette(self.colours))
        self.changed.emit()

    def set_clock_face(self, face: ClockFace) -> None:
        """Use that clock for times of day."""
        if twelve_hours(face) == self.twelve_hours:
            return
        self.twelve_hours = not self.twelve_hours
        if self.twelve_hours:
            self._app.installTranslator(self._twelve_hours)
        else:
            self._app.removeTranslator(self._twelve_hours)
        self._tell_times()

    @property
    def first_weekday(self) -> int:
        """The ISO number of the first day of the week."""
        return self._first_weekday or QLocale().firstDayOfWeek().value

    def set_first_weekday(self, day: int) -> None:
        """Set the ISO number of the first day of the week, 0 for the region's."""
        if day != self._first_weekday:
            self._first_weekday = day
            self._tell_times()

    def _tell_times(self) -> None:
        self.changed.emit()
        self.times_changed.emit()

    def icon(self, name: str, colour: str = "text", gap: int = 0) -> QIcon:
        """Return a Lucide icon. Its colour is fixed: set it again on `changed`, or use the buttons of `kit.buttons`.

        `gap`: logical pixels of free space at its right or, if negative, at its left.
        """
        return self._icons.icon(name, self.colours.of(colour or "text"), self.colours.secondary, gap)

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """Return the icon at `size` logical pixels for a screen with that device pixel ratio; cached, so cheap in painting."""
        return self._icons.pixmap(name, self.colours.of(colour or "text"), size, ratio)

    def drawing(self, name: str, colour: str) -> QSvgRenderer | None:
        """Return the icon as a vector drawing for the calling thread, None if there is none. `colour` is a value."""
        return self._icons.drawing(name, colour) if self._icons.has(name) else None

    def brand_icon(self, platform: str, colour: str = "") -> QIcon:
        """Return a platform's icon in the brand's colour; a plug for an unknown platform."""
        return self.icon(self._brand_name(platform), colour or self.brand_colour(platform))

    def brand_pixmap(self, platform: str, size: int, ratio: float, colour: str = "") -> QPixmap:
        """Return a platform's icon as a pixmap; see `pixmap`."""
        return self.pixmap(self._brand_name(platform), colour or self.brand_colour(platform), size, ratio)

    def brand_colour(self, platform: str) -> str:
        """Return the brand's colour that is readable on the present palette."""
        return self.colours.of(brand_colour(platform, self.dark))

    def _brand_name(self, platform: str) -> str:
        name = f"brand-{platform}"
        return name if platform.isalnum() and self._icons.has(name) else "plug"

    def _system_changed(self) -> None:
        self.set_appearance(self._appearance)

    def _wants_dark(self) -> bool:
        if self._appearance is not Appearance.SYSTEM:
            return self._appearance is Appearance.DARK
        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _choose_colours(self) -> None:
        self.dark = self._wants_dark()
        self.colours = DARK if self.dark else LIGHT

    def _sheet(self) -> str:
        return style_sheet(self.colours, self._folder, self._app.font())

    def _renew_style(self) -> None:
        """Replace the style sheet and the palette.

        The sheet is removed before: replacing one applies it to each widget again for each of its ancestors.
        """
        from postdesk.ui.kit.hidden_widgets import HiddenWidgets

        self._hidden = self._hidden or HiddenWidgets()
        with self._hidden.left_out():
            self._app.setStyleSheet("")
            self._app.setPalette(palette(self.colours))
            self._app.setStyleSheet(self._sheet())


def _use_font(app: QApplication, folder: Path) -> None:
    """Use the bundled font at the desktop's font size; without a bundled font, the desktop's stays."""
    for file in sorted(folder.glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
    if QFontDatabase.hasFamily(_FAMILY):
        size = app.font().pointSizeF()
        font = QFont(_FAMILY)
        font.setPointSizeF(size if size > 0 else _POINTS)
        app.setFont(font)
