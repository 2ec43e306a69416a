"""How the window looks: palette, style sheet, font and icons, light or dark, its clock and its weeks."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from postdesk.domain.settings import Appearance, ClockFace
from postdesk.ui.kit.colours import DARK, LIGHT, brand_colour
from postdesk.ui.kit.icons import IconBook
from postdesk.ui.kit.style import palette, style_sheet
from postdesk.ui.text.clock_face import TwelveHours, twelve_hours

_FAMILY: Final = "Inter"
_POINTS: Final = 10


class Theme(QObject):
    """Dresses the application, and gives colours and icons to those who paint by themselves.

    A colour is named (`"good"`, a field of `Colours`) or written (`"#17734a"`). `changed` fires when the palette did.
    Call `dress` before the first window is shown. `resources` is the folder of the data files.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        appearance: Appearance = Appearance.SYSTEM,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self.resources = resources
        self._folder = resources / "icons"
        self._icons = IconBook(self._folder, app.devicePixelRatio())
        self._appearance = appearance
        self._dressed = False
        self._unpainted: list[QWidget] = []
        self.under_way = False
        """Whether another appearance is being put on."""
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

    def dress(self) -> None:
        """Put the style sheet on. With it, each widget takes twice as long to be made, so the first ones are made before."""
        if not self._dressed:
            self._dressed = True
            self._app.setStyleSheet(style_sheet(self.colours, self._folder))

    def set_appearance(self, appearance: Appearance) -> None:
        """Use the light or the dark palette, or the one that the desktop prefers."""
        self._appearance = appearance
        if self._wants_dark() == self.dark:
            return
        self._choose_colours()
        if self._dressed:
            self._undress()
        else:
            self._app.setPalette(palette(self.colours))
            self.changed.emit()

    def set_clock_face(self, face: ClockFace) -> None:
        """Write times of day as that clock does."""
        if twelve_hours(face) == self.twelve_hours:
            return
        self.twelve_hours = not self.twelve_hours
        if self.twelve_hours:
            self._app.installTranslator(self._twelve_hours)
        else:
            self._app.removeTranslator(self._twelve_hours)
        self.changed.emit()

    @property
    def first_weekday(self) -> int:
        """The ISO number of the day with which a week begins."""
        return self._first_weekday or QLocale().firstDayOfWeek().value

    def set_first_weekday(self, day: int) -> None:
        """Begin weeks with the day of that ISO number, with 0 as the region does."""
        if day != self._first_weekday:
            self._first_weekday = day
            self.changed.emit()

    def icon(self, name: str, colour: str = "text", gap: int = 0) -> QIcon:
        """A Lucide icon by its name. It keeps its colour: set it anew on `changed`, or use `parts.buttons`.

        `gap`: logical pixels of nothing at its right, or at its left where it is negative.
        """
        return self._icons.icon(name, self.colours.of(colour or "text"), self.colours.secondary, gap)

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The same, of `size` logical pixels for a screen with that device pixel ratio; kept, so cheap while painting."""
        return self._icons.pixmap(name, self.colours.of(colour or "text"), size, ratio)

    def drawing(self, name: str, colour: str) -> QSvgRenderer | None:
        """The same as lines, for paper and the thread that asks; None where there is none. The colour is written."""
        return self._icons.drawing(name, colour) if self._icons.has(name) else None

    def brand_icon(self, platform: str, colour: str = "") -> QIcon:
        """The mark of a platform, in the brand's colour; a plug for a platform that is none of ours."""
        return self.icon(self._brand_name(platform), colour or self.brand_colour(platform))

    def brand_pixmap(self, platform: str, size: int, ratio: float, colour: str = "") -> QPixmap:
        """The same as a pixmap."""
        return self.pixmap(self._brand_name(platform), colour or self.brand_colour(platform), size, ratio)

    def brand_colour(self, platform: str) -> str:
        """The brand's colour as it is readable on the present palette."""
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

    def _undress(self) -> None:
        """Take the sheet off, and put the other one on in the next turn: each takes tens of milliseconds.

        A sheet that takes the place of another is put on each widget anew for every widget that it lies in. Nothing is painted
        between the two turns, in which the windows have neither.
        """
        if not self._app.styleSheet():
            return  # it is off, and the next turn puts on what is wanted by then
        self.under_way = True
        self._unpainted = [each for each in self._app.topLevelWidgets() if each.isVisible() and each.updatesEnabled()]
        for window in self._unpainted:
            window.setUpdatesEnabled(False)
        self._app.setStyleSheet("")
        QTimer.singleShot(0, self, self._dress_anew)

    def _dress_anew(self) -> None:
        self._app.setPalette(palette(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours, self._folder))
        for window in self._app.topLevelWidgets():  # without those that are gone by now
            if window in self._unpainted:
                window.setUpdatesEnabled(True)
        self._unpainted = []
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        self.under_way = False
        self.changed.emit()


def _use_font(app: QApplication, folder: Path) -> None:
    """The bundled font at the size that the desktop asks for; its own font stays where the bundle has none."""
    for file in sorted(folder.glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
    if QFontDatabase.hasFamily(_FAMILY):
        size = app.font().pointSizeF()
        font = QFont(_FAMILY)
        font.setPointSizeF(size if size > 0 else _POINTS)
        app.setFont(font)
